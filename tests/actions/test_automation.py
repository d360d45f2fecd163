"""Rules within actions: once for each event, in its transaction, and never at a visitor's cost (SPEC 5.1, 5.2)."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpdesk import kept
from helpdesk.actions import assignments, conversations, distribution, messages, presence
from helpdesk.automation import rules
from helpdesk.models import (
    Automation,
    Category,
    Conversation,
    Event,
    Message,
    Operator,
    Stage,
    Webhook,
    WebhookCall,
)
from tests.conftest import World


def rule(
    name: str, *actions: dict[str, Any], kind: str = "changed", stop: bool = False, **conditions: Any
) -> Automation:
    return Automation.objects.create(
        name=name,
        kind=kind,
        stop=stop,
        position=Automation.objects.count(),
        actions=list(actions),
        conditions={"all": [_condition(key, value) for key, value in conditions.items()]},
    )


def _condition(key: str, value: Any) -> dict[str, Any]:
    """`text__contains="x"`; without an operator: is."""
    subject, _, op = key.partition("__")
    data = {"subject": subject, "op": op or "is"}
    return data if op in ("empty", "filled") else data | {"value": value}


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.select_related("assignee", "group", "stage", "category").get(pk=conversation.pk)


def kinds(conversation: Conversation) -> list[str]:
    return list(conversation.events.order_by("seq").values_list("kind", flat=True))


def ruled(conversation: Conversation) -> list[dict[str, Any]]:
    return [event.data for event in conversation.events.filter(kind="conversation.ruled").order_by("seq")]


class TestWhen:
    def test_a_conversation_that_begins_meets_the_incoming_rules(self, world: World) -> None:
        rule("first", {"do": "add_tag", "tag": "new"}, kind="incoming")
        rule("changed", {"do": "add_tag", "tag": "changed"})
        c = world.write(world.zoya)
        assert fresh(c).tags == ["new"]
        world.write(world.zoya)
        assert fresh(c).tags == ["new", "changed"]

    def test_a_rule_sees_what_those_before_it_have_left(self, world: World) -> None:
        rule("1", {"do": "set_priority", "priority": 3}, kind="incoming")
        rule("2", {"do": "add_tag", "tag": "urgent"}, kind="incoming", priority=3)
        assert fresh(world.write(world.zoya)).tags == ["urgent"]

    def test_the_order_is_the_supervisors(self, world: World) -> None:
        later = rule("later", {"do": "set_priority", "priority": 1}, kind="incoming")
        rule("first", {"do": "set_priority", "priority": 2}, kind="incoming", stop=True)
        Automation.objects.filter(pk=later.pk).update(position=9)
        assert fresh(world.write(world.zoya)).priority == 2

    def test_one_that_is_switched_off_is_not_asked(self, world: World) -> None:
        rule("off", {"do": "add_tag", "tag": "x"}, kind="incoming")
        Automation.objects.update(enabled=False)
        assert fresh(world.write(world.zoya)).tags == []

    def test_each_event_is_told_once(self, world: World) -> None:
        rule("note", {"do": "add_note", "text": "Seen"})
        c = world.write(world.zoya)
        world.write(world.zoya, "Again")
        assert Message.objects.filter(staff_only=True).count() == 1
        world.answer(world.anna, c)
        assert Message.objects.filter(staff_only=True).count() == 2

    def test_a_repeated_message_is_no_event(self, world: World) -> None:
        rule("note", {"do": "add_note", "text": "Seen"}, kind="incoming")
        client_id = uuid4()
        for _ in "12":
            messages.receive(world.zoya.pk, "Hi", client_id=client_id, group_id=world.skoda.pk, now=world.now)
        assert Message.objects.filter(staff_only=True).count() == 1

    def test_who_did_what_is_known(self, world: World) -> None:
        rule("boris", {"do": "add_tag", "tag": "boris"}, author_operator=world.boris.pk, event="message.sent")
        rule("skoda", {"do": "add_tag", "tag": "skoda"}, author_groups=world.skoda.pk, event="conversation.taken")
        rule("price", {"do": "add_tag", "tag": "price"}, author="visitor", text__contains=["PRICE"])
        c = world.write(world.zoya)
        assignments.take(world.gleb, c.pk, now=world.now)
        assert fresh(c).tags == ["skoda"]
        world.answer(world.boris, c)
        world.write(world.zoya, "The price?")
        assert fresh(c).tags == ["skoda", "boris", "price"]

    def test_what_the_machine_does_is_told_as_well(self, world: World) -> None:
        rule("given", {"do": "add_tag", "tag": "given"}, author="house", event="conversation.assigned")
        c = world.write(world.zoya)
        distribution.drain(now=world.now)
        assert fresh(c).tags == ["given"]

    def test_it_never_goes_on_for_ever(self, world: World) -> None:
        """The policy assigns, the rule asks the policy again: three times, then the machine is left alone."""
        rule("again", {"do": "assign_by_policy"}, assignee__filled=None)
        c = world.write(world.zoya)
        for _ in range(6):
            distribution.drain(now=world.now)
        told = ruled(fresh(c))
        assert [bool(data.get("too_deep")) for data in told] == [False, False, False, True]
        assert fresh(c).assignee is not None
        world.write(world.zoya, "Hello?")
        assert "too_deep" not in ruled(fresh(c))[-1]


class TestWhat:
    """Each action, and what people are told of it."""

    def test_assigning_to_a_person(self, world: World) -> None:
        rule("to", {"do": "assign", "operator": world.boris.pk}, kind="incoming")
        c = world.write(world.zoya)
        assert (fresh(c).assignee, fresh(c).accepted, fresh(c).queued_at) == (world.boris, False, None)
        assert kinds(c)[2:] == ["conversation.assigned", "conversation.ruled"]

    def test_handing_over_from_somebody_whom_the_visitor_knows(self, world: World) -> None:
        rule("to", {"do": "assign", "operator": world.boris.pk}, text__contains=["colleague"])
        c = world.write(world.zoya)
        assignments.take(world.anna, c.pk, now=world.now)
        world.write(world.zoya, "Your colleague, please")
        event = c.events.get(kind="conversation.transferred")
        assert (event.data["to"], event.public_seq is not None) == ("Boris", True)

    def test_giving_to_a_group(self, world: World) -> None:
        rule("to", {"do": "assign_group", "group": world.tatra.pk}, kind="incoming")
        c = fresh(world.write(world.zoya))
        assert (c.group, c.assignee, c.queued_at) == (world.tatra, None, world.now)
        assert c.events.get(kind="conversation.transferred").data == {"to": world.tatra.name, "group": world.tatra.pk}

    def test_a_group_that_is_switched_off_gets_nothing(self, world: World) -> None:
        world.tatra.enabled = False
        world.tatra.save()
        rule("to", {"do": "assign_group", "group": world.tatra.pk}, kind="incoming")
        c = fresh(world.write(world.zoya))
        assert c.group == world.skoda
        assert ruled(c)[0]["rules"][0]["did"][0]["reason"] == "off"

    def test_taking_it_from_somebody(self, world: World) -> None:
        rule("free", {"do": "unassign"}, text__contains=["somebody else"])
        c = world.write(world.zoya)
        assignments.take(world.anna, c.pk, now=world.now)
        world.write(world.zoya, "I want somebody else")
        assert (fresh(c).assignee, fresh(c).passed_by, fresh(c).queued_at) == (None, world.anna, world.now)

    @pytest.mark.parametrize("status", ["open", "pending"])
    def test_ending(self, world: World, status: str) -> None:
        rule("end", {"do": "end", "status": status}, event="message.sent")
        c = world.write(world.zoya)
        world.answer(world.anna, c)
        assert (fresh(c).status, fresh(c).active, fresh(c).outcome) == (status, False, "served")
        ended = c.events.get(kind="conversation.ended")
        assert (ended.cause["why"], ended.public_seq is not None) == ("rule", True)

    def test_what_was_ended_and_is_ended_again_at_once_has_been_so_for_the_visitor(self, world: World) -> None:
        rule("end", {"do": "end", "status": "pending"}, event="message.sent")
        c = world.write(world.zoya)
        for _ in "12":
            world.answer(world.anna, c)
        ends = c.events.filter(kind="conversation.ended").order_by("seq")
        assert [end.public_seq is not None for end in ends] == [True, False]

    def test_ending_as_closed_is_told_to_the_visitor_and_archived(self, world: World) -> None:
        rule("end", {"do": "end", "status": "closed"}, event="message.sent")
        c = world.write(world.zoya)
        world.answer(world.anna, c)
        assert (fresh(c).status, fresh(c).closed_at, fresh(c).unanswered_since) == ("closed", world.now, None)
        assert c.events.filter(kind="conversation.closed", public_seq__isnull=False).count() == 1
        assert "conversation.ended" not in kinds(c)

    def test_a_stage_brings_its_status(self, world: World) -> None:
        lost = Stage.objects.create(name="Lost", status="closed")
        booked = Stage.objects.create(name="Booked", status="pending")
        rule("book", {"do": "set_stage", "stage": booked.pk}, text__contains=["book"])
        over = ({"do": "end", "status": "open"}, {"do": "set_stage", "stage": lost.pk})
        rule("lose", *over, text__contains=["no, thanks"])
        c = world.write(world.zoya)
        world.write(world.zoya, "Please book it")
        assert (fresh(c).stage, fresh(c).status) == (booked, "pending")
        world.write(world.zoya, "No, thanks")
        assert (fresh(c).stage, fresh(c).status, fresh(c).closed_at) == (lost, "closed", world.now)
        *_, ended, staged, closed, _ruled = kinds(c)
        assert (ended, staged, closed) == ("conversation.ended", "conversation.staged", "conversation.closed")

    def test_a_category(self, world: World) -> None:
        sale = Category.objects.create(name="Sale")
        rule("sale", {"do": "set_category", "category": sale.pk}, kind="incoming")
        rule("clear", {"do": "set_category", "category": None}, category=sale.pk)
        c = world.write(world.zoya)
        assert fresh(c).category == sale
        world.write(world.zoya)
        assert fresh(c).category is None
        told = c.events.filter(kind="conversation.categorised").order_by("seq")
        assert [event.data["category"] for event in told] == ["Sale", None]

    def test_tags_come_and_go(self, world: World) -> None:
        rule("tag", {"do": "add_tag", "tag": "b"}, {"do": "add_tag", "tag": "a"}, kind="incoming")
        rule("untag", {"do": "remove_tag", "tag": "B"})
        c = world.write(world.zoya)
        assert fresh(c).tags == ["b", "a"]
        world.write(world.zoya)
        assert fresh(c).tags == ["a"]

    def test_a_text_is_read_by_the_visitor_and_a_note_is_not(self, world: World) -> None:
        rule("say", {"do": "send_text", "text": "One moment"}, {"do": "add_note", "text": "A rule"}, kind="incoming")
        c = world.write(world.zoya)
        said = c.messages.order_by("id")
        assert [(m.author, m.text, m.staff_only) for m in said] == [
            ("visitor", "Hello", False),
            ("service", "One moment", False),
            ("service", "A rule", True),
        ]
        assert [m.event.public_seq is not None for m in said] == [True, True, False]
        assert fresh(c).unanswered_since == world.now, "only people answer"

    def test_alerting_people_and_groups(self, world: World) -> None:
        call = {"do": "notify", "operators": [world.vera.pk], "groups": [world.skoda.pk], "text": "Big order"}
        rule("alert", call, kind="incoming")
        event = world.write(world.zoya).events.get(kind="conversation.alerted")
        people = (world.anna, world.boris, world.gleb, world.vera)
        assert event.data["operators"] == sorted(operator.pk for operator in people)
        assert (event.data["to"], event.public_seq) == ("Anna, Boris, Gleb, Vera", None)

    def test_a_webhook_is_written_down_with_what_it_will_tell(self, world: World) -> None:
        hook = Webhook.objects.create(name="CRM", url="https://crm.example/")
        made = rule("call", {"do": "add_tag", "tag": "x"}, {"do": "call_webhook", "webhook": hook.pk}, kind="incoming")
        c = world.write(world.zoya)
        call = WebhookCall.objects.get()
        assert (call.webhook, call.rule, call.due_at, call.state) == (hook, made.key, world.now, "waiting")
        told = json.loads(call.body)
        assert (told["conversation"]["id"], told["conversation"]["tags"]) == (c.pk, ["x"])
        assert told["event"] == {"kind": "message.received", "text": "Hello"}

    def test_accepting_for_the_assignee(self, world: World) -> None:
        rule("fix", {"do": "assign", "operator": world.anna.pk}, {"do": "accept"}, kind="incoming")
        c = fresh(world.write(world.zoya))
        assert (c.assignee, c.accepted, c.waiting_since, c.hold_due_at) == (world.anna, True, None, None)


class TestLimits:
    """The machine exceeds no limit and leaves nobody with the absent, by a rule either (SPEC 2.8, 3.1)."""

    def test_who_is_full_is_not_given_a_live_one(self, world: World) -> None:
        Operator.objects.filter(pk=world.anna.pk).update(limit=1)
        rule("to", {"do": "assign", "operator": world.anna.pk}, {"do": "accept"}, kind="incoming")
        first, second = (world.write(visitor) for visitor in (world.zoya, world.arrive()))
        assert (fresh(first).assignee, fresh(second).assignee) == (world.anna, None)
        assert fresh(second).queued_at == world.now
        did = ruled(second)[0]["rules"][0]["did"]
        assert [(one["result"], one["reason"]) for one in did] == [("refused", "full"), ("refused", "unassigned")]

    def test_who_is_absent_is_not_either(self, world: World) -> None:
        presence.leave(world.anna.pk)
        rule("to", {"do": "assign", "operator": world.anna.pk}, kind="incoming")
        assert fresh(world.write(world.zoya)).assignee is None

    def test_the_next_rule_may_find_somebody_else(self, world: World) -> None:
        presence.leave(world.anna.pk)
        rule("anna", {"do": "assign", "operator": world.anna.pk}, kind="incoming")
        rule("boris", {"do": "assign", "operator": world.boris.pk}, kind="incoming", assignee__empty=None)
        assert fresh(world.write(world.zoya)).assignee == world.boris

    def test_an_ended_one_takes_no_slot_and_may_be_anybodys(self, world: World) -> None:
        presence.leave(world.anna.pk)
        back = ({"do": "end", "status": "pending"}, {"do": "assign", "operator": world.anna.pk})
        rule("to", *back, event="message.sent")
        c = world.write(world.zoya)
        world.answer(world.boris, c)
        assert (fresh(c).active, fresh(c).assignee) == (False, world.anna)


class TestBroken:
    @pytest.fixture
    def broken(self, world: World, monkeypatch: pytest.MonkeyPatch) -> Automation:
        """The second of its actions fails when the first is done."""
        made = rule("broken", {"do": "set_priority", "priority": 7}, {"do": "add_note", "text": "x"}, kind="incoming")

        def fail(*_: Any, **__: Any) -> None:
            raise ValueError("this rule is broken")

        monkeypatch.setattr("helpdesk.actions.ruling.note_for_the_house", fail)
        return made

    def test_one_that_cannot_even_be_asked_costs_nobody_a_word(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rule("any", {"do": "add_tag", "tag": "x"}, kind="incoming")

        def fail(*_: Any, **__: Any) -> None:
            raise RecursionError

        monkeypatch.setattr("helpdesk.actions.automation.facts_of", fail)
        c = world.write(world.zoya)
        assert c.messages.count() == 1
        assert ruled(c) == [{"failed": True}]

    def test_the_visitors_message_is_kept_and_nothing_of_the_rule(self, world: World, broken: Automation) -> None:
        c = fresh(world.write(world.zoya, "Do you hear me?"))
        assert c.messages.get().text == "Do you hear me?"
        assert (c.priority, c.queued_at) == (0, world.now)
        assert kinds(c) == ["conversation.started", "message.received", "conversation.ruled"]
        assert ruled(c) == [{"failed": True}]
        assert list(c.events.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]

    def test_one_that_cannot_be_read_does_not_keep_the_others_from_acting(self, world: World) -> None:
        Automation.objects.create(name="fly", kind="incoming", actions=[{"do": "fly"}])
        rule("tag", {"do": "add_tag", "tag": "x"}, kind="incoming")
        assert fresh(world.write(world.zoya)).tags == ["x"]


class TestTold:
    def test_the_trace_says_which_acted_and_why_the_others_did_not(self, world: World) -> None:
        rule("1", {"do": "add_tag", "tag": "x"}, kind="incoming", text__contains=["price"])
        rule("2", {"do": "add_tag", "tag": "y"}, kind="incoming", stop=True)
        rule("3", {"do": "add_tag", "tag": "z"}, kind="incoming")
        [data] = ruled(world.write(world.zoya))
        second, first, third = data["rules"]
        assert (second["rule"], second["did"]) == ("2", [{"do": "add_tag", "tag": "y", "result": "done"}])
        assert (first["verdict"], first["conditions"][0]["subject"]) == ("failed", "text")
        assert third == {"rule": "3", "verdict": "stopped"}

    def test_it_stays_within_two_kilobytes(self, world: World) -> None:
        for number in range(60):
            actions = [{"do": "send_text", "text": "word " * 200}] if number < 20 else [{"do": "unassign"}]
            rule(f"Rule number {number}", *actions, kind="incoming", **({"priority": 9} if number >= 20 else {}))
        [data] = ruled(world.write(world.zoya))
        assert len(json.dumps(data, ensure_ascii=False).encode()) <= 2048
        assert data["more"] > 0
        assert [entry["rule"] for entry in data["rules"]][:2] == ["Rule number 0", "Rule number 1"]

    def test_nothing_is_told_where_nothing_was_done(self, world: World) -> None:
        rule("same", {"do": "set_priority", "priority": 0}, kind="incoming")
        assert "conversation.ruled" not in kinds(world.write(world.zoya))


class TestCost:
    @pytest.fixture(autouse=True)
    def keep(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """As in production: what supervisors have set up is read once a second."""
        settings.BOARD_SECONDS = 0.5
        monkeypatch.setattr(kept, "KEPT_SECONDS", 60.0)

    def queries(self, do: Callable[[], Any]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            do()
        return [query["sql"] for query in captured]

    def test_a_message_asks_nothing_of_rules_where_there_are_none(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "_kept", kept.Kept(rules.read))
        c = world.write(world.zoya)
        asked = self.queries(lambda: world.write(world.zoya)) + self.queries(lambda: world.answer(world.anna, c))
        assert not [sql for sql in asked if "automation" in sql]


def test_priority_goes_before_everything_else_in_the_queue(world: World) -> None:
    rule("vip", {"do": "set_priority", "priority": 5}, kind="incoming", text__contains=["vip"])
    Operator.objects.exclude(pk=world.anna.pk).update(limit=0)
    Operator.objects.filter(pk=world.anna.pk).update(limit=1)
    early = world.write(world.arrive())
    late = world.write(world.zoya, "I am a VIP", after=30)
    distribution.drain(now=world.now)
    assert (fresh(early).assignee, fresh(late).assignee) == (None, world.anna)


def test_a_close_by_hand_is_told_with_its_author(world: World) -> None:
    rule("closed", {"do": "add_tag", "tag": "by anna"}, event="conversation.closed", author_operator=world.anna.pk)
    c = world.write(world.zoya)
    conversations.close(world.anna, c.pk, now=world.now)
    assert fresh(c).tags == ["by anna"]
    assert Event.objects.filter(conversation=c, kind="conversation.ruled").count() == 1
