"""Who is responsible, by hand: take, accept, transfer, release. The machine's own way is `claims`."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helpdesk.actions import slots
from helpdesk.actions.change import changing
from helpdesk.actions.errors import Conflict, Invalid
from helpdesk.actions.messages import leave_word
from helpdesk.models import Conversation, Operator, OperatorGroup
from helpdesk.snapshots.policies import terms_of
from routing.lifecycle import Verb


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


def transfer_to_person(
    actor: Operator, conversation_id: int, operator_id: int, *, note: str = "", now: datetime
) -> Conversation:
    """Hand it over, perhaps with a word for the receiver; the screen has warned of full or absent people (SPEC 3.9).

    Raises Invalid (no_operator, text_too_long).
    """
    with changing(actor, conversation_id, now=now, permission="helpdesk.transfer_conversation") as change:
        target = Operator.objects.filter(pk=operator_id, enabled=True).first()
        if target is None:
            raise Invalid("no_operator", _("There is no such operator any more. Choose another one."))
        if change.conversation.assignee_id == target.pk:
            return change.conversation
        slots.lock(target.pk)
        change.move(Verb.HAND_OVER, assignee=target)
        change.conversation.handed_at = now
        change.record("conversation.transferred", to=target.name, operator=target.pk)
        change.is_given(terms_of(change.conversation.contact_point_id))
        leave_word(change, actor, note)
    return change.conversation


def transfer_to_group(
    actor: Operator, conversation_id: int, group_id: int, *, note: str = "", now: datetime
) -> Conversation:
    """Into the group's queue, perhaps with a word for the receiver; the slot is free at once (SPEC 3.9).

    Raises Invalid (no_group, text_too_long).
    """
    with changing(actor, conversation_id, now=now, permission="helpdesk.transfer_conversation") as change:
        group = OperatorGroup.objects.filter(pk=group_id, enabled=True).first()
        if group is None:
            raise Invalid("no_group", _("There is no such group any more. Choose another one."))
        c = change.conversation
        same = c.group_id == group.pk
        c.group = group
        if change.move(Verb.HAND_TO_GROUP) or not same or c.menu_times:
            # A person has chosen; the menu needs no answer any more (SPEC 5.8).
            c.menu_times = 0
            change.passed_by(actor)
            change.record("conversation.transferred", to=group.name, group=group.pk)
        leave_word(change, actor, note)
    return change.conversation


def release(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """Back to the queue."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.release_conversation") as change:
        if change.move(Verb.RELEASE):
            change.passed_by(actor)
            change.record("conversation.released")
    return change.conversation
