"""The guards of the product. goal_guards.py takes each out of a copy of the tree and runs its tests there."""

from __future__ import annotations

from tests.reliability.guards.guard import Guard
from tests.reliability.guards.input import INPUT
from tests.reliability.guards.once import ONCE
from tests.reliability.guards.order import ORDER
from tests.reliability.guards.owner import OWNER
from tests.reliability.guards.replies import REPLIES
from tests.reliability.guards.stopping import STOPPING

GUARDS: tuple[Guard, ...] = (*ORDER, *ONCE, *OWNER, *STOPPING, *REPLIES, *INPUT)
