"""Trying page patterns while they are typed: which of them match an address, and whether the group is shown there."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextInputWidget

from helpdesk.admin.lines import complaints, numbered
from helpdesk.models.group import why_no_pattern
from routing.pages import PageRules, PageVerdict
from routing.patterns import Page, Pattern, read

LISTS = ("include_pages", "exclude_pages")
ADDRESS = reverse_lazy("admin:helpdesk_operatorgroup_try_page")
ANSWER = mark_safe('<div id="page-tester-answer" class="mt-2" role="status"></div>')
MOST_LETTERS = 200_000
"""In one list; a list that anybody reads is far shorter."""


class PageTester(UnfoldAdminTextInputWidget):
    """An address to try; the answer appears below while it or one of the lists is typed."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        moments = ("", *(f" from:#id_{name}" for name in LISTS))
        return super().build_attrs(base_attrs, extra_attrs) | {
            "hx-post": str(ADDRESS),
            "hx-params": ", ".join(("csrfmiddlewaretoken", "try_page", *LISTS)),
            "hx-trigger": ", ".join(f"input delay:300ms{where}" for where in moments),
            "hx-target": "#page-tester-answer",
            "hx-sync": "this:replace",
            "autocomplete": "off",
            "placeholder": "https://www.example.com/skoda/octavia",
        }

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return super().render(*args, **kwargs) + ANSWER


class TriedPage(forms.CharField):
    """Never stored."""

    widget = PageTester

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def answer(request: HttpRequest) -> HttpResponse:
    """The lists as they are in the form just now, tried on an address; lines that are no patterns are named."""
    texts = [request.POST.get(name, "")[:MOST_LETTERS] for name in LISTS]
    context: dict[str, Any] = {"wrong": [complaint for text in texts for complaint in complaints(text)]}
    written = request.POST.get("try_page", "").strip()
    if written:
        page = Page.at(written)
        include, exclude = (tuple(_patterns(text)) for text in texts)
        verdict = PageRules(include, exclude).decide(page)
        context |= {
            "page": str(page.address),
            "shown": verdict.kept,
            "why": _words(verdict),
            "include": _matching(include, page),
            "exclude": _matching(exclude, page),
        }
    return TemplateResponse(request, "admin/page_tester_answer.html", context)


def _words(verdict: PageVerdict) -> str:
    texts = {
        "all_pages": _("The group is shown on this page, as on all pages."),
        "included": _("The group is shown on this page because of “%(pattern)s”."),
        "excluded": _("The group is not shown on this page because of “%(pattern)s”."),
        "not_included": _("The group is not shown on this page: nothing includes it."),
    }
    return texts[verdict.reason] % {"pattern": verdict.pattern.text if verdict.pattern else ""}


def _patterns(text: str) -> Iterable[Pattern]:
    return (read(line) for _number, line in numbered(text) if why_no_pattern(line) is None)


def _matching(patterns: Iterable[Pattern], page: Page) -> list[str]:
    return [pattern.text for pattern in patterns if pattern.matches(page)]
