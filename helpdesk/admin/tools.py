"""Pages of the admin that belong to no table: the simulator and the coverage map."""

from typing import Any, cast

from django.contrib import admin
from django.urls import URLPattern, path

from helpdesk.admin import coverage, simulator


def urls() -> list[URLPattern]:
    """`admin:simulator` and `admin:coverage`, for whoever has the admin: supervisors."""
    guarded = admin.site.admin_view
    return [
        path("simulator/", guarded(simulator.page), name="simulator"),
        path("coverage/", guarded(coverage.page), name="coverage"),
    ]


# The theme's site looks for this name; the stubs know Django's own site only.
cast("Any", admin.site).extra_urls = urls
