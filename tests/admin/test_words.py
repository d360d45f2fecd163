"""Hold scenarios, categories and quick replies."""

from typing import Any

from django.test import Client

from helpdesk.models import Category, Conversation, HoldScenario, QuickReply
from tests.admin.conftest import errors, page, told
from tests.conftest import World


def scenario(*steps: tuple[Any, str], name: str = "Patience") -> dict[str, Any]:
    data: dict[str, Any] = {"name": name, "steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": 0}
    for number, (after, text) in enumerate(steps):
        data |= {f"steps-{number}-after": after, f"steps-{number}-text": text, f"steps-{number}-action": "words"}
    return data


def test_steps_are_stored_with_their_scenario(mila: Client) -> None:
    told(mila.post(page("holdscenario", "add"), scenario((60, "Still here"), (20, "One\r\nmoment")), follow=True))
    steps = HoldScenario.objects.get(name="Patience").steps.values_list("after", "text")
    assert list(steps) == [(20, "One\nmoment"), (60, "Still here")]


def test_two_steps_at_one_moment_are_refused(mila: Client) -> None:
    response = mila.post(page("holdscenario", "add"), scenario((20, "One"), (20, "Two")))
    assert "duplicate" in errors(response)
    assert not HoldScenario.objects.filter(name="Patience").exists()


def test_a_step_at_once_or_without_words_is_refused(mila: Client) -> None:
    for step in ((0, "Now"), (20, ""), (-5, "Before"), (20, "x" * 4001)):
        assert errors(mila.post(page("holdscenario", "add"), scenario(step)))
    assert not HoldScenario.objects.filter(name="Patience").exists()


def test_a_category_in_use_is_archived_instead_of_deleted(world: World, mila: Client) -> None:
    price = Category.objects.create(name="Price")
    Conversation.objects.filter(pk=world.write(world.zoya).pk).update(category=price)
    address = page("category", "delete", price.pk)
    assert "Archive instead" in mila.get(address).text
    told(mila.post(address, {"_switch_off": "1"}, follow=True))
    assert Category.objects.get(pk=price.pk).archived


def test_a_quick_reply_is_a_groups_or_somebodys_not_both(world: World, mila: Client) -> None:
    data = {"title": "Hello", "folder": "", "text": "Good day!", "group": world.skoda.pk, "operator": world.anna.pk}
    assert "not to both" in errors(mila.post(page("quickreply", "add"), data))
    told(mila.post(page("quickreply", "add"), data | {"operator": ""}, follow=True))
    assert QuickReply.objects.get().group == world.skoda
