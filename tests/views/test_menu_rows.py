"""Where a visitor in the menu stands in the lists (SPEC 5.8, 6.1)."""

from helpdesk import queries
from helpdesk.models import Conversation
from helpdesk.views.lists import listing
from helpdesk.views.rendering import order_of, render_row
from routing.placement import Tab
from tests.conftest import World
from tests.views.test_menu_words import menu

__all__ = ["menu"]


def test_nobody_is_kept_waiting_in_the_menu(world: World) -> None:
    """Neither a dot nor a clock, and no place before those who do wait."""
    waits, asked = world.write(world.arrive(), after=5), world.write(world.zoya)
    Conversation.objects.filter(pk=waits.pk).update(menu_times=0)
    assert asked.unanswered_since < waits.unanswered_since
    rows = list(queries.others(world.dina))
    assert rows == [waits, asked]
    assert rows == sorted(rows, key=order_of)
    assert [("Unanswered" in html, "data-wait" in html) for html in map(render_row, rows)] == [
        (True, True),
        (False, False),
    ]


def test_the_page_counts_it_among_the_others(world: World) -> None:
    world.write(world.zoya)
    page = listing(world.anna, Tab.OTHERS)
    assert page.counts == queries.counts(world.anna) == {"my": 0, "others": 1}
    assert "is-blue" not in page.rows[0]
    world.write(world.zoya, "1", after=1)
    page = listing(world.dina, Tab.MY)
    assert page.counts == queries.counts(world.dina) == {"my": 1, "others": 0}
    assert "is-blue" in page.rows[0]
