"""What has gone wrong once, told to the same machine step by step."""

from collections.abc import Iterator

import pytest

from helpdesk.actions import conversations
from helpdesk.models import Conversation
from tests.machine.test_machine import Everything

SITE, MESSENGER, GENERAL = 0, 1, 2
ANNA = 0


@pytest.fixture
def house(db: None) -> Iterator[Everything]:
    house = Everything()
    yield house
    house.states_are_lawful()
    house.traces_replay()
    house.inboxes_show_what_placement_says()
    house.teardown()


def talk_and_end(house: Everything) -> Conversation:
    """Anna has answered somebody from the site, and ended it."""
    house.arrive(n=SITE, group=0, contact=2, many=1)
    conversation = Conversation.objects.get()
    house.take(who=ANNA, n=0)
    house.the_assignee_replies(n=0)
    house.leave_off(who=ANNA, n=0, verb=conversations.end)
    return conversation


def test_a_visitor_who_came_back_was_left_with_somebody_who_never_accepted(house: Everything) -> None:
    house.change_a_term(n=GENERAL, term=("accept_seconds", 30))
    conversation = talk_and_end(house)
    house.write_again(n=0)
    conversation.refresh_from_db()
    assert conversation.assignee == house.office.people[ANNA]
    house.time_passes(seconds=45)
    house.take_back_what_was_not_accepted()
    house.drain()
    conversation.refresh_from_db()
    assert conversation.assignee == house.office.people[1]


def test_a_visitor_who_came_back_put_the_operator_above_the_channels_limit(house: Everything) -> None:
    house.change_a_term(n=GENERAL, term=("limit", 1))
    talk_and_end(house)
    house.arrive(n=SITE, group=0, contact=2, many=1)
    house.take(who=ANNA, n=1)
    house.write_again(n=0)
    house.drain()


def test_a_channel_with_a_short_interval_made_the_others_forget_their_portions(house: Everything) -> None:
    house.change_membership(n=0, who=1, joins=False)
    house.change_an_operator(who=ANNA, limit=30, level="all", senior=False, enabled=1)
    house.change_a_term(n=MESSENGER, term=("portion_minutes", 1))
    house.change_a_term(n=GENERAL, term=("portion", 2))
    for point in (SITE, SITE, MESSENGER, SITE, MESSENGER):
        house.arrive(n=point, group=0, contact=2, many=1)
        house.drain()
        house.time_passes(seconds=61)
