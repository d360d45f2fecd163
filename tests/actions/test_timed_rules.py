"""Rules that act when somebody has waited long enough: once for each wait (SPEC 5.1, 5.9)."""

from datetime import timedelta
from typing import Any

from helpdesk.actions import assignments, due, timed_rules
from helpdesk.models import Automation, AutomationOnce, Conversation, HoldScenario
from tests.actions.test_automation import fresh, ruled
from tests.conftest import World


def timed(name: str, after: int, *actions: dict[str, Any], **more: Any) -> Automation:
    conditions = [{"subject": "waiting", "op": "more_than", "value": after}, *more.pop("also", ())]
    return Automation.objects.create(
        name=name, kind="timed", conditions={"all": conditions}, actions=list(actions), **more
    )


def later(world: World, conversation: Conversation, seconds: float) -> bool:
    return due.run(conversation.pk, now=world.now + timedelta(seconds=seconds))


def waiting(world: World) -> Conversation:
    HoldScenario.objects.all().delete()
    return world.write(world.zoya)


TAG = {"do": "add_tag", "tag": "late"}


def test_it_acts_when_its_time_has_come_and_once(world: World) -> None:
    timed("late", 60, TAG, {"do": "add_note", "text": "Late"})
    c = waiting(world)
    assert fresh(c).rules_due_at == world.now + timedelta(seconds=61)
    assert not later(world, c, 60)
    assert later(world, c, 61)
    assert (fresh(c).tags, fresh(c).rules_due_at) == (["late"], None)
    assert not later(world, c, 600)
    assert c.messages.filter(staff_only=True).count() == 1
    assert AutomationOnce.objects.count() == 1


def test_the_next_wait_is_another_occasion(world: World) -> None:
    timed("late", 60, {"do": "add_note", "text": "Late"})
    c = waiting(world)
    later(world, c, 61)
    assignments.take(world.anna, c.pk, now=world.now + timedelta(seconds=70))
    assert fresh(c).rules_due_at is None
    assignments.release(world.anna, c.pk, now=world.now + timedelta(seconds=80))
    assert not later(world, c, 140)
    assert later(world, c, 141)
    assert c.messages.filter(staff_only=True).count() == 2


def test_nothing_happens_once_somebody_has_accepted(world: World) -> None:
    timed("late", 60, TAG)
    c = waiting(world)
    assignments.take(world.anna, c.pk, now=world.now + timedelta(seconds=60))
    assert not later(world, c, 61)
    assert fresh(c).tags == []


def test_what_was_switched_off_meanwhile_does_not_act(world: World) -> None:
    made = timed("late", 60, TAG)
    c = waiting(world)
    Automation.objects.filter(pk=made.pk).update(enabled=False)
    assert later(world, c, 61)
    assert (fresh(c).tags, fresh(c).rules_due_at) == ([], None)


def test_several_rules_each_at_its_time(world: World) -> None:
    timed("a", 60, {"do": "add_tag", "tag": "a"})
    timed("b", 30, {"do": "add_tag", "tag": "b"}, position=1)
    c = waiting(world)
    later(world, c, 31)
    assert (fresh(c).tags, fresh(c).rules_due_at) == (["b"], world.now + timedelta(seconds=61))
    later(world, c, 61)
    assert fresh(c).tags == ["b", "a"]


def test_other_conditions_are_looked_at_each_minute(world: World) -> None:
    timed("late", 60, {"do": "set_priority", "priority": 5}, also=[{"subject": "tags", "op": "is", "value": "vip"}])
    c = waiting(world)
    later(world, c, 61)
    assert (fresh(c).priority, fresh(c).rules_due_at) == (0, world.now + timedelta(seconds=121))
    Conversation.objects.filter(pk=c.pk).update(tags=["vip"])
    later(world, c, 121)
    assert (fresh(c).priority, fresh(c).rules_due_at) == (5, None)


def test_a_new_rule_sees_those_who_wait_already(world: World, monkeypatch: Any) -> None:
    c = waiting(world)
    assert fresh(c).rules_due_at is None
    timed("late", 60, TAG)
    timed_rules.rouse(now=world.now + timedelta(seconds=100))
    assert fresh(c).next_due_at == world.now + timedelta(seconds=100)
    later(world, c, 100)
    assert fresh(c).tags == ["late"]


def test_giving_to_another_group_ends_no_wait(world: World) -> None:
    timed("move", 60, {"do": "assign_group", "group": world.tatra.pk})
    timed("later", 120, TAG, position=1)
    c = waiting(world)
    later(world, c, 61)
    assert fresh(c).group == world.tatra
    later(world, c, 121)
    assert fresh(c).tags == ["late"]


def test_ending_it_ends_the_wait(world: World) -> None:
    timed("end", 60, {"do": "end", "status": "pending"})
    timed("later", 120, TAG, position=1)
    c = waiting(world)
    later(world, c, 61)
    assert (fresh(c).active, fresh(c).rules_due_at, fresh(c).next_due_at) == (False, None, None)


def test_changed_rules_are_not_asked_about_what_timed_ones_do(world: World) -> None:
    timed("late", 60, {"do": "send_text", "text": "Sorry"})
    Automation.objects.create(name="loop", kind="changed", actions=[{"do": "send_text", "text": "Loop"}])
    c = waiting(world)
    later(world, c, 61)
    assert list(c.messages.order_by("id").values_list("text", flat=True)) == ["Hello", "Sorry"]
    assert len(ruled(c)) == 1


def test_what_is_old_is_forgotten(world: World) -> None:
    AutomationOnce.objects.create(key="old", at=world.now - timedelta(days=91))
    AutomationOnce.objects.create(key="new", at=world.now)
    timed_rules.forget(now=world.now)
    assert AutomationOnce.objects.get().key == "new"
