"""Trying rules on history: what would have happened, the same each time, and nothing is written (SPEC 5.4)."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.actions import assignments, conversations, messages
from helpdesk.automation import directory
from helpdesk.automation.facts import facts_of
from helpdesk.automation.history import Ids, moments
from helpdesk.automation.rules import read, rule_of
from helpdesk.automation.trial import switched, trial
from helpdesk.models import Automation, Conversation, Event, IpRange, Schedule
from routing.automation.subjects import Subject
from tests.conftest import World


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


START = timezone.now() - timedelta(hours=2)


@pytest.fixture
def past(world: World) -> Conversation:
    """Zoya writes, Anna answers and ends it, Zoya comes back, Boris takes it over and closes it."""
    c = receive(world, "What does it cost?", 0)
    messages.reply(world.anna, c.pk, "100", client_id=uuid4(), now=at(1))
    conversations.end(world.anna, c.pk, status="pending", now=at(2))
    receive(world, "And the blue one?", 3)
    c.refresh_from_db()
    assignments.take(world.boris, c.pk, seen_assignee=c.assignee_id, now=at(4))
    conversations.close(world.boris, c.pk, now=at(5))
    return c


def receive(world: World, text: str, minutes: float) -> Conversation:
    world.at_the_screen(world.anna, now=at(minutes))
    stored = messages.receive(world.zoya.pk, text, client_id=uuid4(), group_id=world.skoda.pk, now=at(minutes))
    return stored.conversation


def draft(name: str, *actions: dict[str, Any], kind: str = "changed", **more: Any) -> Automation:
    conditions = {"all": [{"subject": key, "op": "is", "value": value} for key, value in more.items()]}
    return Automation.objects.create(name=name, kind=kind, enabled=False, conditions=conditions, actions=list(actions))


def tried(*rows: Automation) -> Any:
    rules = [rule_of(row) for row in Automation.objects.all()]
    return trial(rules, list(switched(rules, [str(row.key) for row in rows])), days=1, now=timezone.now())


class TestHistory:
    def test_each_change_is_seen_as_it_was(self, world: World, past: Conversation) -> None:
        told = list(moments(past, past.events.order_by("seq"), directory.read(), Ids.read()))
        assert [
            (m.kind, f.event, f.author, f.status, f.active, f.was_active, f.assignee) for m in told for f in [m.facts]
        ] == [
            ("incoming", "message.received", "visitor", "open", True, False, None),
            ("changed", "message.sent", "operator", "open", True, True, world.anna.pk),
            ("changed", "conversation.ended", "operator", "pending", False, True, world.anna.pk),
            ("changed", "message.received", "visitor", "open", True, False, world.anna.pk),
            ("changed", "conversation.taken", "operator", "open", True, True, world.boris.pk),
            ("changed", "conversation.closed", "operator", "closed", False, True, world.boris.pk),
        ]

    def test_in_the_end_it_stands_as_the_row_does(self, world: World, past: Conversation) -> None:
        past = Conversation.objects.get(pk=past.pk)
        *_, last = moments(past, past.events.order_by("seq"), directory.read(), Ids.read())
        now = facts_of(
            past,
            actor=world.boris,
            event=Event.objects.get(kind="conversation.closed"),
            was_active=True,
            wanted=frozenset({Subject.FIRST}),
            directory=directory.read(),
            now=at(5),
        )
        assert last.facts == now

    def test_what_rules_did_is_part_of_the_past_and_no_event_for_them(self, world: World) -> None:
        actions = [{"do": "add_tag", "tag": "new"}, {"do": "set_priority", "priority": 2}]
        Automation.objects.create(name="tag", kind="incoming", actions=actions)
        c = receive(world, "Hi", 0)
        receive(world, "Hi again", 1)
        told = list(moments(c, c.events.order_by("seq"), directory.read(), Ids.read()))
        assert [(m.facts.tags, m.facts.priority) for m in told] == [(frozenset(), 0), (frozenset({"new"}), 2)]


class TestTrial:
    def test_a_draft_shows_what_it_would_do(self, world: World, past: Conversation) -> None:
        row = draft("end it", {"do": "end", "status": "pending"}, event="message.sent")
        found = tried(row)
        [one] = found.differences
        assert (one.moment.conversation, one.moment.facts.event, one.is_new) == (past.pk, "message.sent", True)
        assert (found.conversations, found.changes, found.acted, found.changed) == (1, 6, 1, 1)

    def test_switching_a_rule_off_shows_what_it_did(self, world: World, past: Conversation) -> None:
        row = draft("tag", {"do": "add_tag", "tag": "x"}, event="message.received")
        Automation.objects.update(enabled=True)
        found = tried()
        [gone] = found.differences  # the other one is an incoming event
        assert ([done.rule for done in gone.today], gone.instead) == ([str(row.key)], ())

    def test_the_same_question_gets_the_same_answer_and_nothing_is_written(
        self, world: World, past: Conversation
    ) -> None:
        row = draft("say", {"do": "send_text", "text": "Sorry"}, {"do": "unassign"}, author="visitor")
        before = list(Event.objects.values_list("pk", flat=True))
        first, second = tried(row), tried(row)
        assert first.differences == second.differences
        assert list(Event.objects.values_list("pk", flat=True)) == before
        assert Conversation.objects.get(pk=past.pk).assignee == world.boris

    def test_a_timed_rule_acts_where_somebody_waited_so_long(self, world: World) -> None:
        c = receive(world, "Anybody there?", 0)
        messages.reply(world.anna, c.pk, "Yes", client_id=uuid4(), now=at(5))
        for name, seconds in (("soon", 60), ("late", 299), ("too late", 300)):
            row = draft(name, {"do": "add_tag", "tag": name}, kind="timed")
            row.conditions = {"all": [{"subject": "waiting", "op": "more_than", "value": seconds}]}
            row.save()
        found = tried(*Automation.objects.all())
        assert [(one.moment.at, one.instead[0].action.as_data()["tag"]) for one in found.differences] == [
            (at(0) + timedelta(seconds=61), "soon")
        ]

    @pytest.mark.parametrize(("days", "number"), [(range(7), 0), ((), 1)])
    def test_working_hours_are_judged_as_of_then(
        self, world: World, past: Conversation, days: Iterable[int], number: int
    ) -> None:
        row = draft("night", {"do": "add_tag", "tag": "night"}, event="conversation.ended", working_hours=False)
        schedule = Schedule.objects.create(name="Office", zone="UTC")
        for weekday in days:
            schedule.periods.create(weekday=weekday, opens="00:00", closes="00:00")
        world.site.schedule = schedule
        world.site.save()
        assert len(tried(row).differences) == number

    def test_the_place_is_looked_up(self, world: World, past: Conversation) -> None:
        IpRange.objects.create(network="192.0.2.0/24", country="RU")
        row = draft("ru", {"do": "add_tag", "tag": "ru"}, kind="incoming")
        row.conditions = {"all": [{"subject": "place", "op": "within", "value": ["RU"]}]}
        row.save()
        assert len(tried(row).differences) == 1

    def test_what_is_older_is_left_out(self, world: World, past: Conversation) -> None:
        draft("tag", {"do": "add_tag", "tag": "x"})
        rules = [rule_of(row) for row in Automation.objects.all()]
        on = list(switched(rules, [rules[0].key]))
        found = trial(rules, on, days=1, now=timezone.now() + timedelta(days=1))
        assert (found.conversations, found.differences) == (0, ())


class TestPage:
    def test_it_asks_and_answers(self, world: World, past: Conversation, mila: Client) -> None:
        row = draft("Ends it", {"do": "end", "status": "pending"}, event="message.sent")
        shown = mila.get(reverse("admin:rules_trial")).content.decode()
        assert "When an operator writes to the visitor → end it as pending" in shown
        answer = mila.get(reverse("admin:rules_trial"), {"days": 1, "on": str(row.key)}).content.decode()
        assert "1 conversation would be different" in answer
        assert "Ends it: end it as pending" in answer
        assert f"#{past.pk}" in answer

    def test_nothing_different_is_said_too(self, past: Conversation, mila: Client) -> None:
        answer = mila.get(reverse("admin:rules_trial"), {"days": 7}).content.decode()
        assert "Nothing would be different" in answer

    @pytest.mark.parametrize("days", ["", "-1", "x", "5000"])
    def test_nonsense_asks_again(self, mila: Client, world: World, days: str) -> None:
        assert mila.get(reverse("admin:rules_trial"), {"days": days}).status_code == 200

    def test_only_supervisors(self, anna: Client) -> None:
        assert anna.get(reverse("admin:rules_trial")).status_code == 302


class TestCommand:
    def run(self, *options: str) -> str:
        out = StringIO()
        call_command("rules", *options, stdout=out)
        return out.getvalue()

    def test_it_lists_sentences(self, world: World) -> None:
        draft("Tag", {"do": "add_tag", "tag": "x"})
        assert self.run() == ""
        Automation.objects.update(enabled=True)
        assert self.run() == "Tag: When something happens → add the tag x\n"
        assert json.loads(self.run("--json"))[0]["actions"] == [{"do": "add_tag", "tag": "x"}]

    def test_a_recipe_is_tried_without_being_applied(self, world: World, past: Conversation, tmp_path: Path) -> None:
        recipe = tmp_path / "recipe.yaml"
        recipe.write_text(
            "rules:\n- name: End\n  kind: changed\n  conditions:\n    all:\n"
            "    - {subject: event, op: is, value: message.sent}\n  actions:\n  - {do: end, status: pending}\n"
        )
        told = json.loads(self.run("--days", "1", "--recipe", str(recipe), "--json"))
        [one] = told["differences"]
        assert (one["conversation"], one["today"]) == (past.pk, [])
        assert one["instead"] == [{"rule": "End", "do": "end", "status": "pending"}]
        assert self.run("--days", "1", "--recipe", str(recipe)).endswith("1 of 1 conversations would be different.\n")
        assert not read().rules
