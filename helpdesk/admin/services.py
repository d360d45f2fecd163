"""What happens by itself: the general policy, and what each channel does otherwise (SPEC 4.3, 4.8, 4.9, 5.6)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.views import ChangeList

from helpdesk.admin.inheriting import InheritingAdmin
from helpdesk.admin.inheriting_words import inherited
from helpdesk.admin.service_forms import REPLIES, ServiceForm, silent
from helpdesk.admin.service_words import said
from helpdesk.models import ServicePolicy
from helpdesk.resources import ServicePolicyResource
from helpdesk.snapshots.service import read

ENDING = (
    _("When both sides are silent"),
    {
        "fields": ("silence", "warning", "postpone"),
        "description": _("The visitor's last word leaves the conversation open, the operator's leaves it pending."),
    },
)
RESULT = (_("How it ends"), {"fields": ("cancelled_under", "category_required")})
WORDS_ABOUT = _(
    "Said once in each wait, three seconds after nobody was found, and not if somebody was meanwhile. Where several "
    "are true the first one that has a text speaks."
)
CARDS = (_("Client cards"), {"fields": ("deal_with_card",)})
CALLS = (_("Calls at a convenient time"), {"fields": ("callback_minutes",)})


class WithWhatHolds(ChangeList):
    """What holds is read once for the page; each row has it as `holds`."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        holds = read()
        for policy in self.result_list:
            policy.holds = holds[policy.contact_point_id]


@admin.register(ServicePolicy)
class ServicePolicyAdmin(InheritingAdmin):
    resource_classes = (ServicePolicyResource,)
    form = ServiceForm
    title_of_new = _("Service policy of a channel")
    form_context = {"subtitle": None}
    list_display = ("__str__", "ends", "category", "deals", "replies")
    list_select_related = ("contact_point",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithWhatHolds

    def terms(self, obj: ServicePolicy | None) -> tuple[Any, ...]:
        is_general = obj is not None and obj.is_general
        texts = REPLIES if is_general else tuple((name, silent(name)) for name in REPLIES)
        words = (_("When nobody is found"), {"fields": texts, "description": WORDS_ABOUT})
        return (ENDING, RESULT, words, CARDS, CALLS)

    @admin.display(description=_("ends after silence"))
    def ends(self, policy: ServicePolicy) -> str:
        return self._said(policy, "silence")

    @admin.display(description=_("a category is required"))
    def category(self, policy: ServicePolicy) -> str:
        return self._said(policy, "category_required")

    @admin.display(description=_("a deal with each new card"))
    def deals(self, policy: ServicePolicy) -> str:
        return self._said(policy, "deal_with_card")

    @admin.display(description=_("said when nobody is found"))
    def replies(self, policy: ServicePolicy) -> SafeString:
        fields: Any = [ServicePolicy._meta.get_field(name) for name in REPLIES]  # noqa: SLF001 - documented API
        lines = ((field.verbose_name, self._said(policy, field.name)) for field in fields)
        return format_html_join("", "<div><b>{}:</b> {}</div>", lines)

    def _said(self, policy: Any, name: str) -> str:
        text = said(name, getattr(policy.holds, name))
        is_inherited = not policy.is_general and getattr(policy, name) is None
        return inherited(text) if is_inherited else text
