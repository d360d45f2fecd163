"""How conversations end: silence, statuses, stages, outcomes, a required category (SPEC 4.2, 4.3, 4.6, 4.9, 4.10)."""

from datetime import timedelta

import pytest

from helpdesk.actions import assignments, conversations, due
from helpdesk.actions.errors import Conflict, Invalid
from helpdesk.models import Category, Conversation, ServicePolicy, Stage
from tests.conftest import World


def later(world: World, seconds: float) -> World:
    world.now += timedelta(seconds=seconds)
    return world


def answered(world: World) -> Conversation:
    conversation = world.write(world.zoya, after=-1)
    world.answer(world.anna, conversation)
    return Conversation.objects.get(pk=conversation.pk)


def sweep(world: World) -> Conversation:
    due.sweep(world.now)
    return Conversation.objects.get()


class TestSilence:
    def test_after_ten_minutes_the_operators_last_word_leaves_it_pending(self, world: World) -> None:
        answered(world)
        assert sweep(later(world, 599)).active
        ended = sweep(later(world, 1))
        assert (ended.active, ended.status, ended.next_due_at) == (False, "pending", None)
        assert ended.events.last().cause == {"by": "system", "why": "silence"}

    def test_the_visitors_last_word_leaves_it_open(self, world: World) -> None:
        answered(world)
        world.write(world.zoya, "Are you there?", after=5)
        assert sweep(later(world, 604)).active
        ended = sweep(later(world, 1))
        assert (ended.active, ended.status) == (False, "open")

    def test_every_word_moves_it_on(self, world: World) -> None:
        conversation = answered(world)
        world.answer(world.anna, later(world, 500) and conversation, "One moment")
        assert sweep(later(world, 599)).active

    def test_nobody_is_ended_in_the_queue(self, world: World) -> None:
        world.write(world.zoya)
        assert sweep(later(world, 7200)).active

    def test_it_can_be_put_off_for_five_minutes(self, world: World) -> None:
        conversation = answered(world)
        later(world, 590)
        conversations.postpone(world.boris, conversation.pk, now=world.now)
        assert sweep(later(world, 309)).active
        assert not sweep(later(world, 1)).active

    def test_what_does_not_end_is_not_put_off(self, world: World) -> None:
        conversation = world.write(world.zoya)
        with pytest.raises(Conflict):
            conversations.postpone(world.anna, conversation.pk, now=world.now)

    def test_a_channel_may_have_its_own_silence_or_none(self, world: World) -> None:
        own = ServicePolicy.objects.create(contact_point=world.site, silence=60)
        answered(world)
        assert sweep(later(world, 59)).active
        assert not sweep(later(world, 1)).active
        ServicePolicy.objects.filter(pk=own.pk).update(silence=0)
        world.write(world.zoya, "Hello again")
        assert sweep(later(world, 7200)).active


class TestOutcome:
    @pytest.mark.parametrize(("seconds", "outcome"), [(19.9, "cancelled"), (20.0, "unserved")])
    def test_a_visitor_who_leaves_at_once_has_cancelled(self, world: World, seconds: float, outcome: str) -> None:
        conversation = world.write(world.zoya)
        conversations.end(world.zoya, conversation.pk, now=later(world, seconds).now)
        conversation.refresh_from_db()
        assert (conversation.outcome, conversation.ended_at) == (outcome, world.now)

    def test_an_answered_one_is_served_and_an_unanswered_one_is_not(self, world: World) -> None:
        conversation = answered(world)
        conversations.close(world.anna, conversation.pk, now=world.now)
        other = world.write(world.arrive())
        conversations.close(world.anna, other.pk, now=world.now)
        outcomes = dict(Conversation.objects.values_list("pk", "outcome"))
        assert outcomes == {conversation.pk: "served", other.pk: "unserved"}

    def test_whoever_comes_back_has_none_until_the_next_end(self, world: World) -> None:
        conversation = answered(world)
        conversations.end(world.anna, conversation.pk, now=world.now)
        world.write(world.zoya, "One more thing", after=60)
        conversation.refresh_from_db()
        assert (conversation.outcome, conversation.ended_at) == ("", None)


class TestStatus:
    def test_an_end_may_say_pending(self, world: World) -> None:
        conversation = answered(world)
        conversations.end(world.anna, conversation.pk, status="pending", now=world.now)
        conversation.refresh_from_db()
        assert (conversation.active, conversation.status) == (False, "pending")

    def test_an_end_cannot_invent_a_status(self, world: World) -> None:
        with pytest.raises(Invalid):
            conversations.end(world.anna, answered(world).pk, status="solved", now=world.now)

    def test_a_stage_brings_its_status(self, world: World) -> None:
        booked = Stage.objects.create(name="Booked", status="closed", conversion=True)
        thinking = Stage.objects.create(name="Thinks it over", status="pending", contact_point=world.site)
        conversation = answered(world)
        conversations.set_stage(world.anna, conversation.pk, thinking.pk, now=world.now)
        conversation.refresh_from_db()
        assert (conversation.status, conversation.active) == ("pending", True)
        conversations.set_stage(world.anna, conversation.pk, booked.pk, now=world.now)
        conversation.refresh_from_db()
        assert (conversation.status, conversation.active, conversation.stage) == ("closed", False, booked)
        assert conversation.closed_at == world.now

    def test_a_stage_of_another_channel_is_refused(self, world: World) -> None:
        other = type(world.site).objects.create(name="Another site")
        stage = Stage.objects.create(name="Elsewhere", contact_point=other)
        with pytest.raises(Invalid):
            conversations.set_stage(world.anna, answered(world).pk, stage.pk, now=world.now)

    def test_where_a_category_is_required_nobody_closes_without(self, world: World) -> None:
        ServicePolicy.objects.filter(contact_point=None).update(category_required=True)
        conversation = answered(world)
        with pytest.raises(Invalid) as refused:
            conversations.close(world.anna, conversation.pk, now=world.now)
        assert refused.value.code == "category_required"
        category = Category.objects.create(name="Price")
        conversations.categorise(world.anna, conversation.pk, category.pk, now=world.now)
        conversations.close(world.anna, conversation.pk, now=world.now)

    def test_the_machine_closes_without_one(self, world: World) -> None:
        ServicePolicy.objects.filter(contact_point=None).update(category_required=True)
        conversation = answered(world)
        assignments.release(world.anna, conversation.pk, now=world.now)
        conversations.close(conversations.SILENCE, conversation.pk, now=world.now)
        assert Conversation.objects.get().status == "closed"
