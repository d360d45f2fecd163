"""In which order channels are served (SPEC 3.7): one list, with a line below which time alone decides."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from helpdesk.models import ContactPoint, DistributionPolicy

LINE = "line"
"""Stands in the list for the line between the channels that have a place and those that have none."""


def page(request: HttpRequest) -> HttpResponse:
    """Shows the order, and stores the one that is sent."""
    if not request.user.has_perm("helpdesk.change_contactpoint"):
        raise PermissionDenied
    if request.method == "POST":
        store(listed(request.POST))
        messages.success(request, _("The queue is served in this order from now on."))
        return HttpResponseRedirect(request.path)
    context = {"title": _("Order of the queue"), "line": LINE, **_context()}
    return render(request, "admin/queue_order.html", admin.site.each_context(request) | context)


def _context() -> dict[str, Any]:
    points = list(ContactPoint.objects.all())
    placed = sorted((point for point in points if point.priority is not None), key=lambda point: point.priority or 0)
    general = DistributionPolicy.objects.get(contact_point=None)
    return {
        "placed": placed,
        "unplaced": [point for point in points if point.priority is None],
        "ageing": general.ageing_minutes,
        "general": general,
    }


def listed(sent: QueryDict) -> list[int]:
    """The numbers above the line, first served first; what is no number, or there twice, is passed over."""
    above: list[int] = []
    for item in sent.getlist("item"):
        if item == LINE:
            return above
        if item.isdecimal() and int(item) not in above:
            above.append(int(item))
    return []


@transaction.atomic
def store(order: list[int]) -> None:
    """Channels that are not named lose their place. Saved one by one, so that the house learns of it."""
    places = {pk: place for place, pk in enumerate(order, 1)}
    for point in ContactPoint.objects.select_for_update():
        place = places.get(point.pk)
        if point.priority != place:
            point.priority = place
            point.save(update_fields=["priority"])
