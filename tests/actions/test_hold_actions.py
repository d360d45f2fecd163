"""What hold steps do beside their words (SPEC 5.5): offers, the fallback group, taking from who has not accepted."""

from datetime import timedelta

import pytest

from helpdesk.actions import assignments, conversations, due
from helpdesk.models import Conversation, Event, HoldAction, HoldScenario, Message, Operator
from tests.conftest import World


def scenario(world: World, *steps: tuple[int, str, HoldAction], name: str = "Busy") -> HoldScenario:
    made = HoldScenario.objects.create(name=name)
    for after, text, action in steps:
        made.steps.create(after=after, text=text, action=action)
    return made


def waits(world: World, *steps: tuple[int, str, HoldAction]) -> Conversation:
    world.skoda.hold_scenario = scenario(world, *steps)
    world.skoda.save()
    return world.write(world.zoya)


def at(world: World, seconds: float) -> Conversation:
    due.sweep(world.now + timedelta(seconds=seconds))
    return Conversation.objects.get()


def kinds() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def give(conversation: Conversation, operator: Operator) -> None:
    """As the machine does: assigned, not accepted."""
    Conversation.objects.filter(pk=conversation.pk).update(assignee=operator, queued_at=None)


OFFER, CALL = HoldAction.OFFER_REQUEST, HoldAction.OFFER_CALLBACK


class TestOffers:
    def test_made_with_its_words_once(self, world: World) -> None:
        waits(world, (30, "Please wait.", HoldAction.WORDS), (60, "Or shall we call you?", CALL))
        assert at(world, 30).offered == ""
        assert at(world, 60).offered == "callback"
        assert at(world, 6000).offered == "callback"
        assert kinds()[1:] == ["message.received", "message.held", "message.held", "conversation.offered"]
        offered = Event.objects.get(kind="conversation.offered")
        assert (offered.data, offered.cause) == ({"offer": "callback"}, {"by": "system", "why": "hold"})

    def test_needs_no_words(self, world: World) -> None:
        waits(world, (30, "", OFFER))
        assert at(world, 30).offered == "request"
        assert Message.objects.filter(author="service").count() == 0

    def test_a_later_one_takes_the_place_of_the_earlier(self, world: World) -> None:
        waits(world, (30, "", OFFER), (60, "", CALL))
        at(world, 30)
        assert at(world, 60).offered == "callback"

    @pytest.mark.parametrize("ends", ["accept", "reply", "end", "close"])
    def test_gone_and_never_made_once_somebody_accepts_or_it_ends(self, world: World, ends: str) -> None:
        conversation = waits(world, (30, "", OFFER), (60, "", CALL))
        at(world, 30)
        match ends:
            case "accept":
                assignments.take(world.anna, conversation.pk, now=world.now)
            case "reply":
                world.answer(world.anna, conversation)
            case "end":
                conversations.end(world.anna, conversation.pk, now=world.now)
            case "close":
                conversations.close(world.anna, conversation.pk, now=world.now)
        assert at(world, 60).offered == ""
        assert kinds().count("conversation.offered") == 1

    def test_a_claim_alone_leaves_it(self, world: World) -> None:
        """Somebody who has been given it has not answered yet."""
        conversation = waits(world, (30, "", OFFER))
        give(conversation, world.anna)
        assert at(world, 30).offered == "request"

    def test_whoever_left_a_request_is_offered_nothing(self, world: World) -> None:
        conversation = waits(world, (30, "Please wait.", OFFER))
        Conversation.objects.filter(pk=conversation.pk).update(kind="request")
        assert at(world, 30).offered == ""
        assert Message.objects.filter(text="Please wait.").exists()


class TestFallback:
    def test_into_the_heirs_queue_with_its_place_and_its_wait(self, world: World) -> None:
        world.skoda.fallback = world.service
        conversation = waits(world, (30, "Somebody else will look.", HoldAction.FALLBACK), (60, "Still.", OFFER))
        began = conversation.queued_at
        moved = at(world, 31)
        assert (moved.group, moved.queued_at, moved.waiting_since) == (world.service, began, began)
        event = Event.objects.get(kind="conversation.moved")
        assert (event.data["to"], event.cause["why"]) == ("Service", "hold")

    def test_the_rest_of_the_scenario_is_the_new_groups(self, world: World) -> None:
        world.skoda.fallback = world.service
        world.service.hold_scenario = scenario(
            world, (10, "Too late.", OFFER), (40, "Service is busy.", HoldAction.WORDS), name="Service"
        )
        world.service.save()
        waits(world, (30, "", HoldAction.FALLBACK), (60, "Skoda again.", HoldAction.WORDS))
        moved = at(world, 30)
        assert (moved.hold_done, moved.offered) == (1, "")
        at(world, 40)
        at(world, 6000)
        assert list(Message.objects.filter(author="service").values_list("text", flat=True)) == ["Service is busy."]

    def test_a_disabled_fallback_is_passed_over(self, world: World) -> None:
        world.service.enabled = False
        world.service.fallback = world.used
        world.service.save()
        world.skoda.fallback = world.service
        waits(world, (30, "", HoldAction.FALLBACK))
        assert at(world, 30).group == world.used

    def test_without_a_fallback_only_the_words_are_left(self, world: World) -> None:
        waits(world, (30, "Nobody else either.", HoldAction.FALLBACK))
        assert at(world, 30).group == world.skoda
        assert kinds()[-1] == "message.held"

    def test_from_somebody_who_has_not_accepted(self, world: World) -> None:
        world.skoda.fallback = world.service
        conversation = waits(world, (30, "", HoldAction.FALLBACK))
        give(conversation, world.anna)
        moved = at(world, 30)
        assert (moved.group, moved.assignee, moved.passed_by) == (world.service, None, world.anna)
        assert moved.queued_at == world.now


class TestRelease:
    def test_takes_from_whoever_has_not_accepted(self, world: World) -> None:
        conversation = waits(world, (30, "", HoldAction.RELEASE))
        give(conversation, world.anna)
        released = at(world, 30)
        assert (released.assignee, released.passed_by, released.queued_at) == (None, world.anna, world.now)
        assert released.waiting_since == world.now
        assert kinds()[-1] == "conversation.released"

    def test_does_nothing_to_one_in_the_queue(self, world: World) -> None:
        waits(world, (30, "", HoldAction.RELEASE))
        released = at(world, 30)
        assert (released.queued_at, released.passed_by) == (world.now, None)
        assert kinds()[-1] == "message.received"

    def test_does_nothing_to_whoever_has_accepted(self, world: World) -> None:
        conversation = waits(world, (30, "", HoldAction.RELEASE))
        assignments.take(world.anna, conversation.pk, now=world.now)
        assert at(world, 30).assignee == world.anna
