"""Distribution policies: what holds in each channel, and what is inherited there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from helpdesk import outbox
from helpdesk.actions import distribution
from helpdesk.admin.policy_forms import HELP
from helpdesk.models import ContactPoint, DistributionPolicy, Operator, OperatorGroup
from helpdesk.snapshots.policies import terms_of
from routing.policies import NAMES, Terms
from tests.admin.conftest import errors, page, told
from tests.conftest import World, make_operator

OPEN = dict.fromkeys(NAMES, "") | {"operators": [], "groups": [], "fallback": ""}
GENERAL = {name: str(getattr(Terms(), name)) for name in NAMES} | {
    "operators": [],
    "groups": [],
    "fallback": "",
    "default_limit": "5",
    "ageing_minutes": "0",
    "traces_days": "90",
}


def general() -> DistributionPolicy:
    return DistributionPolicy.objects.get(contact_point=None)


def save_general(client: Client, **changes: Any) -> Any:
    return client.post(page("distributionpolicy", "change", general().pk), GENERAL | changes, follow=True)


def add(client: Client, point: ContactPoint, **changes: Any) -> Any:
    return client.post(page("distributionpolicy", "add"), OPEN | {"contact_point": point.pk} | changes, follow=True)


def card(client: Client, title: str) -> Any:
    cards = client.get(page("distributionpolicy")).context["cards"]
    return next(each for each in cards if each.title == title)


def line(found: Any, title: str) -> tuple[str, bool]:
    return next((each.text, each.inherited) for each in found.lines if each.title == title)


class TestList:
    def test_a_channel_without_its_own_policy_inherits_everything(self, world: World, mila: Client) -> None:
        found = card(mila, "Cheshka")
        assert found.inherits_all
        assert line(found, "Who of them") == ("least loaded", True)
        assert line(found, "Who takes part") == ("all members of the chosen group", True)
        assert mila.get(found.link).context["adminform"].form.initial["contact_point"] == str(world.site.pk)

    def test_what_a_channel_says_itself_is_not_called_inherited(self, world: World, mila: Client) -> None:
        own = DistributionPolicy.objects.create(contact_point=world.site, algorithm="cyclic", portion=5)
        own.operators.set([world.anna])
        found = card(mila, "Cheshka")
        assert line(found, "Who of them") == ("in turn", False)
        assert line(found, "Who takes part") == ("Anna", False)
        assert line(found, "Portions") == ("5 in 60 minutes", False)
        assert line(found, "What counts") == ("status and presence", True)
        assert not found.inherits_all

    def test_the_general_policy_inherits_nothing(self, world: World, mila: Client) -> None:
        assert not any(each.inherited for each in card(mila, "General policy").lines)

    def test_costs_the_same_however_many_channels_there_are(
        self, world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(12):
            point = ContactPoint.objects.create(name=f"Site {number}")
            own = DistributionPolicy.objects.create(contact_point=point, fallback=world.used)
            own.operators.set([make_operator(f"extra{number}")])
        with django_assert_max_num_queries(24):
            mila.get(page("distributionpolicy"))


class TestGeneral:
    def test_shows_the_value_that_holds_where_none_was_set(self, world: World, mila: Client) -> None:
        form = mila.get(page("distributionpolicy", "change", general().pk)).context["adminform"].form
        assert {name: form.initial[name] for name in NAMES} == {name: getattr(Terms(), name) for name in NAMES}
        assert "" not in [value for value, _label in form.fields["algorithm"].choices]

    @pytest.mark.parametrize("name", NAMES)
    def test_leaves_nothing_open(self, world: World, mila: Client, name: str) -> None:
        assert "required" in errors(save_general(mila, **{name: ""}))

    def test_saved_as_it_is_shown_changes_nothing_that_holds(self, world: World, mila: Client) -> None:
        told(save_general(mila))
        assert terms_of(world.site.pk) == Terms()

    def test_is_never_deleted(self, world: World, mila: Client, owner: Client) -> None:
        for client in (mila, owner):
            assert client.post(page("distributionpolicy", "delete", general().pk), {"post": "yes"}).status_code == 403
        assert general()

    def test_a_channels_own_is_deleted_and_inherits_again(self, world: World, mila: Client) -> None:
        own = DistributionPolicy.objects.create(contact_point=world.site, algorithm="cyclic")
        told(mila.post(page("distributionpolicy", "delete", own.pk), {"post": "yes"}, follow=True))
        assert terms_of(world.site.pk) == Terms()

    def test_an_interval_of_nothing_is_refused(self, world: World, mila: Client) -> None:
        assert "greater than or equal to 1" in errors(save_general(mila, portion_minutes="0"))


class TestChannel:
    def test_says_at_every_term_what_holds_while_it_is_open(self, world: World, mila: Client) -> None:
        told(save_general(mila, algorithm="most_free", limit="4", anyone="True", operators=[world.anna.pk]))
        html = mila.get(page("distributionpolicy", "add") + f"?contact_point={world.site.pk}").text
        for text in ("inherited: most free slots", "inherited: 4", "inherited: yes", "inherited: Anna", "no portions"):
            assert text in html, text

    def test_stores_what_differs_and_leaves_the_rest_open(self, world: World, mila: Client) -> None:
        told(add(mila, world.site, algorithm="cyclic", personal_manager="False", limit="0"))
        own = DistributionPolicy.objects.get(contact_point=world.site)
        assert (own.algorithm, own.personal_manager, own.limit) == ("cyclic", False, 0)
        assert own.presence is own.anyone is own.pause is None

    def test_choices_with_consequences_are_explained_in_every_policy(self, world: World, mila: Client) -> None:
        for address in (page("distributionpolicy", "change", general().pk), page("distributionpolicy", "add")):
            fields = mila.get(address).context["adminform"].form.fields
            assert {name: fields[name].help_text for name in HELP} == HELP

    def test_has_one_policy_only(self, world: World, mila: Client) -> None:
        DistributionPolicy.objects.create(contact_point=world.site)
        assert "contact_point" in errors(add(mila, world.site))

    def test_a_change_is_followed_at_once(self, world: World, mila: Client, at_once: Callable) -> None:
        heard: list[Any] = []

        def listen(**signal: Any) -> None:
            heard.append(signal["operator_id"])

        outbox.availability_changed.connect(listen)
        with at_once():
            add(mila, world.site, operators=[world.boris.pk])
        assert None in heard
        conversation = world.write(world.zoya)
        distribution.drain(now=world.now)
        conversation.refresh_from_db()
        assert conversation.assignee == world.boris


def doubted(response: Any) -> list[str]:
    """What is doubted on the page that the supervisor lands on after saving."""
    return [text for each in response.context["cards"] for text in each.doubts]


class TestDoubts:
    def test_a_weight_above_somebodys_limit(self, world: World, mila: Client) -> None:
        ContactPoint.objects.update(weight=3)
        assert not any("never be given" in text for text in doubted(add(mila, world.site)))
        Operator.objects.filter(pk=world.anna.pk).update(limit=2)
        assert any("more than the limit of Anna" in text for text in card(mila, "Cheshka").doubts)

    def test_a_weight_above_the_channels_limit(self, world: World, mila: Client) -> None:
        ContactPoint.objects.update(weight=3)
        assert any("Nobody is ever given" in text for text in doubted(add(mila, world.site, limit="2")))

    def test_participants_whom_no_group_brings_anything(self, world: World, mila: Client) -> None:
        nobodys = make_operator("eva")
        messages = doubted(add(mila, world.site, operators=[nobodys.pk, world.anna.pk]))
        assert any("reaches them: Eva." in text for text in messages), messages
        assert any("a member of: Service" in text or "Tatra: new" in text for text in messages), messages

    def test_no_group_at_all_leaves_nobody_out(self, world: World, mila: Client) -> None:
        OperatorGroup.objects.update(enabled=False)
        assert doubted(add(mila, world.site, operators=[world.anna.pk])) == []

    def test_an_empty_fallback_group(self, world: World, mila: Client) -> None:
        empty = OperatorGroup.objects.create(name="Empty")
        assert any("Nobody answers in" in text for text in doubted(add(mila, world.site, fallback=empty.pk)))
        told(mila.post(page("distributionpolicy", "delete", world.site.policy.pk), {"post": "yes"}, follow=True))
        assert not any("Nobody answers in" in text for text in doubted(add(mila, world.site, fallback=world.used.pk)))

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"anyone": "True"}, "isolation is broken"),
            ({"presence": "status"}, "whose inbox is closed"),
            ({"presence": "status", "portion": "5"}, "Nobody arrives"),
            ({"accept": "at_once", "accept_seconds": "30"}, "never goes back"),
            ({"portion": "5", "portion_minutes": "1", "pause": "60"}, "whole portion"),
            ({"ageing_minutes": "5"}, "ageing is idle"),
        ],
    )
    def test_terms_that_hardly_go_together(
        self, world: World, mila: Client, changes: dict[str, str], text: str
    ) -> None:
        assert not any(text in message for message in doubted(save_general(mila)))
        assert any(text in message for message in doubted(save_general(mila, **changes)))
        assert any(text in doubt for doubt in card(mila, "General policy").doubts)
        assert card(mila, "Cheshka").doubts == [], "said once"

    def test_whoever_goes_on_editing_is_told_too(self, world: World, mila: Client) -> None:
        messages = told(save_general(mila, anyone="True", _continue="1"))
        assert any("isolation is broken" in text for text in messages), messages
        messages = told(add(mila, world.site, limit="0", presence="status", _continue="1"))
        assert any("whose inbox is closed" in text for text in messages), messages
