"""Many short conversations at once, for what has to go on portion by portion."""

from datetime import datetime, timedelta

from helpdesk.models import Conversation, Event, Visitor
from tests.conftest import World

APART = timedelta(seconds=10)


def crowd(world: World, number: int, *, last: datetime) -> list[Conversation]:
    """One visitor after the other begins, the last one at `last`; Anna ends every third chat a second later."""
    moments = [last - APART * back for back in reversed(range(number))]
    visitors = Visitor.objects.bulk_create(
        Visitor(contact_point=world.site, created_at=at, seen_at=at) for at in moments
    )
    made = Conversation.objects.bulk_create(
        (
            Conversation(contact_point=world.site, visitor=visitor, created_at=at, last_at=at, seq=2)
            for visitor, at in zip(visitors, moments, strict=True)
        ),
        batch_size=500,
    )
    Event.objects.bulk_create(
        [_begun(c) for c in made] + [_ended(c, world.anna.pk) for c in made[::3]],
        batch_size=500,
    )
    return made


def _begun(c: Conversation) -> Event:
    by = {"by": "visitor", "id": c.visitor_id}
    return Event(conversation=c, seq=1, kind="conversation.started", cause=by, created_at=c.created_at)


def _ended(c: Conversation, operator: int) -> Event:
    by, at = {"by": "operator", "id": operator}, c.created_at + timedelta(seconds=1)
    data = {"status": "pending"}
    return Event(conversation=c, seq=2, kind="conversation.ended", cause=by, created_at=at, data=data)
