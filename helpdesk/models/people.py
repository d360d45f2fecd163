"""Who answers: users and operators (SPEC 1, 3.1, 3.2, 6.3)."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from routing.placement import Visibility


class User(AbstractUser):
    """Somebody who can log in. A supervisor is a staff user; an operator has an `operator` row."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")


class OperatorStatus(models.TextChoices):
    """Set by hand and kept across log-outs. Which of them receive is `RECEIVING`, an allow-list."""

    FREE = "free", _("Free")
    BUSY = "busy", _("Busy")
    LUNCH = "lunch", _("At lunch")
    BREAK = "break", _("Break")


RECEIVING = frozenset({OperatorStatus.FREE})


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
    status = models.CharField(_("status"), max_length=16, choices=OperatorStatus, default=OperatorStatus.FREE)
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
    last_assigned_at = models.DateTimeField(_("last assignment"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("operator")
        verbose_name_plural = _("operators")

    def __str__(self) -> str:
        return self.name
