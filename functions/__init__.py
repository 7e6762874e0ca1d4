"""One Lambda handler a file: unwrap the event, call one step.

Python imports this file before any handler, so the one thing that has to come first stands here. A function's first
call, and nearly every call is one, makes 36,000 objects, of which most stay: modules, classes, functions. With the
usual threshold the collector looks through what there is 19 times meanwhile, for half a megabyte and 2 % of the CPU.
"""

from __future__ import annotations

import gc

# More than a start makes. Later calls of the process are collected too, only in larger steps.
FIRST_LOOK_AFTER = 100_000

gc.set_threshold(FIRST_LOOK_AFTER)
