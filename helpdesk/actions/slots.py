"""Counting an operator's live conversations under the operator's row lock (law 4).

Order of locks in every action: visitor, conversation, operator. Nobody locks them the other way round.
"""

from datetime import datetime

from helpdesk import snapshots
from helpdesk.models import Operator
from routing.snapshot import OperatorState


def lock(operator_id: int, now: datetime | None = None) -> OperatorState | None:
    """Hold the operator's row until the transaction ends.

    With `now`, returns the operator's state counted anew under the lock; None when the operator is disabled.
    """
    # No key lock: writing a message only needs the operator to go on existing, and must not wait for us.
    Operator.objects.select_for_update(no_key=True).only("pk").get(pk=operator_id)
    return snapshots.operator_state(operator_id, now) if now is not None else None
