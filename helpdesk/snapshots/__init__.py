"""ORM -> routing.snapshot: the only translator."""

from helpdesk.snapshots.operators import operator_state, states
from helpdesk.snapshots.queue import take
from helpdesk.snapshots.staff import full, slots, staff

__all__ = ["full", "operator_state", "slots", "staff", "states", "take"]
