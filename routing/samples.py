"""Pages, places and moments that stand for all those which a board's rules can tell apart (SPEC 2.14)."""

from datetime import UTC, datetime, timedelta

from routing.addresses import normalise
from routing.board import Board
from routing.patterns import PATH, PATH_AND_QUERY, Pattern
from routing.regions import Place

ELSEWHERE = Place("ZZ")
"""A country that no rule names: ZZ is no country's code and never will be."""

ANOTHER = "another-page"
"""Stands for the pages that no pattern names."""


def sample_pages(board: Board) -> tuple[str, ...]:
    """For each pattern a page that it matches, on each site that some pattern names, and pages that none names."""
    patterns = [p for group in board.asked for p in (*group.pages.include, *group.pages.exclude)]
    hosts = sorted({_host(pattern) for pattern in patterns} - {""}) or ["example.com"]
    pages = [f"//{host}/{path}" for host in hosts for path in ("", ANOTHER)]
    for pattern in patterns:
        filled = pattern.glob.replace("*", ANOTHER)
        if _names_host(pattern):
            pages.append("//" + filled.lstrip("."))
        else:
            pages += [f"//{host}/{filled.lstrip('/')}" for host in hosts]
    return tuple(dict.fromkeys(normalise(page) for page in pages))


def sample_places(board: Board) -> tuple[Place | None, ...]:
    """Each region that a rule names, its country apart from it, a country that none names, and an unknown place."""
    codes = sorted({code for group in board.asked for code in group.regions.codes})
    places = [place for code in codes for place in (Place(code[:2]), _place(code))]
    return (*dict.fromkeys(places), ELSEWHERE, None)


def sample_moments(board: Board, now: datetime, days: int = 7) -> tuple[datetime, ...]:
    """`now` and every moment in the coming days at which some group opens or closes, in UTC."""
    now = now.astimezone(UTC)
    end = now + timedelta(days=days)
    schedules = {id(group.schedule): group.schedule for group in board.asked if group.schedule is not None}
    changes = {moment for schedule in schedules.values() for span in schedule.spans(now, days + 2) for moment in span}
    return (now, *sorted(moment for moment in changes if now < moment < end))


def _names_host(pattern: Pattern) -> bool:
    """`*.shop.example/` does, `*.html` and `*word*` rather mean something in the path."""
    if pattern.form in (PATH, PATH_AND_QUERY):
        return False
    return not pattern.glob.startswith("*") or (pattern.glob.startswith("*.") and "/" in pattern.glob.rstrip("/"))


def _host(pattern: Pattern) -> str:
    """The site that a pattern names, where it names exactly one."""
    host = pattern.glob.partition("/")[0]
    return "" if "*" in host or not host.startswith(".") else host.lstrip(".")


def _place(code: str) -> Place:
    area, _, city = code.partition("/")
    subdivisions = (area,) if "-" in area else ()
    return Place(area[:2], subdivisions, (city,) if city else ())
