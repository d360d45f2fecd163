"""The inbox page and the list in its left column."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpdesk.actions.errors import Invalid
from helpdesk.models import Operator, OperatorStatus
from helpdesk.models.presence import RENEW_SECONDS
from helpdesk.views import answers
from helpdesk.views.access import OperatorRequest, operator_required
from helpdesk.views.lists import MOST, PAGE, Listing, cursor, listing
from helpdesk.views.texts import for_the_browser
from routing.placement import Tab


@never_cache
@require_safe
@operator_required
def inbox(request: OperatorRequest) -> HttpResponse:
    """The whole page, or only the list where the page asks for it.

    `tab` is my, others or archive; `rows` how many of a live tab; `after` the archive's last row on the screen.
    """
    try:
        tab = _tab(request.GET.get("tab", Tab.MY))
        found = listing(request.operator, tab, rows=_rows(request), after=cursor(request.GET.get("after", "")))
    except Invalid as error:
        return answers.refused(error)
    if not request.htmx:
        return render(request, "inbox/inbox.html", page_context(request.operator, found))
    response = render(request, "inbox/_list.html", {"list": found})
    response.headers["Vary"] = "HX-Request"
    return response


def page_context(operator: Operator, found: Listing) -> dict[str, Any]:
    """What the page around the conversation shows."""
    return {
        "list": found,
        "operator": operator,
        "statuses": OperatorStatus.objects.all(),
        "texts": for_the_browser(),
        "config": {"pulse": RENEW_SECONDS, "language": get_language()},
    }


def _tab(text: str) -> Tab:
    try:
        return Tab(text)
    except ValueError:
        raise Invalid("bad_tab", "`tab` is my, others or archive.") from None


def _rows(request: OperatorRequest) -> int:
    text = request.GET.get("rows", "")
    if not text:
        return PAGE
    if not text.isdecimal() or not 1 <= int(text[:6]) <= MOST:
        raise Invalid("bad_rows", f"`rows` is a whole number up to {MOST}.")
    return int(text[:6])
