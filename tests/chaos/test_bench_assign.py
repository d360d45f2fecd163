"""`manage.py bench assign` at its smallest; and what it calls a fault is one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from helpdesk.actions import passes
from helpdesk.bench import audit, hall
from helpdesk.models import Conversation, Event, Operator
from tests.chaos.benches import bench, targets


def test_it_prints_figures_for_machines() -> None:
    found = bench("assign", waiting=120, fewer=40, operators=12, limit=10, groups=4)
    assert targets(found) == {
        "assignments/s, product to floor",
        "a pass over 120 to one over 40",
        "the same while all are full",
    }
    for figure in ("assignments/s", "a pass over 120, s", "a pass over 40, s", "all full, 120 waiting, each, µs"):
        assert all(value > 0 for value in found["figures"][figure].values()), figure


@pytest.fixture
def drained(transactional_db: None) -> None:
    """Half of the queue is given out, the other half waits, and everybody is full."""
    hall.furnish(operators=6, limit=2, groups=3)
    hall.queue_up(24, timezone.now())
    passes.run()


def given() -> Any:
    return Conversation.objects.filter(assignee__isnull=False).order_by("id")


def lower_the_limit() -> None:
    Operator.objects.update(limit=1)


def free_a_slot() -> None:
    Operator.objects.update(limit=3)


def give_again() -> None:
    event = Event.objects.filter(kind="conversation.assigned").latest("id")
    event.pk, event.seq = None, event.seq + 1
    event.save()


def pass_it_on() -> None:
    conversation = given().first()
    other = Operator.objects.exclude(pk=conversation.assignee_id).first()
    given().filter(pk=conversation.pk).update(assignee=other)


def jump_the_queue() -> None:
    """What was given first had waited least."""
    first = Event.objects.filter(kind="conversation.assigned").earliest("id").conversation
    given().filter(pk=first.pk).update(created_at=first.created_at + timedelta(hours=1))


def test_a_drained_queue_is_without_faults(drained: None) -> None:
    assert given().count() == 12
    assert audit.faults() == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lower_the_limit, "above the limit"),
        (free_a_slot, "left waiting beside a free slot"),
        (give_again, "given twice"),
        (pass_it_on, "not held by whom it was given to"),
        (jump_the_queue, "was given where it was"),
    ],
)
def test_a_fault_is_found(drained: None, wrong: Callable[[], None], words: str) -> None:
    wrong()
    assert any(words in fault for fault in audit.faults())
