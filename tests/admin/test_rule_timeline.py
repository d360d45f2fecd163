"""A conversation's page says which rules touched it and why the others did not (SPEC 4.11)."""

import pytest
from django.test import Client

from helpdesk.admin.timeline import timeline_of
from helpdesk.models import Automation
from helpdesk.views.wording import sentence
from tests.admin.conftest import page
from tests.conftest import World


def test_each_rule_says_what_it_did_or_why_not(world: World, mila: Client) -> None:
    price = {"all": [{"subject": "text", "op": "contains", "value": ["price"]}]}
    actions = [
        ("Price", price, [{"do": "unassign"}], False),
        ("Tag", {}, [{"do": "add_tag", "tag": "new"}, {"do": "accept"}, {"do": "set_priority", "priority": 0}], True),
        ("Last", {}, [{"do": "unassign"}], False),
    ]
    for place, (name, conditions, does, stop) in enumerate(actions):
        Automation.objects.create(
            name=name, kind="incoming", conditions=conditions, actions=does, stop=stop, position=place
        )
    c = world.write(world.zoya)
    entry = timeline_of(c)["entries"][-1]
    assert entry.text == "Rules acted: “Tag”"
    assert [(rule.name, rule.acted, rule.text) for rule in entry.rules] == [
        (
            "Tag",
            True,
            (
                "add the tag new; fix it to the assignee: no, nobody is responsible by then;"
                " set the priority to 0: it was so already"
            ),
        ),
        ("Price", False, "it asks that the text contains “price”"),
        ("Last", False, "a rule before it was the last one to be asked"),
    ]
    assert "it asks that the text contains" in mila.get(page("conversation", "change", c.pk)).content.decode()


@pytest.mark.parametrize(("number", "end"), [(2, "“price 2”"), (6, "“price 5”; …")])
def test_all_alternatives_are_named_where_none_of_them_held(world: World, number: int, end: str) -> None:
    either = [{"subject": "text", "op": "contains", "value": [f"price {n + 1}"]} for n in range(number)]
    Automation.objects.create(name="Tag", kind="incoming", actions=[{"do": "add_tag", "tag": "new"}])
    Automation.objects.create(
        name="Any", kind="incoming", conditions={"any": either}, actions=[{"do": "unassign"}], position=1
    )
    _, rule = timeline_of(world.write(world.zoya))["entries"][-1].rules
    assert rule.text.startswith("it asks that at least one of these holds: the text contains “price 1”; the text")
    assert rule.text.endswith(end)


def test_what_a_rule_does_is_said_to_be_its_doing(world: World) -> None:
    Automation.objects.create(name="End", kind="changed", actions=[{"do": "end", "status": "pending"}])
    c = world.write(world.zoya)
    world.write(world.zoya)
    assert sentence(c.events.get(kind="conversation.ended")) == "The rule “End” ended the chat: pending"


def test_what_failed_or_went_on_too_long_is_said(world: World) -> None:
    c = world.write(world.zoya)
    event = c.events.first()
    assert event is not None
    event.kind = "conversation.ruled"
    for data, said in (({"failed": True}, "could not be carried out"), ({"too_deep": True}, "again and again")):
        event.data = data
        assert said in sentence(event)
