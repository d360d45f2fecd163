"""Pages of the admin that belong to no table: the simulator, the coverage map, the trial of rules."""

from typing import Any, cast

from django.contrib import admin
from django.urls import URLPattern, path

from helpdesk.admin import coverage, rule_trial, simulator


def urls() -> list[URLPattern]:
    """`admin:simulator`, `admin:coverage`, `admin:rules_trial`, for whoever has the admin: supervisors."""
    guarded = admin.site.admin_view
    return [
        path("simulator/", guarded(simulator.page), name="simulator"),
        path("coverage/", guarded(coverage.page), name="coverage"),
        path("rules/trial/", guarded(rule_trial.page), name="rules_trial"),
    ]


# The theme's site looks for this name; the stubs know Django's own site only.
cast("Any", admin.site).extra_urls = urls
