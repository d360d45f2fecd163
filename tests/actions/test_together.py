"""What a sweep writes for several conversations in a few statements is what it would have written one by one."""

import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpdesk import outbox
from helpdesk.actions import due
from helpdesk.actions.change import columns
from helpdesk.models import Conversation, Event
from tests.actions.test_automation import fresh, kinds
from tests.conftest import World

STEP = timedelta(seconds=30)
THEIR_OWN = {"id", "visitor_id", "previous_id"}


def seen(conversation: Conversation) -> dict[str, Any]:
    """All that is stored of it, but for who is who."""
    row = {name: value for name, value in columns(fresh(conversation)).items() if name not in THEIR_OWN}
    events = conversation.events.select_related("message").order_by("seq")
    return row | {"events": [_told(event) for event in events]}


def _told(event: Event) -> tuple[Any, ...]:
    said = event.message and (event.message.text, event.message.author, event.message.created_at)
    cause = {name: value for name, value in event.cause.items() if name != "id"}
    return event.seq, event.public_seq, event.kind, cause, event.data, event.created_at, said


def test_the_same_is_stored(world: World) -> None:
    alone, *together = [world.write(world.arrive()) for _ in range(4)]
    assert due.run(alone.pk, now=world.now + STEP)
    assert due.sweep(world.now + STEP) == 3
    for conversation in together:
        assert seen(conversation) == seen(alone)
    assert kinds(alone)[-1] == "message.held"


def test_many_are_written_with_as_many_statements_as_a_few(world: World) -> None:
    written = []
    for count in (2, due.TOGETHER):
        for _ in range(count):
            world.write(world.arrive())
        with CaptureQueriesContext(connection) as asked:
            assert due.sweep(world.now + STEP) == count
        written.append([query["sql"][:40] for query in asked if re.search("INSERT|UPDATE .* SET", query["sql"])])
    assert len(written[0]) == len(written[1]) == 3


def test_two_timers_of_one_conversation(world: World) -> None:
    """The later one changes what the earlier one has changed, and others change less: the last word counts."""
    both, one = world.write(world.arrive()), world.write(world.arrive())
    Conversation.objects.filter(pk=both.pk).update(
        assignee=world.anna, queued_at=None, accept_due_at=world.now + STEP, next_due_at=world.now + STEP
    )
    assert due.sweep(world.now + STEP) == 2
    assert kinds(both)[-2:] == ["conversation.released", "message.held"]
    row = fresh(both)
    assert (row.seq, row.hold_done, row.assignee, row.accept_due_at) == (row.events.count(), 1, None, None)
    assert row.last_text == fresh(one).last_text == "One moment, please."


def test_the_house_is_told_once_of_all(world: World, django_capture_on_commit_callbacks: Any) -> None:
    begun = [world.write(world.arrive()) for _ in range(3)]
    told: list[list[int]] = []

    def hear(*, commits: list[outbox.Commit], **_: Any) -> None:
        told.append([commit.conversation.pk for commit in commits])
        assert all(event.pk for commit in commits for event in commit.events)

    outbox.committed.connect(hear, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            due.sweep(world.now + STEP)
    finally:
        outbox.committed.disconnect(dispatch_uid="test")
    assert told == [[conversation.pk for conversation in begun]]
