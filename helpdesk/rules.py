"""Who may do what (django-rules finds this module by its name). Operators act here, supervisors in the admin."""

import rules

from helpdesk.models import Conversation, Operator, User


@rules.predicate
def works(operator: Operator) -> bool:
    return operator.enabled


@rules.predicate
def is_supervisor(user: User) -> bool:
    return user.is_active and user.is_staff


@rules.predicate
def is_assignee(operator: Operator, conversation: Conversation | None) -> bool:
    return conversation is not None and conversation.assignee_id == operator.pk


# Whoever sees a conversation may work on it; seeing is decided by `queries.visible_to` (law 7).
for verb in (
    "reply",
    "note",
    "take",
    "transfer",
    "release",
    "end",
    "close",
    "reopen",
    "categorise",
    "read",
    "ban",
    "call",
    "stage",
    "postpone",
    "link",
    "edit_card",
):
    rules.add_perm(f"helpdesk.{verb}_conversation", works)
rules.add_perm("helpdesk.accept_conversation", works & is_assignee)
rules.add_perm("helpdesk.supervise", is_supervisor)
