"""A dry run goes on portion by portion; all of them together are what one whole run finds (SPEC 5.4)."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from helpdesk.automation.past import PIECE, SPAN
from helpdesk.automation.trial import PORTION, Question, Trial, portion, portions, trial
from routing.automation import actions as do
from routing.automation.conditions import Conditions, when
from routing.automation.facts import Kind
from routing.automation.rule import Rule
from tests.admin.crowds import crowd
from tests.conftest import NOW, World

ENDED = Conditions(every=(when("event", "is", "conversation.ended"),))
BEGUN = Rule("begun", Kind.INCOMING, (do.AddTag("new"),))
TAG = Rule("tag", Kind.CHANGED, (do.AddTag("ended"),), ENDED)
LATE = Rule("late", Kind.TIMED, (do.SetPriority(1),), Conditions(every=(when("waiting", "more_than", 60),)))


def question(*instead: Rule, days: int = 7) -> Question:
    return Question((), instead, NOW - timedelta(days=days), NOW)


def whole(asked: Question) -> Trial:
    return trial(asked.today, asked.instead, days=7, now=asked.until)


@pytest.mark.parametrize("most", [1, 7, 49, 50, 51, PORTION])
def test_portions_of_any_size_are_together_one_whole_run(world: World, most: int) -> None:
    crowd(world, 50, last=NOW - timedelta(minutes=5))
    asked = question(TAG, LATE)
    found = list(portions(asked, most=most))
    assert sum(found, Trial()) == whole(asked)
    assert all(one.conversations <= most for one in found)
    assert (whole(asked).conversations, whole(asked).changes, whole(asked).changed) == (50, 100, 50)


def test_a_second_run_finds_the_same_while_people_go_on_writing(world: World) -> None:
    made = crowd(world, 30, last=NOW - timedelta(minutes=5))
    asked = question(TAG, LATE)
    before = whole(asked)
    found = []
    for number, one in enumerate(portions(asked, most=10), 1):
        found.append(one)
        world.write(made[number].visitor, after=number)
        world.write(made[-number].visitor, after=number)
        world.write(world.zoya, after=number)
    assert sum(found, Trial()) == before == whole(asked)


def test_newest_conversations_come_first_and_each_in_order_of_time(world: World) -> None:
    crowd(world, 10, last=NOW - timedelta(minutes=5))
    told = [(d.moment.conversation, d.moment.at) for d in whole(question(BEGUN, TAG)).differences]
    assert told == sorted(told, key=lambda one: (-one[0], one[1]))
    assert len(told) == 14


def test_what_lies_far_back_in_the_numbers_is_found(world: World) -> None:
    old, new = crowd(world, 2, last=NOW - timedelta(minutes=5))
    new.events.all().delete()
    new.delete()
    new.pk = old.pk + 3 * SPAN
    new.save()
    assert [one.conversations for one in portions(question())] == [1]
    assert portion(question(), seconds=0).before == new.pk + 1 - SPAN
    assert sum(portions(question()), Trial()).conversations == 1


def test_a_conversation_that_only_ended_in_these_days_is_looked_at(world: World) -> None:
    [old] = crowd(world, 1, last=NOW - timedelta(days=8))
    old.events.filter(seq=2).update(created_at=NOW - timedelta(days=1))
    assert whole(question(TAG)).conversations == 0
    old.ended_at = NOW - timedelta(days=1)
    old.save()
    found = whole(question(BEGUN, TAG))
    assert (found.conversations, found.changes, found.changed) == (1, 1, 1)


def test_one_request_costs_so_many_queries_and_so_much_time(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    crowd(world, PORTION + PIECE, last=NOW - timedelta(minutes=5))
    with django_assert_max_num_queries(16 + 2 * PORTION // PIECE):
        found = portion(question(TAG), seconds=600)
    assert (found.conversations, found.before is None) == (PORTION, False)
    assert portion(question(TAG), most=PIECE + 1).conversations == PIECE + 1
    in_no_time = portion(question(TAG), seconds=0)
    assert (in_no_time.conversations, in_no_time.before is None) == (PIECE, False)
    assert whole(question(TAG)).conversations == PORTION + PIECE
