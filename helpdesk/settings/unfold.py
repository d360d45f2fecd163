"""The admin's look and its sidebar, grouped by the supervisor's tasks."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def _page(title: str | Promise, icon: str, model: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:helpdesk_{model}_changelist"), **more}


def _task(title: str | Promise, *items: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "separator": True, "items": list(items)}


def _inbox(request: HttpRequest) -> str:
    return reverse("inbox")


_HERE = "helpdesk.admin.sidebar"

NAVIGATION = [
    {
        "items": [
            {"title": _("Overview"), "icon": "dashboard", "link": reverse_lazy("admin:index")},
            {
                "title": _("Inbox"),
                "icon": "inbox",
                "link": _inbox,
                "active": f"{_HERE}.never",
                "permission": f"{_HERE}.answers_visitors",
            },
            {
                "title": _("Demo site"),
                "icon": "storefront",
                "link": "/demo/",
                "active": f"{_HERE}.never",
                "permission": f"{_HERE}.is_demo",
            },
        ]
    },
    _task(
        _("Conversations"),
        _page(_("Conversations"), "forum", "conversation"),
        _page(_("Contacts"), "contacts", "contact"),
        _page(_("Deals"), "handshake", "deal"),
        _page(_("Fields of contacts"), "badge", "contactfield"),
        _page(_("Visitors"), "travel_explore", "visitor"),
    ),
    _task(
        _("People"),
        _page(_("Operators"), "support_agent", "operator"),
        _page(_("Accounts"), "key", "user", permission=f"{_HERE}.keeps_accounts"),
    ),
    _task(
        _("Distribution"),
        _page(_("Policies"), "rule", "distributionpolicy"),
        {"title": _("Order of the queue"), "icon": "low_priority", "link": reverse_lazy("admin:queue_order")},
        _page(_("Moving forces"), "move_group", "reinforcement"),
        _page(_("Operator statuses"), "toggle_on", "operatorstatus"),
    ),
    _task(
        _("Who sees what"),
        _page(_("Groups"), "groups", "operatorgroup"),
        _page(_("Working hours"), "schedule", "schedule"),
        _page(_("Region sets"), "map", "regionset"),
        _page(_("Address ranges"), "lan", "iprange"),
        {"title": _("Simulator"), "icon": "science", "link": reverse_lazy("admin:simulator")},
        {"title": _("Coverage map"), "icon": "grid_on", "link": reverse_lazy("admin:coverage")},
    ),
    _task(_("Channels"), _page(_("Channels"), "hub", "contactpoint")),
    _task(
        _("Waiting and words"),
        _page(_("Rules"), "rule", "automation"),
        _page(_("Webhooks"), "webhook", "webhook"),
        _page(_("Menus"), "list_alt", "menu"),
        _page(_("Hold scenarios"), "hourglass_top", "holdscenario"),
        _page(_("Silence and replies"), "auto_awesome", "servicepolicy"),
        _page(_("Quick replies"), "quickreply", "quickreply"),
        _page(_("Categories"), "label", "category"),
        _page(_("Stages"), "flag", "stage"),
    ),
    _task(_("Safety"), _page(_("Bans"), "block", "ban")),
]

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Switchboard",
    "SITE_HEADER": "Switchboard",
    "SITE_SUBHEADER": _("for supervisors"),
    "SITE_SYMBOL": "forum",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("inbox/mark.svg")}],
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "SHOW_LANGUAGES": True,
    "ENVIRONMENT": f"{_HERE}.environment",
    "DASHBOARD_CALLBACK": "helpdesk.admin.dashboard.overview",
    "STYLES": [
        lambda request: static("admin/switchboard.css"),
        lambda request: static("admin/distribution.css"),
        lambda request: static("admin/cards.css"),
    ],
    "BORDER_RADIUS": "8px",
    # The scale around the product's own blue, #0b6bcb.
    "COLORS": {
        "primary": {
            "50": "#eff7ff",
            "100": "#dbedfe",
            "200": "#bfdffe",
            "300": "#93cbfd",
            "400": "#60aefa",
            "500": "#2f8ee8",
            "600": "#0b6bcb",
            "700": "#0a58a8",
            "800": "#0d4a8a",
            "900": "#113f72",
            "950": "#0c284b",
        }
    },
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": NAVIGATION},
}
