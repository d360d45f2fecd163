"""A conversation, as it stands within somebody's change, as a rule sees it (SPEC 5.2)."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from helpdesk.board import current
from helpdesk.board.hours import schedules
from helpdesk.kept import Kept
from helpdesk.models import Conversation, Event, Operator, Visitor
from routing.automation.facts import NO_GROUPS, Author, Directory, Facts, Sort
from routing.automation.subjects import Subject
from routing.lifecycle import Status
from routing.regions import Place

_hours = Kept(schedules)

PRECHAT = ("name", "email", "phone")
"""What visitors may leave of themselves before they write."""


def facts_of(
    conversation: Conversation,
    *,
    actor: Any,
    event: Event | None,
    was_active: bool,
    wanted: Container[Subject],
    directory: Directory,
    now: datetime,
) -> Facts:
    """`wanted`: the subjects that some rule asks about; what costs a query and is not among them is left out.

    `event` is what has happened, None where it is only time that has passed.
    """
    c = conversation
    operator = actor if isinstance(actor, Operator) else None
    return Facts(
        contact_point=c.contact_point_id,
        author=_author(actor),
        author_operator=operator.pk if operator else None,
        author_groups=directory.operators.get(operator.pk, NO_GROUPS) if operator else NO_GROUPS,
        event=event.kind if event else "",
        text=event.message.text if event and event.message else "",
        sort=Sort(c.kind),
        status=Status(c.status),
        active=c.active,
        was_active=was_active,
        accepted=c.accepted,
        assignee=c.assignee_id,
        assignee_groups=directory.operators.get(c.assignee_id or 0, NO_GROUPS),
        group=c.group_id,
        stage=c.stage_id,
        category=c.category_id,
        tags=frozenset(c.tags),
        priority=c.priority,
        page=c.start_page or c.visitor.page,
        place=_place(c.visitor, now) if Subject.PLACE in wanted else None,
        working_hours=is_open(c, now) if Subject.WORKING_HOURS in wanted else True,
        prechat={name: getattr(c.visitor, name) for name in PRECHAT},
        waiting=waiting(c, now),
        first=_is_first(c) if Subject.FIRST in wanted else False,
    )


def waiting(conversation: Conversation, now: datetime) -> int | None:
    """Whole seconds that the visitor has waited for a person; None while nobody waits (SPEC 5.5)."""
    if not conversation.active or conversation.accepted:
        return None
    return int((now - (conversation.waiting_since or now)).total_seconds())


def is_open(conversation: Conversation, now: datetime) -> bool:
    """The hours of its group where that has any, else of its channel; without hours it is always open."""
    group, point = conversation.group, conversation.contact_point
    schedule = (group and group.schedule_id) or point.schedule_id
    return schedule is None or _hours.get()[schedule].is_open(now)


def _author(actor: Any) -> Author:
    match actor:
        case Operator():
            return Author.OPERATOR
        case Visitor():
            return Author.VISITOR
        case _:
            return Author.HOUSE


def _place(visitor: Visitor, now: datetime) -> Place | None:
    return current.known(now).configuration.place_of(visitor.ip)


def _is_first(conversation: Conversation) -> bool:
    """The contact never wrote before, from whatever browser or channel."""
    if conversation.previous_id is not None:
        return False
    contact = conversation.visitor.contact_id
    others = Conversation.objects.filter(visitor__contact=contact).exclude(visitor=conversation.visitor_id)
    return contact is None or not others.filter(pk__lt=conversation.pk).exists()
