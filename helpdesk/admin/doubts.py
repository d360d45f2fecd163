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
from helpdesk.board.hours import schedules
from helpdesk.board.knowledge import read_board
from helpdesk.board.places import folder
from helpdesk.geo.databases import shelf
from helpdesk.models import ContactPoint, OperatorGroup
from helpdesk.quoting import quoted
from helpdesk.simulator import rule_words
from helpdesk.snapshots import policies, states
from routing.board import Board, GroupRules
from routing.coverage import Kind, gaps
from routing.doubts import dead_rules, never_shown, unreached
from routing.samples import ANOTHER, sample_moments, sample_pages, sample_places
from routing.staffing import members_of

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
    yield from map(rule_words.dead_rule, dead[:TOLD])
    if len(dead) > TOLD:
        more = len(dead) - TOLD
        yield ngettext("%(count)s more rule does nothing.", "%(count)s more rules do nothing.", more) % {"count": more}


def of_one(board: Board, group: OperatorGroup, now: datetime) -> Iterator[str]:
    for never in never_shown(board, now):
        if never.group == group.pk:
            yield rule_words.never_shown(never.reason)
    if group.fallback and heir(group) is None:
        yield _("The fallback group “%(name)s” is switched off: conversations would go to everyone.") % {
            "name": group.fallback.name
        }
    if group.enabled and not group.hidden:
        yield from _crowd(board, group, now)
    if group.enabled:
        yield from _unreached(group, now)


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


def _unreached(group: OperatorGroup, now: datetime) -> Iterator[str]:
    """Channels whose policy lets nobody of the group take part, and nobody else instead."""
    points = unreached(members_of(states(now)), policies.read(now).policies, group.pk)
    names = ContactPoint.objects.filter(pk__in=points, enabled=True).values_list("name", flat=True) if points else ()
    if names:
        yield _(
            "No member of the group takes part in the distribution of %(channels)s: "
            "what comes from there gets nobody here."
        ) % {"channels": some([quoted(name) for name in names])}


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
