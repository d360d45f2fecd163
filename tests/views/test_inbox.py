"""The list: tabs, counts, highlight, paging, budgets (SPEC 6.1, 6.3)."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from helpdesk import queries
from helpdesk.actions import assignments, conversations
from helpdesk.models import Conversation, VisibilityLevel
from helpdesk.views import lists
from routing.placement import Tab
from tests.conftest import World
from tests.views.conftest import LogIn


def ids(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<li class="row[^"]*" id="c-(\d+)"', html)]


def get(client: Client, query: str = "") -> str:
    answer = client.get(f"/inbox/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_tab_shows_its_own_with_counts(world: World, log_in: LogIn) -> None:
    mine, new, hers, done = (world.write(world.arrive()) for _ in range(4))
    strangers = world.write(world.arrive(), group=world.tatra)
    assignments.take(world.anna, mine.pk, now=world.now)
    assignments.take(world.boris, hers.pk, now=world.now)
    conversations.close(world.boris, done.pk, now=world.now)
    page = get(log_in(world.anna))
    assert set(ids(page)) == {mine.pk, new.pk}
    assert re.search(r'data-count="my">2<.*data-count="others">2<', page, re.DOTALL)
    partial = log_in(world.anna, partial=True)
    assert set(ids(get(partial, "?tab=others"))) == {hers.pk, strangers.pk}
    assert ids(get(partial, "?tab=archive")) == [done.pk]


def test_what_is_to_be_sorted_out_is_highlighted(world: World, log_in: LogIn) -> None:
    new, taken = world.write(world.arrive()), world.write(world.arrive())
    assignments.take(world.anna, taken.pk, now=world.now)
    page = get(log_in(world.anna))
    assert f'class="row is-blue" id="c-{new.pk}"' in page
    assert f'class="row" id="c-{taken.pk}"' in page


def test_the_places_are_those_of_every_live_conversation(world: World, log_in: LogIn) -> None:
    mine, other = world.write(world.arrive()), world.write(world.arrive(), group=world.service)
    closed = world.write(world.arrive())
    conversations.close(world.anna, closed.pk, now=world.now)
    page = get(log_in(world.anna), "?tab=archive")
    places = json.loads(re.search(r'<script id="places" type="application/json">(.*?)</script>', page)[1])
    assert places == {str(mine.pk): ["my", mine.seq], str(other.pk): ["others", other.seq]}


@pytest.mark.parametrize(("level", "seen"), [("own", False), ("groups", False), ("all", True)])
def test_what_may_not_be_seen_is_in_no_list_and_no_count(
    world: World, log_in: LogIn, level: VisibilityLevel, seen: bool
) -> None:
    conversation = world.write(world.arrive(), "Secret", group=world.tatra)
    world.anna.visibility = level
    world.anna.save()
    page = get(log_in(world.anna), "?tab=others")
    assert (conversation.pk in ids(page)) is seen
    assert ("Secret" in page) is seen
    assert ('data-count="others">1<' in page) is seen
    assert (f'"{conversation.pk}":' in page) is seen


def test_the_archive_comes_in_pages_without_gaps_or_repeats(
    world: World, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    made = [world.write(world.arrive()) for _ in range(8)]
    for n, conversation in enumerate(made):
        # Several at the same moment: the number decides.
        conversations.close(world.anna, conversation.pk, now=world.now + timedelta(microseconds=n // 3))
    client, query, found = log_in(world.anna, partial=True), "?tab=archive", []
    for _ in range(5):
        page = get(client, query)
        found += ids(page)
        more = re.search(r'data-more="(.*?)"', page)
        if not more:
            break
        query = more[1].replace("&amp;", "&")
    assert found == [c.pk for c in queries.archive(world.anna)]
    assert len(found) == 8


def test_a_live_tab_gives_more_rows_when_asked(world: World, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    for _ in range(5):
        world.write(world.arrive())
    client = log_in(world.anna, partial=True)
    first = get(client, "?tab=my&rows=2")
    assert len(ids(first)) == 2
    assert 'data-more="?tab=my&amp;rows=4"' in first
    assert len(ids(get(client, "?tab=my&rows=4"))) == 4
    assert "data-more" not in get(client, "?tab=my&rows=6")


@pytest.mark.parametrize(
    "query",
    ["tab=inbox", "rows=0", "rows=-1", "rows=many", "rows=2001", "rows=²", "rows=99999999999999999999"]
    + [
        f"tab=archive&after={after}"
        for after in ("x", "2026-03-02,1", "2026-03-02T10:00:00Z,", "2026-03-02T10:00:00Z,x")
    ],
)
def test_nonsense_is_refused_in_words(world: World, log_in: LogIn, query: str) -> None:
    answer = log_in(world.anna, partial=True).get(f"/inbox/?{query}")
    assert answer.status_code == 400
    assert answer.json()["text"]


@pytest.mark.parametrize("tab", Tab)
def test_a_list_costs_the_same_however_long(world: World, log_in: LogIn, django_assert_num_queries, tab: Tab) -> None:
    client = log_in(world.anna)
    for round_ in range(2):
        for n in range(6):
            conversation = world.write(world.arrive(), group=(world.skoda, world.tatra)[n % 2])
            if n > 3:
                conversations.close(world.anna, conversation.pk, now=world.now)
        # Session, user, operator; groups and places; groups again and rows, the archive without the groups; statuses.
        with django_assert_num_queries(7 if tab is Tab.ARCHIVE else 8):
            page = get(client, f"?tab={tab}")
        assert len(ids(page)) == 2 * (round_ + 1)
    assert Conversation.objects.count() == 12


def test_empty_tabs_say_what_will_come(world: World, log_in: LogIn) -> None:
    client = log_in(world.anna, partial=True)
    assert "Nothing is waiting for you" in get(client)
    assert "Your colleagues are free" in get(client, "?tab=others")
    assert "The archive is empty" in get(client, "?tab=archive")
