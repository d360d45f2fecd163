"""Operators in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from helpdesk import outbox
from helpdesk.actions import assignments
from helpdesk.models import Operator, OperatorGroup, User
from tests.admin.conftest import errors, page, told
from tests.conftest import World, make_operator


def form(operator: Operator, **changes: Any) -> dict[str, Any]:
    data = {
        "name": operator.name,
        "enabled": "on" if operator.enabled else "",
        "limit": "" if operator.limit is None else operator.limit,
        "status": operator.status_id,
        "initial-status": operator.status_id,
        "visibility": operator.visibility,
        "groups": list(operator.groups.values_list("pk", flat=True)) if operator.pk else [],
    } | changes
    return {name: value for name, value in data.items() if value != "" or name != "enabled"}


def change(client: Client, operator: Operator, **changes: Any) -> Any:
    return client.post(page("operator", "change", operator.pk), form(operator, **changes), follow=True)


def selected(client: Client, action: str, *operators: Operator, **more: Any) -> list[str]:
    data = {"action": action, "_selected_action": [one.pk for one in operators], **more}
    return told(client.post(page("operator"), data, follow=True))


def fresh(operator: Operator) -> Operator:
    return Operator.objects.get(pk=operator.pk)


class TestList:
    def test_shows_load_against_limit_presence_and_groups(self, world: World, mila: Client) -> None:
        world.at_the_screen(world.anna, now=timezone.now())
        assignments.take(world.anna, world.write(world.zoya).pk, now=world.now)
        Operator.objects.filter(pk=world.dina.pk).update(limit=0)
        rows = {row.name: row for row in mila.get(page("operator")).context["cl"].result_list}
        assert (rows["Anna"].load, rows["Anna"].shared_limit, rows["Anna"].present) == (1, 3, True)
        assert not rows["Boris"].present
        html = mila.get(page("operator")).text
        assert "1 of 3" in html
        assert "0 of 0" in html
        assert "Skoda: new, Used cars" in html

    def test_costs_the_same_however_many_there_are(
        self, world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(30):
            world.used.members.add(make_operator(f"extra{number}"))
        with django_assert_max_num_queries(10):
            mila.get(page("operator"))

    def test_can_be_narrowed_to_those_at_the_screen(self, world: World, mila: Client) -> None:
        world.at_the_screen(world.anna, now=timezone.now())
        present = mila.get(page("operator") + "?present=yes").context["cl"].result_list
        absent = mila.get(page("operator") + "?present=no").context["cl"].result_list
        assert [one.name for one in present] == ["Anna"]
        assert "Anna" not in [one.name for one in absent]

    def test_limits_are_edited_in_place(self, world: World, mila: Client) -> None:
        people = list(Operator.objects.order_by("name", "id"))
        data: dict[str, Any] = {"form-TOTAL_FORMS": len(people), "form-INITIAL_FORMS": len(people), "_save": "Save"}
        for number, one in enumerate(people):
            data |= {f"form-{number}-id": one.pk, f"form-{number}-limit": 2 if one == world.anna else ""}
        told(mila.post(page("operator"), data, follow=True))
        assert fresh(world.anna).limit == 2
        assert fresh(world.boris).limit is None


class TestLimitOfMany:
    @pytest.mark.parametrize(("written", "limit"), [("4", 4), ("0", 0), ("", None)])
    def test_is_set_for_those_selected(self, world: World, mila: Client, written: str, limit: int | None) -> None:
        Operator.objects.update(limit=9)
        assert "The limit of 2 operators is set." in selected(mila, "set_limit", world.anna, world.vera, limit=written)
        assert [fresh(one).limit for one in (world.anna, world.vera, world.dina)] == [limit, limit, 9]

    @pytest.mark.parametrize("written", ["-1", "1.5", "many", "99999"])
    def test_nonsense_is_refused(self, world: World, mila: Client, written: str) -> None:
        assert "whole number" in " ".join(selected(mila, "set_limit", world.anna, limit=written))
        assert fresh(world.anna).limit is None


class TestForm:
    def test_a_status_the_operator_changed_meanwhile_stays(self, world: World, mila: Client) -> None:
        Operator.objects.filter(pk=world.anna.pk).update(status="lunch")
        # The supervisor's page was opened before, and shows Free.
        told(change(mila, world.anna, name="Anna N."))
        assert (fresh(world.anna).name, fresh(world.anna).status_id) == ("Anna N.", "lunch")

    def test_a_status_the_supervisor_changed_is_set(self, world: World, mila: Client) -> None:
        told(change(mila, world.anna, status="break"))
        assert fresh(world.anna).status_id == "break"

    def test_the_hidden_status_of_the_page_is_there(self, world: World, mila: Client) -> None:
        assert 'name="initial-status" value="free"' in mila.get(page("operator", "change", world.anna.pk)).text

    def test_groups_are_chosen_here_too(self, world: World, mila: Client) -> None:
        told(change(mila, world.anna, groups=[world.service.pk]))
        assert list(fresh(world.anna).groups.all()) == [world.service]

    def test_nobody_leaves_a_group_alone(self, world: World, mila: Client) -> None:
        assert "Nobody else is in Tatra: new" in errors(change(mila, world.vera, groups=[]))
        assert list(fresh(world.vera).groups.all()) == [world.tatra]

    def test_leaving_a_group_that_is_off_is_fine(self, world: World, mila: Client) -> None:
        OperatorGroup.objects.filter(pk=world.tatra.pk).update(enabled=False)
        told(change(mila, world.vera, groups=[]))
        assert not fresh(world.vera).groups.exists()

    def test_a_user_answers_as_one_operator_only(self, world: World, mila: Client) -> None:
        choices = mila.get(page("operator", "add")).context["adminform"].form.fields["user"].queryset
        assert set(choices) == {world.mila}

    def test_a_new_operator_joins_the_groups(self, world: World, mila: Client) -> None:
        data = form(Operator(name="Eva", user=User.objects.create_user("eva")), groups=[world.used.pk])
        told(mila.post(page("operator", "add"), data | {"user": User.objects.get(username="eva").pk}, follow=True))
        assert list(Operator.objects.get(name="Eva").groups.all()) == [world.used]

    def test_the_queue_is_looked_at_again(self, world: World, mila: Client, at_once: Callable) -> None:
        heard: list[Any] = []

        def listen(**signal: Any) -> None:
            heard.append(signal["operator_id"])

        outbox.availability_changed.connect(listen)
        with at_once():
            change(mila, world.anna, limit=9)
        assert heard == [world.anna.pk]


class TestSwitchingOff:
    def test_tells_what_the_operator_still_holds(self, world: World, mila: Client) -> None:
        assignments.take(world.anna, world.write(world.zoya).pk, now=world.now)
        messages = told(change(mila, world.anna, enabled=""))
        assert any("still holds 1 live conversation." in text for text in messages), messages
        assert not fresh(world.anna).enabled

    def test_tells_when_there_is_nothing(self, world: World, mila: Client) -> None:
        assert "Anna receives nothing from now on." in told(change(mila, world.anna, enabled=""))


class TestDeleting:
    def test_somebody_who_has_answered_is_switched_off_instead(self, world: World, mila: Client) -> None:
        world.answer(world.anna, world.write(world.zoya))
        address = page("operator", "delete", world.anna.pk)
        assert "Switch it off instead" in mila.get(address).text
        mila.post(address, {"post": "yes"})
        assert fresh(world.anna).enabled

        told(mila.post(address, {"_switch_off": "1"}, follow=True))

        assert not fresh(world.anna).enabled

    def test_somebody_who_never_answered_goes(self, world: World, mila: Client) -> None:
        mila.post(page("operator", "delete", world.dina.pk), {"post": "yes"})
        assert not Operator.objects.filter(pk=world.dina.pk).exists()

    def test_of_many_is_all_or_nothing(self, world: World, mila: Client) -> None:
        world.answer(world.anna, world.write(world.zoya))
        messages = selected(mila, "delete_selected", world.anna, world.dina, post="yes")
        assert any(text.startswith("Anna has answered") for text in messages), messages
        assert Operator.objects.filter(pk=world.dina.pk).exists()

    def test_of_an_account_follows_the_same_rule(self, world: World, owner: Client) -> None:
        world.answer(world.anna, world.write(world.zoya))
        address = page("user", "delete", world.anna.user.pk)
        assert "Switch the account off instead" in owner.get(address).text
        told(owner.post(address, {"_switch_off": "1"}, follow=True))
        assert not fresh(world.anna).enabled
        assert not User.objects.get(pk=world.anna.user.pk).is_active
