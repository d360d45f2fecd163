"""The inbox's SQL and `routing.placement` say the same (SPEC 6.1, 6.3)."""

from itertools import product

import pytest

from helpdesk.models import Conversation, VisibilityLevel
from helpdesk.queries import archive, counts, my, others, reader_of, visible_to
from routing.lifecycle import State, Status
from routing.placement import Tab, may_see, tab_of
from tests.conftest import World


def every_lawful_conversation(world: World) -> list[Conversation]:
    """One for each combination of status, live, accepted, assignee, group and menu that the laws allow."""
    made = []
    people, departments = (None, world.anna, world.vera), (None, world.skoda, world.tatra)
    for status, active, accepted, assignee, group, menu_times in product(
        Status, (True, False), (True, False), people, departments, (0, 1)
    ):
        if menu_times and (not active or assignee is not None):
            continue
        try:
            State(status, active, assignee is not None, accepted)
        except ValueError:
            continue
        conversation = world.write(world.arrive())
        queued = conversation.queued_at if active and assignee is None and not menu_times else None
        closed = world.now if status is Status.CLOSED else None
        row = Conversation.objects.filter(pk=conversation.pk)
        row.update(queued_at=queued, closed_at=closed, status=status, active=active, menu_times=menu_times)
        row.update(accepted=accepted, assignee=assignee, group=group)
        made.append(row.get())
    return made


@pytest.mark.parametrize("level", VisibilityLevel.values)
def test_sql_and_placement_agree(world: World, level: str) -> None:
    everything = every_lawful_conversation(world)
    for operator in (world.anna, world.vera, world.gleb):
        operator.visibility = level
        reader = reader_of(operator)
        by_sql = {
            **dict.fromkeys(my(operator), Tab.MY),
            **dict.fromkeys(others(operator), Tab.OTHERS),
            **dict.fromkeys(archive(operator), Tab.ARCHIVE),
        }
        assert by_sql == {c: tab for c in everything if (tab := tab_of(c.facts(), reader))}
        assert set(visible_to(operator)) == {c for c in everything if may_see(c.facts(), reader)}
        assert counts(operator) == {
            "my": list(by_sql.values()).count(Tab.MY),
            "others": list(by_sql.values()).count(Tab.OTHERS),
        }


def test_in_my_the_longest_unanswered_stands_on_top(world: World) -> None:
    answered = world.write(world.arrive(), after=0)
    late = world.write(world.arrive(), after=20)
    early = world.write(world.arrive(), after=10)
    world.answer(world.anna, answered)
    assert list(my(world.anna)) == [early, late, answered]


def test_the_archive_is_read_page_by_page_without_gaps_or_doubles(world: World) -> None:
    pks = [world.write(world.arrive()).pk for _ in range(7)]
    Conversation.objects.update(status="closed", active=False, queued_at=None, closed_at=world.now)
    seen: list[int] = []
    after = None
    while page := list(archive(world.anna, after)[:3]):
        seen += [c.pk for c in page]
        after = (page[-1].closed_at.isoformat(), page[-1].pk)
    assert seen == sorted(pks, reverse=True)
