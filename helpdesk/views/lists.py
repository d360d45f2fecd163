"""What one tab shows, and where every live conversation stands (SPEC 6.1)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from helpdesk import queries
from helpdesk.actions.errors import Invalid
from helpdesk.models import Conversation, Operator
from helpdesk.views.rendering import render_row
from routing.placement import Facts, Reader, Tab, is_blue, tab_of

PAGE = 100
"""Rows given at once; the rest on request."""

MOST = 2000
"""Rows of a live tab that one screen can ask for."""


@dataclass(frozen=True, slots=True)
class Listing:
    """`places` is {id: [tab, seq]} of every unclosed conversation that the reader sees: the browser counts from it,
    so a push that is late or comes twice can't make a count drift. `more` is the query string that brings more rows.
    """

    tab: Tab
    rows: list[SafeString]
    places: dict[int, tuple[Tab, int]]
    more: str

    @property
    def counts(self) -> dict[str, int]:
        tabs = [tab for tab, _ in self.places.values()]
        return {tab.value: tabs.count(tab) for tab in (Tab.MY, Tab.OTHERS)}


def listing(operator: Operator, tab: Tab, *, rows: int = PAGE, after: tuple[str, int] | None = None) -> Listing:
    """One tab in the active language. Five queries, whatever there is.

    `rows` is how many of a live tab are wanted; `after` is the last row of the archive that is on the screen.
    """
    reader = queries.reader_of(operator)
    # Before the rows: where something changes between the two, its push is newer than what is known here.
    known = places(operator, reader)
    found = _found(operator, tab, rows, after)
    shown = found[: rows if tab is not Tab.ARCHIVE else PAGE]
    more = _more(tab, rows, shown) if len(found) > len(shown) else ""
    return Listing(tab, [render_row(c, blue=is_blue(c.facts(), reader)) for c in shown], known, more)


def places(operator: Operator, reader: Reader) -> dict[int, tuple[Tab, int]]:
    """{id: (tab, seq)} of every unclosed conversation that the reader sees. One query."""
    unclosed = queries.visible_to(operator, reader).filter(queries.UNCLOSED).order_by()
    found = {}
    rows = unclosed.values_list(
        "pk", "seq", "assignee", "group", "status", "active", "accepted", "seniors", "menu_times"
    )
    for pk, seq, assignee, group, status, active, accepted, seniors, menu_times in rows:
        if tab := tab_of(Facts(assignee, group, status, active, accepted, tuple(seniors), menu_times > 0), reader):
            found[pk] = (tab, seq)
    return found


def cursor(text: str) -> tuple[str, int] | None:
    """`closed_at,id` as "Show more" sends it; None where nothing was sent. Raises Invalid (bad_cursor)."""
    if not text:
        return None
    moment, _, pk = text.partition(",")
    try:
        when = datetime.fromisoformat(moment)
        if when.tzinfo is None:
            raise ValueError
        return when.isoformat(), int(pk)
    except ValueError:
        raise Invalid("bad_cursor", "`after` must be an ISO 8601 moment with its zone and a number.") from None


def _found(operator: Operator, tab: Tab, rows: int, after: tuple[str, int] | None) -> list[Conversation]:
    """One row more than is shown, which says that there is more."""
    match tab:
        case Tab.MY:
            return list(queries.my(operator)[: rows + 1])
        case Tab.OTHERS:
            return list(queries.others(operator)[: rows + 1])
        case Tab.ARCHIVE:
            return list(queries.archive(operator, after)[: PAGE + 1])


def _more(tab: Tab, rows: int, shown: list[Conversation]) -> str:
    if tab is not Tab.ARCHIVE:
        return f"tab={tab}&rows={rows + PAGE}" if rows < MOST else ""
    last = shown[-1]
    assert last.closed_at is not None
    return f"tab={tab}&after={last.closed_at:%Y-%m-%dT%H:%M:%S.%fZ},{last.pk}"
