"""How conversations are given out: the general policy, and what each channel does otherwise (SPEC 3.3)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.admin import policy_doubts
from helpdesk.admin.inheriting import InheritingAdmin
from helpdesk.admin.policy_forms import OF_ALL_CHANNELS, PolicyForm
from helpdesk.admin.policy_words import Line, lines
from helpdesk.models import ContactPoint, DistributionPolicy
from helpdesk.resources import DistributionPolicyResource

WHO = (
    _("Who takes part"),
    {
        "fields": ("operators", "groups", "fallback", "anyone"),
        "description": _(
            "A conversation in a group goes to those of its members who are named here. Where no member is, it goes "
            "to the fallback group; where that has nobody either, it waits."
        ),
    },
)
HOW = (
    _("Who of them gets it"),
    {"fields": ("algorithm", "presence", "personal_manager", "last_operator_days")},
)
HOW_MANY = (_("How many"), {"fields": ("limit", "portion", "portion_minutes", "pause")})
AFTERWARDS = (_("When it is given"), {"fields": ("accept", "accept_seconds", "reassign", "pass_minutes")})
EVERYWHERE = (_("For all channels together"), {"fields": OF_ALL_CHANNELS})


@dataclass(frozen=True, slots=True)
class Card:
    """What holds in one channel, or in general, as the list shows it."""

    title: str
    link: str
    lines: list[Line]
    doubts: list[str]
    general: bool
    enabled: bool = True

    @property
    def inherits_all(self) -> bool:
        return all(line.inherited for line in self.lines)


@admin.register(DistributionPolicy)
class DistributionPolicyAdmin(InheritingAdmin):
    resource_classes = (DistributionPolicyResource,)
    form = PolicyForm
    title_of_new = _("Policy of a channel")
    form_context = {"show_save_and_add_another": False}
    change_form_outer_after_template = "admin/simulator_try.html"
    import_export_change_list_template = "admin/policies.html"
    list_display = ("__str__",)
    autocomplete_fields = ("operators", "groups")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("contact_point", "fallback")
        return rows.prefetch_related("operators", "groups")

    def terms(self, obj: DistributionPolicy | None) -> tuple[Any, ...]:
        everywhere = (EVERYWHERE,) if obj is not None and obj.is_general else ()
        return (WHO, HOW, HOW_MANY, AFTERWARDS, *everywhere)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # Every channel has its card, from which its policy is made; there is nothing to add beside them.
        shown = {"cards": cards(), "title": _("Distribution policies"), "has_add_permission": False}
        return super().changelist_view(request, shown | (extra_context or {}))

    def response_add(self, request: HttpRequest, obj: DistributionPolicy, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._with_doubts(request, obj, super().response_add(request, obj, *args, **kwargs))

    def response_change(self, request: HttpRequest, obj: DistributionPolicy) -> HttpResponse:
        return self._with_doubts(request, obj, super().response_change(request, obj))

    def _with_doubts(self, request: HttpRequest, policy: DistributionPolicy, response: HttpResponse) -> HttpResponse:
        """The list of policies tells them anyway; whoever goes on editing would not see them."""
        if "_continue" in request.POST:
            for text in _doubts(policy):
                messages.warning(request, text)
        return response


def _doubts(policy: DistributionPolicy) -> list[str]:
    house = policy_doubts.look_around(timezone.now())
    if policy.contact_point is None:
        return policy_doubts.of_general(house, policy)
    return policy_doubts.of_channel(house, policy.contact_point, policy, [])


def cards() -> list[Card]:
    """The general policy, then every channel, also those that have no policy of their own."""
    house = policy_doubts.look_around(timezone.now())
    rows = DistributionPolicy.objects.select_related("fallback").prefetch_related("operators", "groups")
    own = {row.contact_point_id: row for row in rows}
    general = own[None]
    said = policy_doubts.of_general(house, general)
    found = [Card(str(general), _change(general), lines(general, general), said, general=True)]
    for point in ContactPoint.objects.all():
        row = own.get(point.pk)
        found.append(
            Card(
                title=point.name,
                link=_change(row) if row else f"{_page('add')}?contact_point={point.pk}",
                lines=lines(general, row),
                doubts=policy_doubts.of_channel(house, point, row, said),
                general=False,
                enabled=point.enabled,
            )
        )
    return found


def _change(row: DistributionPolicy) -> str:
    return _page("change", row.pk)


def _page(name: str, *args: Any) -> str:
    return reverse(f"admin:helpdesk_distributionpolicy_{name}", args=args)
