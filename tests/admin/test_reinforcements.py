"""Moving forces: who helps out where, until when, and how they come back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from helpdesk import memberships, outbox
from helpdesk.admin.reinforcement_forms import end_of_day
from helpdesk.models import Operator, Reinforcement, Schedule
from tests.admin.conftest import errors, page, told
from tests.conftest import World

FORM = {
    "operator": "",
    "group": "",
    "to_group": "",
    "to_point": "",
    "how_long": "60",
    "starts_at_0": "",
    "starts_at_1": "",
    "ends_at_0": "",
    "ends_at_1": "",
}


def move(client: Client, **changes: Any) -> Any:
    return client.post(page("reinforcement", "add"), FORM | changes, follow=True)


def lend(world: World, starts: float = 0, ends: float = 60) -> Reinforcement:
    """Dina to Skoda, from and until so many minutes from now."""
    now = timezone.now()
    return Reinforcement.objects.create(
        operator=world.dina,
        to_group=world.skoda,
        starts_at=now + timedelta(minutes=starts),
        ends_at=now + timedelta(minutes=ends),
    )


class TestMoving:
    @pytest.mark.parametrize(("how_long", "minutes"), [("30", 30), ("60", 60), ("120", 120)])
    def test_an_operator_helps_at_once_and_for_so_long(
        self, world: World, mila: Client, how_long: str, minutes: int
    ) -> None:
        told(move(mila, operator=world.dina.pk, to_group=world.skoda.pk, how_long=how_long))
        row = Reinforcement.objects.get()
        assert row.ends_at - row.starts_at == timedelta(minutes=minutes)
        assert row.created_by == world.mila
        assert world.skoda.pk in memberships.groups_of(world.dina.pk, timezone.now())
        assert world.skoda.pk not in memberships.groups_of(world.dina.pk, row.ends_at)

    def test_a_group_helps_with_all_its_members(self, world: World, mila: Client) -> None:
        told(move(mila, group=world.tatra.pk, to_group=world.skoda.pk))
        assert world.vera.pk in memberships.members(timezone.now())[world.skoda.pk]

    def test_a_moment_of_its_own(self, world: World, mila: Client) -> None:
        data = {"operator": world.dina.pk, "to_group": world.skoda.pk, "how_long": "other"}
        assert "Say until when" in errors(move(mila, **data))
        assert "has passed" in errors(move(mila, **data, ends_at_0="2020-01-01", ends_at_1="10:00"))
        told(move(mila, **data, ends_at_0="2099-01-01", ends_at_1="10:00"))
        assert Reinforcement.objects.get().ends_at == datetime(2099, 1, 1, 10, tzinfo=UTC)

    def test_the_day_ends_where_the_house_is(self, world: World) -> None:
        evening = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
        assert end_of_day(evening) == datetime(2026, 3, 3, tzinfo=UTC)
        world.skoda.schedule = Schedule.objects.create(name="Office", zone="Europe/Moscow")
        world.skoda.save()
        assert end_of_day(evening) == datetime(2026, 3, 2, 21, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("who", "where", "complaint"),
        [
            ((), ("to_group",), "Choose an operator or a group"),
            (("operator", "group"), ("to_group",), "Choose an operator or a group"),
            (("operator",), (), "Choose a group or a channel"),
            (("operator",), ("to_group", "to_point"), "Choose a group or a channel"),
        ],
    )
    def test_half_a_move_is_refused(
        self, world: World, mila: Client, who: tuple[str], where: tuple[str], complaint: str
    ) -> None:
        named = {"operator": world.dina, "group": world.tatra, "to_group": world.skoda, "to_point": world.site}
        assert complaint in errors(move(mila, **{name: named[name].pk for name in (*who, *where)}))
        assert not Reinforcement.objects.exists()

    def test_to_where_they_are_already_is_refused(self, world: World, mila: Client) -> None:
        assert "Anna is a member of Skoda: new already" in errors(
            move(mila, operator=world.anna.pk, to_group=world.skoda.pk)
        )
        assert "own members" in errors(move(mila, group=world.skoda.pk, to_group=world.skoda.pk))

    def test_the_queue_is_looked_at_again(self, world: World, mila: Client, at_once: Callable) -> None:
        heard: list[Any] = []

        def listen(**signal: Any) -> None:
            heard.append(signal["operator_id"])

        outbox.availability_changed.connect(listen)
        with at_once():
            move(mila, operator=world.dina.pk, to_group=world.skoda.pk)
        assert None in heard

    def test_operators_move_nobody(self, world: World, anna: Client) -> None:
        assert move(anna, operator=world.dina.pk, to_group=world.skoda.pk).redirect_chain
        assert not Reinforcement.objects.exists()


class TestDoubts:
    def test_nobody_is_switched_on(self, world: World, mila: Client) -> None:
        Operator.objects.filter(pk=world.vera.pk).update(enabled=False)
        messages = told(move(mila, group=world.tatra.pk, to_group=world.skoda.pk))
        assert any("nobody helps" in text for text in messages)


class TestComingBack:
    def test_at_once(self, world: World, mila: Client) -> None:
        row = lend(world, starts=-10)
        address = page("reinforcement", "send_back", row.pk)
        assert "Send back now" in mila.get(address).text
        assert world.skoda.pk in memberships.groups_of(world.dina.pk, timezone.now()), "a link alone moves nobody"
        assert told(mila.post(address, follow=True)) == ["1 reinforcement is over."]
        assert world.skoda.pk not in memberships.groups_of(world.dina.pk, timezone.now())
        assert Reinforcement.objects.filter(pk=row.pk).exists(), "it stays as history"

    def test_what_has_not_begun_is_called_off(self, world: World, mila: Client) -> None:
        row = lend(world, starts=30)
        told(mila.post(page("reinforcement", "send_back", row.pk), follow=True))
        assert not Reinforcement.objects.exists()

    def test_several_and_not_those_that_are_over(self, world: World, mila: Client) -> None:
        past, running = lend(world, starts=-60, ends=-30), lend(world, starts=-10)
        data = {"action": "send_back_selected", "_selected_action": [past.pk, running.pk]}
        assert told(mila.post(page("reinforcement"), data, follow=True)) == ["1 reinforcement is over."]
        assert Reinforcement.objects.get(pk=past.pk).ends_at == past.ends_at

    def test_operators_send_nobody_back(self, world: World, anna: Client) -> None:
        row = lend(world, starts=-10)
        assert anna.post(page("reinforcement", "send_back", row.pk)).status_code == 302
        assert Reinforcement.objects.get().ends_at == row.ends_at

    def test_later_and_never_into_the_past(self, world: World, mila: Client) -> None:
        row = lend(world, starts=-10)
        times = {"starts_at_0": "2026-01-01", "starts_at_1": "10:00", "ends_at_1": "10:00"}
        address = page("reinforcement", "change", row.pk)
        assert "Send them back instead" in errors(mila.post(address, times | {"ends_at_0": "2026-01-02"}))
        told(mila.post(address, times | {"ends_at_0": "2099-01-02"}, follow=True))
        assert Reinforcement.objects.get().ends_at.year == 2099

    def test_the_past_is_only_looked_at(self, world: World, owner: Client) -> None:
        row = lend(world, starts=-60, ends=-30)
        assert owner.get(page("reinforcement", "change", row.pk)).status_code == 200
        assert owner.post(page("reinforcement", "change", row.pk), {}).status_code == 403
        assert owner.post(page("reinforcement", "delete", row.pk), {"post": "yes"}).status_code == 403


class TestList:
    def test_tells_now_from_planned_and_past(self, world: World, mila: Client) -> None:
        rows = {"now": lend(world, starts=-10), "planned": lend(world, starts=30), "past": lend(world, -60, -30)}
        for when, row in rows.items():
            found = mila.get(page("reinforcement") + f"?when={when}").context["cl"].result_list
            assert list(found) == [row], when

    def test_costs_the_same_however_many_there_are(
        self, world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(20):
            lend(world, starts=-number)
        with django_assert_max_num_queries(7):
            mila.get(page("reinforcement"))
