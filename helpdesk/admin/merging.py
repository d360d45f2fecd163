"""Two cards of one client: which ones may be, and how they become one (SPEC 4.8)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from helpdesk import cards
from helpdesk.actions import contacts
from helpdesk.actions.errors import Invalid
from helpdesk.admin.base import Admin
from helpdesk.models import Contact, ContactField

MOST_PAIRS = 50
DOUBLES = "admin:helpdesk_contact_doubles"


@dataclass(frozen=True, slots=True)
class Line:
    """What both cards say of one thing. `key` is a column, or the key of a free field."""

    key: str
    label: str
    kept: str
    gone: str

    @property
    def differs(self) -> bool:
        """Somebody must choose."""
        return bool(self.kept and self.gone and self.kept != self.gone)


class Merging(Admin):
    """The part of the contacts' admin that is about doubles."""

    actions: Any = ("merge_selected",)
    actions_list: Any = ("doubles_link",)

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("doubles/", guarded(self.doubles), name="helpdesk_contact_doubles"),
            path("doubles/apart/", guarded(self.apart), name="helpdesk_contact_apart"),
            path("merge/<int:kept>/<int:gone>/", guarded(self.merge), name="helpdesk_contact_merge"),
            *super().get_urls(),
        ]

    @action(description=_("Possible doubles"), icon="group_work", permissions=["change"], url_path="to-doubles")
    def doubles_link(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse(DOUBLES))

    @admin.action(description=_("Merge two selected contacts"), permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(chosen) == 2:
            return HttpResponseRedirect(reverse("admin:helpdesk_contact_merge", args=chosen))
        self.message_user(request, _("Choose exactly two cards."), messages.ERROR)
        return None

    def doubles(self, request: HttpRequest) -> HttpResponse:
        """Cards with the same e-mail or phone; nothing is merged by itself."""
        self._refuse_others(request)
        found = cards.pairs(MOST_PAIRS + 1)
        context = {"title": _("Possible doubles"), "pairs": found[:MOST_PAIRS], "more": len(found) > MOST_PAIRS}
        return self._page(request, "admin/doubles.html", context)

    def apart(self, request: HttpRequest) -> HttpResponse:
        """POST: these two are not the same, and are not proposed again."""
        self._refuse_others(request)
        numbers = [request.POST.get(name, "") for name in ("one", "other")]
        if request.method != "POST" or not all(text.isdecimal() and len(text) < 19 for text in numbers):
            return HttpResponse(status=400)
        try:
            contacts.separate(int(numbers[0]), int(numbers[1]))
        except Invalid as error:
            self.message_user(request, error.text, messages.ERROR)
        else:
            self.message_user(request, _("They are not proposed again."), messages.SUCCESS)
        return HttpResponseRedirect(reverse(DOUBLES))

    def merge(self, request: HttpRequest, kept: int, gone: int) -> HttpResponse:
        """Both cards side by side; POST makes them one."""
        self._refuse_others(request)
        if request.method == "POST":
            return self._merged(request, kept, gone)
        found = Contact.objects.select_related("personal_manager").in_bulk([kept, gone])
        if len(found) < 2:
            raise Http404
        context = {
            "title": _("Merge two cards"),
            "kept": found[kept],
            "gone": found[gone],
            "lines": lines(found[kept], found[gone]),
        }
        return self._page(request, "admin/merge.html", context)

    def _merged(self, request: HttpRequest, kept: int, gone: int) -> HttpResponse:
        taken = frozenset(name.removeprefix("take-") for name, value in request.POST.items() if value == "gone")
        try:
            user: Any = request.user
            card, said = contacts.merge(user, kept, gone, taken=taken, now=timezone.now())
        except Invalid as error:
            self.message_user(request, error.text, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:helpdesk_contact_changelist"))
        what = "; ".join(f"{name}: {text}" for name, text in said.items())
        told = _("Merged with card %(gone)s, which said: %(what)s") % {"gone": gone, "what": what}
        self.log_change(request, card, str(told))
        self.message_user(request, _("The two cards are one: “%(name)s”.") % {"name": card.name}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:helpdesk_contact_change", args=[card.pk]))

    def _refuse_others(self, request: HttpRequest) -> None:
        if not (self.has_change_permission(request) and self.has_delete_permission(request)):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context)


def lines(kept: Contact, gone: Contact) -> list[Line]:
    """Everything that at least one of the cards says."""
    both = (kept, gone)
    labels = {field.name: str(field.verbose_name) for field in Contact._meta.concrete_fields}  # noqa: SLF001 - documented API
    found = [
        Line(name, labels[name], *(str(getattr(card, name) or "") for card in both)) for name in contacts.MERGEABLE
    ]
    fields = ContactField.objects.all()
    found += [Line(field.key, field.name, *(str(card.extra.get(field.key, "")) for card in both)) for field in fields]
    return [line for line in found if line.kept or line.gone]
