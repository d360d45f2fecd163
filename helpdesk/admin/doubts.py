"""What is allowed but hardly meant: told to the supervisor after saving (SPEC 2.5, 2.7, 2.14)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpdesk.actions.groups import heir
from helpdesk.admin.group_words import some
from helpdesk.admin.region_picker import label
from helpdesk.board.hours import schedules
from helpdesk.board.knowledge import read_board
from helpdesk.board.places import folder
from helpdesk.geo.databases import shelf
from helpdesk.models import OperatorGroup
from routing.board import Board, GroupRules
from routing.coverage import Kind, gaps
from routing.doubts import DeadRule, dead_rules, never_shown
from routing.samples import ANOTHER, sample_moments, sample_pages, sample_places

NO_DATABASE = gettext_lazy(
    "Regions are used, but no database of addresses is installed: visitors come from an unknown place."
)

TOLD = 5
"""Useless rules; the others are counted."""

PAGES, PLACES, MOMENTS = 300, 200, 60
"""Looked at while a form is saved. The coverage map looks at all of them."""


def tell(request: HttpRequest, group: OperatorGroup, now: datetime) -> None:
    """About this group and, where it is enabled, about all of them together."""
    board = read_board(schedules())
    rules = next(each for each in board.groups if each.id == group.pk)
    for text in (*useless_rules(rules), *of_one(board, group, now), *together(board)):
        messages.warning(request, text)


def useless_rules(rules: GroupRules) -> Iterator[str]:
    dead = list(dead_rules(rules))
    yield from (_dead(rule) for rule in dead[:TOLD])
    if len(dead) > TOLD:
        more = len(dead) - TOLD
        yield ngettext("%(count)s more rule does nothing.", "%(count)s more rules do nothing.", more) % {"count": more}


def of_one(board: Board, group: OperatorGroup, now: datetime) -> Iterator[str]:
    reasons = {
        "no_members": _("“%(name)s” has no members: nobody will answer."),
        "pages": _("No visitor will ever see “%(name)s”: all its pages are excluded."),
        "hours": _("No visitor will ever chat with “%(name)s”: its working hours never open."),
    }
    for never in never_shown(board, now):
        if never.group == group.pk:
            yield reasons[never.reason] % {"name": group.name}
    if group.fallback and heir(group) is None:
        yield _("The fallback group “%(name)s” is switched off: conversations would go to everyone.") % {
            "name": group.fallback.name
        }
    if group.enabled and not group.hidden:
        yield from _crowd(board, group, now)


def together(board: Board) -> Iterator[str]:
    """What no single group can know."""
    enabled = [rules for rules in board.groups if rules.enabled]
    if enabled and not any(rules.takes_messengers for rules in enabled):
        yield _("No group that is switched on takes messengers, mail and calls. Let one of them take them.")
    if any(rules.regions.codes for rules in enabled) and not shelf(folder()).databases:
        yield format_html(
            '{} <a href="{}" class="underline">{}</a>',
            NO_DATABASE,
            reverse("admin:helpdesk_iprange_changelist"),
            _("What to do"),
        )


def _dead(rule: DeadRule) -> str:
    texts = {
        ("include", "excluded"): _("“%(text)s” includes nothing: “%(by)s” excludes all of it."),
        ("exclude", "outside"): _("“%(text)s” excludes nothing: no such page is included."),
        ("include", "repeated"): _("“%(text)s” is not needed: “%(by)s” includes it already."),
        ("exclude", "repeated"): _("“%(text)s” is not needed: “%(by)s” excludes it already."),
        ("region", "repeated"): _("“%(text)s” is not needed: it is a part of “%(by)s”."),
    }
    text, by = (label(rule.text), label(rule.by)) if rule.rule == "region" else (rule.text, rule.by)
    return texts[rule.rule, rule.reason] % {"text": text, "by": by}


def _crowd(board: Board, group: OperatorGroup, now: datetime) -> Iterator[str]:
    pages = islice(sample_pages(board), PAGES)
    places = islice(sample_places(board), PLACES)
    moments = islice(sample_moments(board, now), MOMENTS)
    crowds = [gap for gap in gaps(board, pages, places, moments) if gap.kind is Kind.CROWD and group.pk in gap.groups]
    if not crowds:
        return
    worst = max(crowds, key=lambda gap: len(gap.groups))
    names = {rules.id: rules.name for rules in board.groups}
    yield _("On some pages visitors choose from %(count)s groups: %(groups)s; for example %(pages)s. One is ideal.") % {
        "count": len(worst.groups),
        "groups": some([names[pk] for pk in worst.groups]),
        "pages": some([_readable(page) for page in worst.pages]),
    }


def _readable(page: str) -> str:
    """A sample page without what only stands for something else."""
    return page.replace(ANOTHER, "…").removeprefix("example.com") or "/"
