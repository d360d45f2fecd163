"""Who is responsible: claim, take, accept, transfer, release."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.actions import slots
from helpdesk.actions.actor import System
from helpdesk.actions.change import Change, changing, lock_first
from helpdesk.actions.errors import Conflict, Invalid
from helpdesk.models import Conversation, Operator, OperatorGroup
from routing.assignment import assignable, below_limit
from routing.decisions import Assign
from routing.lifecycle import Verb
from routing.snapshot import EVERYONE

DISTRIBUTION = System("distribution")


def claim(proposal: Assign, *, now: datetime) -> bool:
    """Make a planned assignment true, if it still can be: nobody has it, and the operator has a free slot (law 4).

    False when the world has moved on; the conversation then stays in the queue for the next pass.
    """
    with transaction.atomic():
        queued = Conversation.objects.filter(pk=proposal.conversation, queued_at__isnull=False)
        # Somebody who holds the row is taking, closing or claiming it right now; a later pass will see the result.
        conversation = lock_first(queued, skip_locked=True)
        if conversation is None:
            return False
        state = slots.lock(proposal.operator, now)
        member = state is not None and (conversation.group_id is EVERYONE or conversation.group_id in state.groups)
        if state is None or not member or not assignable(state) or not below_limit(state):
            return False
        operator = Operator.objects.get(pk=proposal.operator)
        change = Change(conversation, DISTRIBUTION, now)
        change.move(Verb.ASSIGN, assignee=operator)
        Operator.objects.filter(pk=operator.pk).update(last_assigned_at=now)
        change.record("conversation.assigned", to=operator.name, trace=proposal.trace.as_data())
        change.save()
    return True


def take(actor: Operator, conversation_id: int, *, seen_assignee: int | None = None, now: datetime) -> Conversation:
    """Pick it up. `seen_assignee` is whom the screen showed: taking over from them is meant, from another isn't.

    Raises Conflict (taken) with the name of whoever was faster. May exceed the limit: the person decides (SPEC 3.1).
    """
    with changing(actor, conversation_id, now=now, permission="helpdesk.take_conversation") as change:
        conversation = change.conversation
        holder = conversation.assignee
        if holder is not None and holder.pk not in (actor.pk, seen_assignee):
            raise Conflict("taken", _("%(name)s was faster: this conversation is taken.") % {"name": holder.name})
        slots.lock(actor.pk)
        if change.move(Verb.TAKE, assignee=actor):
            change.record("conversation.taken", to=actor.name, taken_from=holder.name if holder else None)
    return conversation


def accept(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """The assignee takes up what the machine or a colleague gave (SPEC 3.10)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.accept_conversation") as change:
        if change.move(Verb.ACCEPT):
            change.record("conversation.accepted")
    return change.conversation


def transfer_to_person(actor: Operator, conversation_id: int, operator_id: int, *, now: datetime) -> Conversation:
    """Hand it over; the screen has warned of full or absent people (SPEC 3.9). Raises Invalid (no_operator)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.transfer_conversation") as change:
        target = Operator.objects.filter(pk=operator_id, enabled=True).first()
        if target is None:
            raise Invalid("no_operator", _("There is no such operator any more. Choose another one."))
        if change.conversation.assignee_id == target.pk:
            return change.conversation
        slots.lock(target.pk)
        change.move(Verb.HAND_OVER, assignee=target)
        change.record("conversation.transferred", to=target.name, operator=target.pk)
    return change.conversation


def transfer_to_group(actor: Operator, conversation_id: int, group_id: int, *, now: datetime) -> Conversation:
    """Into the group's queue; the slot is free at once (SPEC 3.9). Raises Invalid (no_group)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.transfer_conversation") as change:
        group = OperatorGroup.objects.filter(pk=group_id, enabled=True).first()
        if group is None:
            raise Invalid("no_group", _("There is no such group any more. Choose another one."))
        same = change.conversation.group_id == group.pk
        change.conversation.group = group
        if change.move(Verb.HAND_TO_GROUP) or not same:
            change.record("conversation.transferred", to=group.name, group=group.pk)
    return change.conversation


def release(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """Back to the queue."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.release_conversation") as change:
        if change.move(Verb.RELEASE):
            change.record("conversation.released")
    return change.conversation
