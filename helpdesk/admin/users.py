"""Accounts. Only the owner (a superuser) keeps them."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.admin import StackedInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from helpdesk.admin.keeping import KeptInUse
from helpdesk.admin.operators import has_worked
from helpdesk.models import Operator, User

# What people may do is decided by predicates, not by Django's permission groups.
admin.site.unregister(Group)


class OperatorInline(StackedInline):
    model = Operator
    fields = (("name", "enabled"), ("limit", "visibility"))
    can_delete = False
    extra = 1
    hide_title = True
    verbose_name = verbose_name_plural = _("Answers visitors as")


@admin.register(User)
class UserAdmin(DjangoUserAdmin, KeptInUse):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (OperatorInline,)
    list_display = ("username", "full_name", "email", "operator_name", "is_active", "is_staff", "is_superuser")
    list_filter = ("is_active", "is_staff", "is_superuser")
    list_select_related = ("operator",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (
            _("May do"),
            {
                "fields": ("is_active", "is_staff", "is_superuser"),
                "description": _(
                    "“Staff” is a supervisor, who configures everything but accounts. “Superuser” is the owner, "
                    "who also keeps the accounts. Operators need neither."
                ),
            },
        ),
        (_("Dates"), {"fields": (("last_login", "date_joined"),)}),
    )
    readonly_fields = ("last_login", "date_joined")

    @admin.display(description=pgettext_lazy("person", "name"))
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("operator"), ordering="operator__name")
    def operator_name(self, user: User) -> str:
        return user.operator.name if hasattr(user, "operator") else ""

    def why_kept(self, user: User) -> str | None:
        if not hasattr(user, "operator") or not has_worked(user.operator):
            return None
        text = _("%(name)s has answered visitors, and conversations keep who answered. Switch the account off instead.")
        return text % {"name": user.operator.name}

    def switch_off(self, request: HttpRequest, user: User) -> None:
        user.is_active = False
        user.save(update_fields=["is_active"])
        if hasattr(user, "operator"):
            user.operator.enabled = False
            user.operator.save(update_fields=["enabled"])
        messages.success(request, _("%(name)s cannot log in any more.") % {"name": user.username})
