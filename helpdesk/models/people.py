"""Who answers: users and operators (SPEC 1, 3.1, 3.2, 6.3)."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from routing.placement import Visibility


class User(AbstractUser):
    """Somebody who can log in. A supervisor is a staff user; an operator has an `operator` row."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")


class OperatorStatus(models.Model):
    """Set by hand and kept across log-outs. The four given ones have their names in every language."""

    GIVEN = {"free": _("Free"), "busy": _("Busy"), "lunch": _("At lunch"), "break": _("Break")}

    code = models.SlugField(_("code"), primary_key=True, max_length=16, help_text=_("For imports; never shown."))
    name = models.CharField(
        _("name"), max_length=40, blank=True, help_text=_("Operators choose it by this name. Empty: the given name.")
    )
    receives = models.BooleanField(
        _("receives conversations"),
        default=False,
        help_text=_("Whether an operator with this status is given new conversations."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("operator status")
        verbose_name_plural = _("operator statuses")

    def __str__(self) -> str:
        return self.name or str(self.GIVEN.get(self.code, self.code))

    def clean(self) -> None:
        if not self.name and self.code not in self.GIVEN:
            raise ValidationError({"name": _("Give the status a name.")})


class VisibilityLevel(models.TextChoices):
    OWN = Visibility.OWN.value, _("own conversations")
    GROUPS = Visibility.GROUPS.value, _("conversations of own groups")
    ALL = Visibility.ALL.value, _("all conversations")


class Operator(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="operator", verbose_name=_("user")
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80, help_text=_("Visitors see this name."))
    enabled = models.BooleanField(
        _("enabled"), default=True, help_text=_("A disabled operator cannot open the inbox and receives nothing.")
    )
    limit = models.PositiveSmallIntegerField(
        _("limit"),
        null=True,
        blank=True,
        help_text=_("How many live conversations at once. Empty: the group's default; 0: receives none."),
    )
    status = models.ForeignKey(
        OperatorStatus,
        on_delete=models.PROTECT,
        default="free",
        related_name="operators",
        db_column="status",
        verbose_name=_("status"),
    )
    status_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    schedule = models.ForeignKey(
        "helpdesk.Schedule",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="operators",
        verbose_name=_("own hours"),
        help_text=_("Put the operator into and out of distribution; a status set by hand wins until they change."),
    )
    visibility = models.CharField(
        _("sees"),
        max_length=8,
        choices=VisibilityLevel,
        default=VisibilityLevel.ALL,
        help_text=_("What this operator can open, find and be told about."),
    )
    senior = models.BooleanField(
        _("senior"), default=False, help_text=_("Colleagues can call this operator into a conversation.")
    )
    last_assigned_at = models.DateTimeField(_("last assignment"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("operator")
        verbose_name_plural = _("operators")

    def __str__(self) -> str:
        return self.name
