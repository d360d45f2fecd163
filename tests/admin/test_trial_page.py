"""The page of a dry run shows the newest portion at once and goes on by itself (SPEC 5.4)."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.admin import trial_run
from helpdesk.admin.rule_trial import SHOWN
from helpdesk.automation.rules import rule_of
from helpdesk.automation.trial import PORTION, Question, portion
from helpdesk.models import Automation, Event
from tests.admin.crowds import crowd
from tests.conftest import World

NUMBER = PORTION + 60
PART = {"HX-Request": "true"}


@pytest.fixture
def rule(world: World) -> Automation:
    conditions = {"all": [{"subject": "event", "op": "is", "value": "conversation.ended"}]}
    actions = [{"do": "add_tag", "tag": "x"}]
    return Automation.objects.create(name="Tag", kind="changed", conditions=conditions, actions=actions, enabled=False)


@pytest.fixture
def halfway(world: World, rule: Automation, mila: Client) -> dict[str, Any]:
    """What a link asks for when the newer nine of eighteen conversations have been looked at."""
    made = crowd(world, 18, last=timezone.now() - timedelta(minutes=5))
    today, now = [rule_of(rule)], timezone.now()
    instead = [replace(today[0], enabled=True)]
    found = portion(Question(today, instead, made[0].created_at, now), most=9)
    run = trial_run.begin(today, instead, 7, now=now).plus(found)
    return {"days": 7, "on": str(rule.key), "so_far": run.written}


def asked(client: Client, question: dict[str, Any], **headers: str) -> Any:
    return client.get(reverse("admin:rules_trial"), question, headers=headers)


def listed(response: Any) -> list[str]:
    return re.findall(r'/conversation/(\d+)/change/">#', response.content.decode())


def test_portion_by_portion_to_the_end(world: World, rule: Automation, mila: Client) -> None:
    crowd(world, NUMBER, last=timezone.now() - timedelta(minutes=5))
    before = Event.objects.count()
    first = asked(mila, {"days": 7, "on": str(rule.key)})
    assert "Conversations of the last 7 days looked at so far: 2,000, back to " in first.text
    further = first.context["further"]
    assert f'hx-get="{further}" hx-trigger="load"'.replace("&", "&amp;") in first.text
    assert (first.context["run"].changed, len(listed(first)), first.context["more"]) == (667, SHOWN, 667 - SHOWN)
    last = mila.get(further, headers=PART)
    assert "<html" not in last.text
    assert "Looked at all conversations of the last 7 days: 2,060. Changes in them: 2,747;" in last.text
    assert '<h2 id="trial-total" class="font-semibold text-important" hx-swap-oob="true">687 conv' in last.text
    assert "hx-get" not in last.text
    assert (listed(last), last.context["more"]) == ([], 687 - SHOWN)
    assert Event.objects.count() == before


def test_what_is_new_comes_below_what_was_there(halfway: dict[str, Any], mila: Client) -> None:
    part = asked(mila, halfway, **PART)
    assert '<ol hx-swap-oob="beforeend:#trial-lines">' in part.text
    whole = asked(mila, {name: halfway[name] for name in ("days", "on")})
    assert listed(part) == listed(whole)[3:]
    assert (part.context["run"].changed, part.context["run"].conversations) == (6, 18)
    assert listed(asked(mila, halfway, **PART)) == listed(part)


def test_without_javascript_a_link_leads_to_the_rest(halfway: dict[str, Any], mila: Client) -> None:
    stopped = asked(mila, halfway | {"stop": "1"})
    link = stopped.context["further"].replace("&", "&amp;")
    assert f'href="{link}" hx-get="{link}"' in stopped.text
    rest = mila.get(stopped.context["further"])
    assert "6 conversations would be different" in rest.text
    assert "The changes found before are not listed again." in rest.text


def test_stopped_it_looks_at_nothing_until_asked_to(halfway: dict[str, Any], mila: Client) -> None:
    stopped = asked(mila, halfway | {"stop": "1"}, **PART)
    assert "Stopped. Conversations of the last 7 days looked at so far: 9, back to " in stopped.text
    assert "hx-trigger" not in stopped.text
    assert stopped.context["run"].written == halfway["so_far"]


@pytest.mark.parametrize("change", ["enabled", "actions", "deleted"])
def test_rules_that_change_on_the_way_end_it(
    halfway: dict[str, Any], rule: Automation, mila: Client, change: str
) -> None:
    if change == "deleted":
        rule.delete()
    else:
        setattr(rule, change, True if change == "enabled" else [{"do": "unassign"}])
        rule.save()
    for headers in (PART, {}):
        told = asked(mila, halfway, **headers)
        assert "The rules have been changed meanwhile" in told.text
        assert 'hx-trigger="load"' not in told.text
        assert "so_far" not in told.context["again"]


@pytest.mark.parametrize("wrong", [{"days": 30}, {"on": ""}, {"so_far": "x"}, {"so_far": ""}])
def test_what_was_written_for_another_question_is_not_gone_on_with(
    halfway: dict[str, Any], mila: Client, wrong: dict[str, Any]
) -> None:
    assert asked(mila, halfway | wrong).context["stale"]


def test_each_portion_asks_who_wants_it(halfway: dict[str, Any], world: World, mila: Client, anna: Client) -> None:
    assert asked(mila, halfway, **PART).status_code == 200
    assert asked(anna, halfway, **PART).status_code == 401
    assert asked(anna, halfway).status_code == 302
    world.mila.is_staff = False
    world.mila.save()
    assert asked(mila, halfway, **PART).status_code == 401
    assert asked(Client(), halfway | {"stop": "1"}, **PART).status_code == 401
