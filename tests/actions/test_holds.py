"""What a waiting visitor is told (SPEC 5.5, 10.3)."""

from datetime import timedelta

from helpdesk import tasks
from helpdesk.actions import assignments, due
from helpdesk.models import Conversation, HoldScenario, Message
from tests.conftest import World


def said(world: World, seconds: int) -> list[str]:
    """Run what is due so long after the wait began; all that the house has said."""
    for pk in Conversation.objects.values_list("pk", flat=True):
        due.run(pk, now=world.now + timedelta(seconds=seconds))
    return list(Message.objects.filter(author="service").values_list("text", flat=True))


FIRST, SECOND = "One moment, please.", "We are still looking for somebody."


def test_each_step_once_at_its_moment(world: World) -> None:
    world.write(world.zoya)
    assert said(world, 29) == []
    assert said(world, 30) == [FIRST]
    assert said(world, 31) == [FIRST]
    assert said(world, 90) == [FIRST, SECOND]
    assert said(world, 9000) == [FIRST, SECOND]


def test_nothing_after_somebody_has_accepted(world: World) -> None:
    conversation = world.write(world.zoya)
    assert said(world, 30) == [FIRST]
    assignments.take(world.anna, conversation.pk, now=world.now)
    assert said(world, 90) == [FIRST]


def test_a_new_wait_begins_from_the_first_step(world: World) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    assignments.release(world.anna, conversation.pk, now=world.now)
    assert said(world, 30) == [FIRST]


def test_the_groups_scenario_goes_before_the_channels(world: World) -> None:
    world.skoda.hold_scenario = HoldScenario.objects.create(name="Skoda")
    world.skoda.hold_scenario.steps.create(after=5, text="Skoda is busy")
    world.skoda.save()
    world.write(world.zoya)
    assert said(world, 5) == ["Skoda is busy"]


def test_a_scenario_shortened_meanwhile_says_nothing_more(world: World) -> None:
    world.write(world.zoya)
    world.site.hold_scenario.steps.all().delete()
    assert said(world, 30) == []
    assert Conversation.objects.get().hold_due_at is None


def test_one_bad_row_does_not_stop_the_sweep(world: World) -> None:
    """A row that can't be written fails alone: it is pushed on and the next one has its turn."""
    bad, good = world.write(world.zoya), world.write(world.arrive())
    # Somebody tampered with the numbering: the next public number is taken already.
    Conversation.objects.filter(pk=bad.pk).update(public_seq=0)
    tasks.sweep_due()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.hold_done == 2, "both of its steps are late, and the sweep goes on"
    assert bad.hold_done == 0
    assert bad.next_due_at > world.now
