"""One Lambda handler a file: unwrap the event, call one step.

Python imports this file before any handler, so the one thing that has to come first stands here. A function's first
call, and nearly every call is one, makes about 80,000 objects, and all of them stay: modules, classes, AWS's models.
With the usual threshold the collector looks through what there is about forty times meanwhile, and finds nothing.
"""

from __future__ import annotations

import gc

# More than a start makes. Later calls of the process are collected too, only in larger steps.
FIRST_LOOK_AFTER = 100_000

gc.set_threshold(FIRST_LOOK_AFTER)
