"""Gaps, crowds and rules that do nothing, over the rows of a house (SPEC 2.14)."""

from datetime import UTC, datetime, time, timedelta
from time import monotonic

import pytest
from django.utils import timezone, translation

from helpdesk.board.hours import schedules
from helpdesk.board.knowledge import read_board
from helpdesk.models import Conversation, Operator, OperatorGroup, Schedule, Visitor
from helpdesk.simulator.findings import Finding, Level, findings, gaps_of
from helpdesk.simulator.heat import Tone, heat
from helpdesk.simulator.labels import Labels
from helpdesk.simulator.territory import Territory, survey
from helpdesk.simulator.visited import visited
from helpdesk.simulator.week import week
from routing.audience import audience
from routing.board import Visit
from routing.reasons import Staff
from tests.conftest import World
from tests.simulator.conftest import MOSCOW, PAGES, set_up


def drawn(world: World, *pages: str) -> Territory:
    return survey(read_board(schedules()), world.now, pages)


def found(world: World, *pages: str) -> list[Finding]:
    territory = drawn(world, *pages)
    return list(findings(territory, gaps_of(territory), world.now, pages))


def only(found: list[Finding], kind: str) -> Finding:
    [finding] = [one for one in found if one.kind == kind]
    return finding


def office(*days: int, zone: str = "UTC") -> Schedule:
    schedule = Schedule.objects.create(name=f"Office {Schedule.objects.count()}", zone=zone)
    for day in days:
        schedule.periods.create(weekday=day, opens=time(9), closes=time(18))
    return schedule


def test_an_unserved_page_in_some_regions(dealership: World) -> None:
    gap = next(one for one in found(dealership) if one.kind == "nobody")
    assert gap.text == "Nobody serves /skoda/…: the groups of the page are shown in other regions only."
    assert (gap.level, gap.groups) == (Level.WARNING, (dealership.skoda.pk,))
    assert (gap.where, gap.when) == ("elsewhere in Russia, elsewhere, place unknown", "")


def test_a_page_with_four_groups(dealership: World) -> None:
    crowd = only(found(dealership), "crowd")
    assert crowd.text == "4 groups at once on /, any other page. Ideally there is one, three at most."
    assert crowd.groups == tuple(getattr(dealership, name).pk for name in PAGES)
    assert crowd.where == "Moscow Oblast, Moscow"


def test_a_group_that_can_never_be_shown(dealership: World) -> None:
    dealership.used.members.clear()
    never = only(found(dealership), "never_shown")
    assert (never.level, never.groups) == (Level.ERROR, (dealership.used.pk,))
    assert never.text == "No visitor can ever chat with this group: it has no members who are switched on."
    dealership.used.members.add(dealership.gleb)
    set_up(dealership.used, exclude_pages=["/*"])
    assert only(found(dealership), "never_shown").text.endswith("every page is excluded.")
    set_up(dealership.used, exclude_pages=[], schedule=office())
    assert only(found(dealership), "never_shown").text.endswith("it never opens.")


def test_members_who_are_all_switched_off_are_none(dealership: World) -> None:
    Operator.objects.filter(pk=dealership.vera.pk).update(enabled=False)
    assert only(found(dealership), "never_shown").groups == (dealership.tatra.pk,)


def test_a_loop_of_fallbacks(dealership: World) -> None:
    # The form refuses it; an import of old rows, or two supervisors at once, may not.
    OperatorGroup.objects.filter(pk=dealership.skoda.pk).update(fallback=dealership.tatra)
    OperatorGroup.objects.filter(pk=dealership.tatra.pk).update(fallback=dealership.skoda)
    loop = only(found(dealership), "loop")
    assert loop.text == "These fallback groups lead in a circle: Skoda: new → Tatra: new → Skoda: new."
    assert loop.groups == (dealership.skoda.pk, dealership.tatra.pk)


def test_everything_hidden(dealership: World) -> None:
    OperatorGroup.objects.update(hidden=True)
    assert [one.kind for one in found(dealership)] == ["all_hidden"]


def test_a_page_that_no_group_is_on(dealership: World) -> None:
    for name in PAGES:
        set_up(getattr(dealership, name), include_pages=["/finance/*", PAGES[name]])
    gap = next(one for one in found(dealership) if one.kind == "nobody" and not one.groups)
    assert gap.text == "No widget on /, any other page: no group is shown there."
    assert gap.level is Level.INFO


def test_hours_that_nobody_covers(dealership: World) -> None:
    set_up(dealership.tatra, schedule=office(0, 1, 2, 3), when_away="hide")
    gap = next(one for one in found(dealership) if one.groups == (dealership.tatra.pk,))
    assert gap.text == "Nobody serves /tatra/… outside working hours, and no request form is offered."
    assert (gap.where, gap.when) == ("", "Mon, Tue, Wed 18:00-09:00; Thu 18:00 - Mon 09:00")


def test_rules_that_never_count(dealership: World) -> None:
    set_up(dealership.skoda, include_pages=["/skoda/*", "/skoda/octavia"], exclude_pages=["/skoda/*"])
    set_up(dealership.tatra, regions=["RU", "RU-MOS"])
    texts = {one.text for one in found(dealership) if one.kind == "dead_rule"}
    assert texts == {
        "“/skoda/*” includes nothing: “/skoda/*” excludes all of it.",
        "“/skoda/octavia” includes nothing: “/skoda/*” excludes all of it.",
        "“/skoda/octavia” is not needed: “/skoda/*” includes it already.",
        "“Moscow Oblast, Russia” is not needed: it is a part of “Russia”.",
    }


def test_a_rule_that_no_visited_page_meets_is_told_once(dealership: World) -> None:
    dead = {one.text: one.groups for one in found(dealership, "cheshka.example/used/17") if one.kind == "dead_rule"}
    assert set(dead) == {
        f"“/{name}/*” matches none of the pages visited in the last 30 days." for name in ("skoda", "tatra", "service")
    }
    others = tuple(group.pk for group in (dealership.tatra, dealership.used, dealership.service))
    assert dead["“/skoda/*” matches none of the pages visited in the last 30 days."] == others


def test_a_finding_is_one_sentence_with_its_place(dealership: World) -> None:
    assert str(only(found(dealership), "crowd")).endswith("three at most. · Moscow Oblast, Moscow")


def test_in_russian(dealership: World) -> None:
    with translation.override("ru"):
        assert next(one for one in found(dealership) if one.kind == "crowd").where.startswith("Московская область")


def test_the_map_says_what_each_visitor_would_see(dealership: World) -> None:
    set_up(dealership.tatra, schedule=office(0), when_away="hide")
    set_up(dealership.used, schedule=office(1))
    territory = drawn(dealership)
    staff = {group.id: Staff(group.members) for group in territory.board.asked}
    for moment in (dealership.now, dealership.now + timedelta(hours=12), dealership.now + timedelta(days=1)):
        for row, kind in zip(heat(territory, moment), territory.pages, strict=True):
            for cell, places in zip(row, territory.places, strict=True):
                for page in kind:
                    for place in places:
                        seen = audience(territory.board, Visit.at(page, place), staff, moment)
                        assert (cell.mode, cell.groups) == (seen.mode, seen.shown)


def test_the_tones(dealership: World) -> None:
    territory = drawn(dealership, "s.example/", "s.example/skoda/", "s.example/used/")
    Labels(territory)
    tones = [[cell.tone for cell in row] for row in heat(territory, dealership.now)]
    # In Moscow, then everywhere else.
    assert tones == [[Tone.FEW, Tone.CROWD], [Tone.NOBODY, Tone.ONE], [Tone.ONE, Tone.ONE]]


def test_pages_alike_are_one_row(dealership: World) -> None:
    territory = drawn(dealership, *(f"s.example/skoda/{number}" for number in range(3000)))
    assert [len(kind) for kind in territory.pages] == [3000]


def test_the_week(dealership: World) -> None:
    set_up(dealership.tatra, schedule=office(0, 1, 2, 3, 4), when_away="hide")
    territory = drawn(dealership)
    days = week(territory, gaps_of(territory), dealership.now)
    assert [day.name for day in days][:2] == ["Mon 2 March", "Tue 3 March"]
    monday = days[0].stretches
    assert [stretch.hours for stretch in monday] == ["00:00-09:00", "09:00-18:00", "18:00-00:00"]
    assert [stretch.chosen for stretch in monday] == [False, True, False]
    assert monday[0].share > monday[1].share
    assert [[stretch.hours for stretch in day.stretches] for day in days[5:]] == [["all day"], ["all day"]]
    assert round(sum(stretch.width for stretch in monday)) == 100


def test_days_begin_where_supervisors_live(dealership: World) -> None:
    set_up(dealership.tatra, schedule=office(0, zone="Asia/Vladivostok"))
    with timezone.override("Asia/Vladivostok"):
        territory = drawn(dealership)
        days = week(territory, gaps_of(territory), dealership.now)
        hours = [stretch.hours for stretch in days[0].stretches]
    assert territory.moments[0] == datetime(2026, 3, 1, 14, tzinfo=UTC)
    assert hours == ["00:00-09:00", "09:00-18:00", "18:00-00:00"]


def test_a_week_without_hours_is_no_choice(dealership: World) -> None:
    territory = drawn(dealership)
    assert week(territory, gaps_of(territory), dealership.now) == ()


def test_pages_really_visited(world: World, django_assert_num_queries: object) -> None:
    Visitor.objects.all().delete()
    for page, days in [("https://www.s.example/a/", 1), ("http://s.example/a", 2), ("https://s.example/b", 3), ("", 1)]:
        visitor = world.arrive()
        seen = world.now - timedelta(days=days)
        Visitor.objects.filter(pk=visitor.pk).update(page=page, seen_at=seen)
    old = world.arrive()
    Visitor.objects.filter(pk=old.pk).update(page="https://s.example/old", seen_at=world.now - timedelta(days=31))
    writer = world.arrive()
    world.write(writer, group=world.used)
    Conversation.objects.update(start_page="https://cheshka.example/skoda/")
    Visitor.objects.filter(pk=writer.pk).update(page="https://s.example/b", seen_at=world.now)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert set(visited(world.now)) == {"s.example/a", "s.example/b", "cheshka.example/skoda"}
    assert visited(world.now)[-1] == "cheshka.example/skoda"


@pytest.fixture
def hundred_groups(world: World) -> World:
    """Each with ten pages, three regions, and hours of its own."""
    codes = ["RU-MOW", "RU-MOS", "RU-TA", "RU-SPE", "RU-LEN", "KZ", "DE", "FR"]
    for number in range(96):
        schedule = Schedule.objects.create(name=f"Hours {number}", zone="Europe/Moscow")
        for day in range(6):
            schedule.periods.create(weekday=day, opens=time(8, number % 60), closes=time(17, number % 60))
        group = OperatorGroup.objects.create(
            name=f"Group {number}",
            enabled=True,
            position=number,
            schedule=schedule,
            regions=[codes[(number + step) % len(codes)] for step in range(3)],
            include_pages=[f"/part-{number * (step + 1) % 400}/*" for step in range(9)] + ["/common/*"],
        )
        group.members.add(world.anna)
    return world


def test_a_hundred_groups_are_looked_at_in_seconds(hundred_groups: World) -> None:
    begun = monotonic()
    territory = drawn(hundred_groups)
    gaps = gaps_of(territory)
    findings(territory, gaps, hundred_groups.now)
    heat(territory, hundred_groups.now)
    week(territory, gaps, hundred_groups.now)
    assert monotonic() - begun < 6
    assert territory.by_the_hour
    assert territory.pages_left > 0


def test_regions_of_the_rules_are_all_there(dealership: World) -> None:
    labels = Labels(drawn(dealership))
    named = [labels.place(place) for kind in drawn(dealership).places for place in kind]
    assert named == ["elsewhere in Russia", "elsewhere", "place unknown", "Moscow Oblast", "Moscow"]
    assert sorted(MOSCOW) == ["RU-MOS", "RU-MOW"]
