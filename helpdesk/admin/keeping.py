"""What is in use is not deleted but switched off, and the page says why."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as ask_and_delete
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.actions.errors import Invalid
from helpdesk.admin.base import Admin

SHOWN_REASONS = 5


class KeptInUse(Admin):
    """`why_kept` says in a sentence why this one stays, None when it may go; `switch_off` is offered instead.

    A `switch_off_label` of None: there is nothing to be switched off.
    """

    actions: Any = ("delete_selected",)
    switch_off_label: str | Promise | None = _("Switch off instead")

    def why_kept(self, obj: Any) -> str | None:
        raise NotImplementedError

    def switch_off(self, request: HttpRequest, obj: Any) -> None:
        """Also tells the supervisor what follows. Raises Invalid."""
        raise NotImplementedError

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        reason = self.why_kept(obj) if obj is not None and self.has_delete_permission(request, obj) else None
        if obj is None or reason is None:
            return self._delete_unless_protected(request, object_id, extra_context)
        if self.switch_off_label and request.method == "POST" and "_switch_off" in request.POST:
            return self._switch_off(request, obj)
        return self._explain(request, obj, reason)

    @admin.action(description=_("Delete selected %(verbose_name_plural)s"), permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        reasons = [reason for obj in queryset if (reason := self.why_kept(obj))]
        if not reasons:
            return ask_and_delete(self, request, queryset)
        for reason in reasons[:SHOWN_REASONS]:
            self.message_user(request, reason, messages.ERROR)
        return None

    def _delete_unless_protected(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            # It came into use between the question and the answer.
            self.message_user(request, _("It is in use by now and cannot be deleted."), messages.ERROR)
            return HttpResponseRedirect(self._address("changelist"))

    def _switch_off(self, request: HttpRequest, obj: Model) -> HttpResponse:
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        try:
            self.switch_off(request, obj)
        except Invalid as error:
            self.message_user(request, error.text, messages.ERROR)
        else:
            self.log_change(request, obj, str(_("Switched off.")))
        return HttpResponseRedirect(self._address("change", obj.pk))

    def _explain(self, request: HttpRequest, obj: Model, reason: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": str(obj),
            "opts": self.opts,
            "reason": reason,
            "switch_off_label": self.switch_off_label,
            "back": self._address("change", obj.pk),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/kept.html", context)

    def _address(self, page: str, *args: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args)
