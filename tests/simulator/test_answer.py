"""What the simulator answers, with the code that answers visitors (SPEC 2.13)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import InternalError, connection, transaction

from helpdesk.actions import assignments
from helpdesk.board import current
from helpdesk.board.knowledge import rules_of
from helpdesk.models import Ban, ContactPoint, GroupLoad, HoldScenario, IpRange, Operator, OperatorGroup, Schedule
from helpdesk.simulator.answer import Answer, Obstacle, simulate
from helpdesk.simulator.question import UNSAVED, Override, Question
from helpdesk.simulator.quiet import read_only
from helpdesk.simulator.sentences import outcome, why
from routing.audience import Mode
from tests.conftest import World
from tests.simulator.conftest import set_up

SITE = "https://www.cheshka.example"


def ask(world: World, page: str = "/", **fields: Any) -> Answer:
    fields = dict[str, Any](region="RU-MOW", point=world.site) | fields
    return simulate(Question(SITE + page, **fields), now=world.now)


def names(answer: Answer) -> list[str]:
    return [group.name for group in answer.shown]


def said(answer: Answer, group: OperatorGroup) -> str:
    return next(why(rules, verdict, answer.where) for rules, verdict in answer.groups if rules.id == group.pk)


@pytest.mark.parametrize(
    ("page", "region", "shown"),
    [
        ("/skoda/octavia", "RU-MOS", ["Skoda: new"]),
        ("/skoda/octavia", "RU-TA", []),
        ("/skoda/octavia", "", []),
        ("/tatra/", "RU-TA", ["Tatra: new"]),
        ("/", "RU-MOS/khimki", ["Skoda: new", "Tatra: new", "Used cars", "Service"]),
        ("/finance/", "ZZ", ["Tatra: new", "Used cars", "Service"]),
    ],
)
def test_document_c(dealership: World, page: str, region: str, shown: list[str]) -> None:
    assert names(ask(dealership, page, region=region)) == shown


def test_a_group_in_another_region_says_which_are_its_own(dealership: World) -> None:
    answer = ask(dealership, "/skoda/", region="RU-TA")
    assert said(answer, dealership.skoda) == (
        "Not shown: its regions are only Moscow, Moscow Oblast; this visitor is in Tatarstan, Russia."
    )
    assert (answer.mode, outcome(answer)) == (Mode.NONE, "No widget")


def test_every_step_has_its_sentence(dealership: World) -> None:
    w = dealership
    assert said(ask(w, "/skoda/", region=""), w.skoda).endswith("where this visitor is, nobody knows.")
    assert said(ask(w, "/skoda/"), w.service) == "Not shown: the page matches “/skoda/*”, where it is not shown."
    set_up(w.skoda, regions_scope="all_but")
    assert said(ask(w), w.skoda).startswith("Not shown: its regions are all but Moscow, Moscow Oblast;")
    set_up(w.used, hidden=True)
    assert said(ask(w), w.used) == "Not shown: it is hidden from visitors."
    set_up(w.tatra, exclude_pages=[], include_pages=["/tatra/*", "*.tatra.example/*"])
    assert (
        said(ask(w), w.tatra) == "Not shown: it is only on “/tatra/*”, “*.tatra.example/*”; this page is another one."
    )
    assert said(ask(w, "/tatra/813"), w.tatra) == "Shown: the page matches “/tatra/*”."
    OperatorGroup.objects.filter(pk=w.service.pk).update(enabled=False)
    assert said(ask(w), w.service) == "Not shown: it is switched off."


def test_presence_is_that_of_now(dealership: World) -> None:
    later = replace(dealership, now=dealership.now + timedelta(hours=1))
    answer = ask(later, "/tatra/")
    assert answer.mode is Mode.REQUEST
    assert said(answer, later.tatra) == "Takes requests: none of its members is there to answer."
    assert answer.talks == ()
    other_moment = ask(dealership, "/tatra/", at=dealership.now + timedelta(days=30))
    assert other_moment.mode is Mode.DIRECT


def test_as_if_everybody_were_at_work(dealership: World) -> None:
    later = replace(dealership, now=dealership.now + timedelta(hours=1))
    Operator.objects.filter(pk=dealership.vera.pk).update(status="lunch")
    assert ask(later, "/tatra/", everybody=True).mode is Mode.DIRECT
    Operator.objects.filter(pk=dealership.vera.pk).update(limit=0)
    answer = ask(later, "/tatra/", everybody=True)
    assert said(answer, later.tatra) == "Shown: everybody is at the limit, so visitors wait in the queue."
    Operator.objects.filter(pk=dealership.vera.pk).update(enabled=False)
    assert ask(later, "/tatra/", everybody=True).mode is Mode.REQUEST


def test_hours_say_when_it_opens(dealership: World) -> None:
    office = Schedule.objects.create(name="Office", zone="Europe/Moscow")
    office.periods.create(weekday=0, opens=time(9), closes=time(18))
    set_up(dealership.service, schedule=office)
    night = dealership.now + timedelta(hours=12)
    assert said(ask(dealership, "/service/", at=night), dealership.service) == (
        "Takes requests: it is closed until Mon 9 March, 09:00 (Europe/Moscow)."
    )
    assert said(ask(dealership, "/", at=night), dealership.service).endswith(
        "Its request form is there when no other group is."
    )


def test_a_full_group(dealership: World) -> None:
    GroupLoad.objects.create(group=dealership.tatra, full=True)
    set_up(dealership.tatra, when_full="hide")
    assert said(ask(dealership, "/tatra/"), dealership.tatra) == "Not shown: everybody is at the limit."
    set_up(dealership.tatra, when_full="request")
    assert said(ask(dealership, "/tatra/"), dealership.tatra) == "Takes requests: everybody is at the limit."


def test_who_would_get_it_and_why_the_others_would_not(dealership: World) -> None:
    set_up(dealership.skoda, regions=[])
    first = dealership.write(dealership.zoya)
    assignments.take(dealership.anna, first.pk, now=dealership.now)
    [talk] = ask(dealership, "/skoda/").talks
    assert talk.trace.chosen == dealership.boris.pk
    dropped = {one.operator: (one.step.value, one.reason) for one in talk.trace.dropped}
    assert dropped[dealership.dina.pk] == ("participant", "not_in_group")
    assert dropped[dealership.anna.pk] == ("algorithm", "busier")
    assert dropped[dealership.gleb.pk] == ("longest_idle", "served_more_recently")
    assert talk.trace.considered == 5


def test_whoever_waits_longer_is_served_first(dealership: World) -> None:
    Operator.objects.filter(pk=dealership.vera.pk).update(limit=1)
    dealership.write(dealership.zoya, group=dealership.tatra)
    [talk] = ask(dealership, "/tatra/").talks
    assert (talk.trace.chosen, talk.ahead) == (None, 1)
    [rested] = ask(dealership, "/tatra/", everybody=True).talks
    assert (rested.trace.chosen, rested.ahead) == (dealership.vera.pk, 0)


def test_the_hold_timeline_is_the_groups_or_the_channels(dealership: World) -> None:
    [talk] = ask(dealership, "/skoda/").talks
    assert [(step.after, step.text) for step in talk.hold] == [
        (30, "One moment, please."),
        (90, "We are still looking for somebody."),
    ]
    own = HoldScenario.objects.create(name="Own")
    own.steps.create(after=5, text="Skoda!")
    set_up(dealership.skoda, hold_scenario=own)
    assert [step.text for step in ask(dealership, "/skoda/", point=None).talks[0].hold] == ["Skoda!"]
    assert ask(dealership, "/tatra/", point=None).talks[0].hold == ()


def test_where_an_address_is(dealership: World) -> None:
    IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-TA", city="Kazan")
    answer = ask(dealership, "/skoda/", region="", address="203.0.113.9")
    assert (answer.where.name, answer.mode) == ("Tatarstan, Russia", Mode.NONE)
    assert ask(dealership, "/", region="", address="192.168.0.1").where.place is None


def test_what_keeps_the_widget_away_altogether(dealership: World) -> None:
    Ban.objects.create(ip="203.0.113.9", reason="rude", created_at=dealership.now)
    point = ContactPoint.objects.create(name="Other", enabled=False, allowed_origins=["https://other.example"])
    answer = ask(dealership, "/", region="", address="203.0.113.9", point=point)
    assert set(answer.obstacles) == set(Obstacle)
    assert (answer.mode, answer.shown, answer.talks) == (Mode.NONE, (), ())
    point.allowed_origins = [SITE]
    assert Obstacle.SITE_NOT_ALLOWED not in ask(dealership, "/", point=point).obstacles


def test_without_an_enabled_group_everybody_gets_everything(dealership: World) -> None:
    OperatorGroup.objects.update(enabled=False)
    answer = ask(dealership, "/skoda/", region="RU-TA")
    assert outcome(answer) == "Straight into the chat with Everyone"
    [talk] = answer.talks
    assert talk.trace.considered == 5
    assert talk.trace.chosen is not None


def test_a_group_as_its_form_has_it(dealership: World) -> None:
    dealership.service.regions = ["RU-TA"]
    rules = rules_of(dealership.service, 1, {})
    answer = ask(dealership, "/service/", overrides=(Override(rules),))
    assert said(answer, dealership.service).startswith("Not shown: its regions are only Tatarstan;")
    assert ask(dealership, "/service/").mode is Mode.DIRECT


def test_a_group_that_is_not_saved_yet(dealership: World) -> None:
    new = OperatorGroup(name="Finance", enabled=True, include_pages=["/finance/*"])
    override = Override(rules_of(new, 0, {}), members=frozenset({dealership.dina.pk}))
    answer = ask(dealership, "/finance/", overrides=(override,))
    assert names(answer)[-1] == "Finance"
    talk = answer.talks[-1]
    assert (talk.group.id, talk.trace.chosen) == (UNSAVED, dealership.dina.pk)
    assert not OperatorGroup.objects.filter(name="Finance").exists()


def contents() -> dict[str, Any]:
    """Every row of every table of the house."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
            found[table] = cursor.fetchone()
    return found


def _tables() -> Iterable[str]:
    return [name for name in connection.introspection.table_names() if name.startswith(("helpdesk_", "django_"))]


def test_nothing_is_written(dealership: World) -> None:
    before = contents()
    for page in ("/", "/skoda/", "/nowhere/"):
        for everybody in (False, True):
            ask(dealership, page, everybody=everybody)
    assert contents() == before


def test_nothing_can_be_written(dealership: World) -> None:
    with pytest.raises(InternalError, match="read-only"), read_only():
        ContactPoint.objects.create(name="Sneaky")
    with transaction.atomic():
        with read_only():
            pass
        # The promise ends where the question does.
        ContactPoint.objects.create(name="Honest")


def test_production_says_the_same(dealership: World) -> None:
    IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-MOS")
    for page in ("/", "/skoda/", "/used/"):
        board, point = current.known(dealership.now), dealership.site.pk
        known = board.audience(SITE + page, "203.0.113.9", dealership.now, point)
        answer = ask(dealership, page, region="", address="203.0.113.9")
        assert (answer.mode, tuple(verdict for _group, verdict in answer.groups)) == (known.mode, known.verdicts)
