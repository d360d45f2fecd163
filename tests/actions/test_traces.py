"""Reasons are kept as long as the general policy says, and events for ever (SPEC 3.8)."""

import json
from datetime import timedelta

from helpdesk.actions import distribution, traces
from helpdesk.models import Event, Operator
from routing.traces import MOST_BYTES, as_data, replay, says
from tests.actions.terms import general
from tests.conftest import World, make_operator


def given(world: World) -> Event:
    conversation = world.write(world.arrive())
    distribution.drain(now=world.now)
    return conversation.events.get(kind="conversation.assigned")


def test_older_reasons_are_cut_out_and_the_event_stays(world: World) -> None:
    general(traces_days=10)
    old, young = given(world), given(world)
    assert traces.forget(now=world.now + timedelta(days=10)) == 0
    Event.objects.filter(pk=old.pk).update(created_at=world.now - timedelta(seconds=1))
    assert traces.forget(now=world.now + timedelta(days=10)) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert old.data == {"to": "Anna", "operator": world.anna.pk}
    assert young.data["trace"]["chosen"] == world.boris.pk
    assert traces.forget(now=world.now + timedelta(days=10)) == 0


def test_why_nobody_got_it_is_forgotten_too(world: World) -> None:
    Operator.objects.update(limit=0)
    conversation = world.write(world.zoya)
    distribution.drain(now=world.now)
    assert traces.forget(now=world.now + timedelta(days=91)) == 1
    assert conversation.events.get(kind="conversation.waits").data == {"why": "full"}


def test_a_hundred_operators_fit_into_two_kilobytes_and_replay(world: World) -> None:
    for number in range(100):
        operator = make_operator(f"crowd{number}", limit=number % 3)
        world.skoda.members.add(operator)
        world.at_the_screen(operator)
    for _ in range(12):
        world.write(world.arrive())
    distribution.drain(now=world.now)
    events = Event.objects.filter(data__has_key="trace")
    assert events.count() == 12
    for event in events:
        trace = event.data["trace"]
        assert len(json.dumps(trace, separators=(",", ":"))) <= MOST_BYTES
        assert len(trace["people"]) + sum(trace.get("more", {}).values()) == trace["considered"] == 105
        assert says(as_data(replay(trace).trace)) == says(trace)
