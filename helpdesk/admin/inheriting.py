"""The pages of policies: the general one is always there, and each channel has at most one of its own."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from helpdesk.admin.exchange import Exchange


class InheritingAdmin(Exchange):
    title_of_new: Promise
    form_context: Mapping[str, Any] = {}
    actions = None
    show_full_result_count = False

    def terms(self, obj: Any | None) -> tuple[Any, ...]:
        """The fieldsets of this policy; None is a channel's that is not stored yet."""
        raise NotImplementedError

    def get_fieldsets(self, request: HttpRequest, obj: Any | None = None) -> Any:
        terms = self.terms(obj)
        return ((None, {"fields": ("contact_point",)}), *terms) if obj is None else terms

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        return not (obj is not None and obj.is_general) and super().has_delete_permission(request, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        title = {"title": self.title_of_new} if object_id is None else {}
        return super().changeform_view(
            request, object_id, form_url, {**self.form_context, **title, **(extra_context or {})}
        )
