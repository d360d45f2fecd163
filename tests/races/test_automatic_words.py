"""Each automatic word once, whoever sweeps, and never after somebody was found (SPEC 5.6, 5.8, 5.9)."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

from helpdesk.actions import distribution, due, messages
from helpdesk.models import Conversation, Menu, Operator, ServicePolicy
from tests.conftest import World
from tests.races.crowd import at_once, errors


def searched_in_vain(world: World) -> Conversation:
    """Nobody has room, and the reply about it is due three seconds from now."""
    conversation = world.write(world.arrive())
    distribution.drain(now=world.now)
    return conversation


def all_busy() -> None:
    ServicePolicy.objects.filter(contact_point=None).update(reply_busy="All are busy.")
    Operator.objects.update(limit=0)


def test_eight_sweeps_send_one_reply_in_each_conversation(world: World) -> None:
    all_busy()
    world.site.hold_scenario = None
    world.site.save()
    for conversation in [searched_in_vain(world) for _ in range(6)]:
        moment = world.now + timedelta(seconds=3)
        results = at_once(*[partial(due.run, conversation.pk, now=moment)] * 8)
        assert not errors(results)
        assert results.count(True) == 1
        assert conversation.events.filter(kind="message.replied").count() == 1


def test_an_answer_that_races_the_reply_is_never_followed_by_it(world: World) -> None:
    all_busy()
    for _ in range(12):
        conversation = searched_in_vain(world)
        moment = world.now + timedelta(seconds=3)
        results = at_once(
            partial(due.run, conversation.pk, now=moment),
            partial(messages.reply, world.anna, conversation.pk, "Here I am", client_id=uuid4(), now=moment),
        )
        assert not errors(results)
        kinds = list(conversation.events.order_by("seq").values_list("kind", flat=True))
        assert kinds.count("message.sent") == 1
        assert "message.replied" not in kinds[kinds.index("conversation.accepted") :]
        assert due.run(conversation.pk, now=moment) is False


def test_a_choice_that_races_the_minute_is_taken_or_too_late_but_not_both(world: World) -> None:
    menu = Menu.objects.create(name="First", greeting="What is it about?")
    menu.options.create(number=1, label="Repairs", group=world.service)
    world.site.menu = menu
    world.site.save()
    for _ in range(12):
        visitor = world.arrive()
        conversation = world.write(visitor, group=world.tatra)
        results = at_once(
            partial(due.run, conversation.pk, now=world.now + timedelta(seconds=60)),
            partial(world.write, visitor, "1", after=59.9),
        )
        assert not errors(results)
        led = conversation.events.filter(kind__in=["conversation.chosen", "conversation.menu_left"])
        conversation.refresh_from_db()
        [kind] = led.values_list("kind", flat=True)
        assert conversation.group == (world.service if kind == "conversation.chosen" else world.tatra)
        assert (conversation.menu_times, conversation.menu_due_at) == (0, None)
        assert conversation.queued_at is not None
