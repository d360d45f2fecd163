"""On which pages a group is shown (SPEC 2.4): exclude beats include, and no include means every page."""

from collections.abc import Iterable
from dataclasses import dataclass

from routing.patterns import Page, Pattern, read


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """`reason`: all_pages, included, excluded, not_included. `pattern` is the one that decided, where one did."""

    kept: bool
    reason: str
    pattern: Pattern | None = None


ALL_PAGES = PageVerdict(True, "all_pages")
NOT_INCLUDED = PageVerdict(False, "not_included")


@dataclass(frozen=True, slots=True)
class PageRules:
    """In the supervisor's order; of several patterns that match, the first is named as the one that decided."""

    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()

    @classmethod
    def read(cls, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> "PageRules":
        """Raises PatternError for the first text that is no pattern."""
        return cls(tuple(read(text) for text in include), tuple(read(text) for text in exclude))

    def decide(self, page: Page) -> PageVerdict:
        excluded = first_match(self.exclude, page)
        if excluded is not None:
            return PageVerdict(False, "excluded", excluded)
        if not self.include:
            return ALL_PAGES
        included = first_match(self.include, page)
        return NOT_INCLUDED if included is None else PageVerdict(True, "included", included)


EVERY_PAGE = PageRules()


def first_match(patterns: Iterable[Pattern], page: Page) -> Pattern | None:
    return next((pattern for pattern in patterns if pattern.matches(page)), None)
