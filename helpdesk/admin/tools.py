"""Pages of the admin that belong to no table: simulator, coverage map, order of the queue, trial of rules."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from helpdesk.admin import coverage, queue_order, rule_trial, simulator


def urls() -> list[URLPattern]:
    """`admin:simulator`, `coverage`, `queue_order` and `rules_trial`, for whoever has the admin: supervisors."""
    guarded = admin.site.admin_view
    return [
        path("simulator/", guarded(simulator.page), name="simulator"),
        path("simulator/try/<str:model>/", guarded(simulator.try_form), name="simulator_try_new"),
        path("simulator/try/<str:model>/<path:pk>/", guarded(simulator.try_form), name="simulator_try"),
        path("coverage/", guarded(coverage.page), name="coverage"),
        path("queue-order/", guarded(queue_order.page), name="queue_order"),
        path("rules/trial/", _in_parts(guarded(rule_trial.page)), name="rules_trial"),
    ]


def _in_parts(page: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A part of a page must not be answered with a log-in form: it would be put into the middle of the page."""

    @wraps(page)
    def inner(request: HttpRequest) -> HttpResponse:
        if "HX-Request" in request.headers and not admin.site.has_permission(request):
            return HttpResponse(status=401)
        return page(request)

    return inner


# The theme's site looks for this name; the stubs know Django's own site only.
cast("Any", admin.site).extra_urls = urls
