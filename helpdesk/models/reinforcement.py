"""Moving forces: somebody helps out in a group or a channel for a time, and is back by themselves (SPEC 3.13)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk.models.contact_point import ContactPoint
from helpdesk.models.group import OperatorGroup
from helpdesk.models.people import Operator


class Reinforcement(models.Model):
    """One operator, or all members of one group, added to one group or one channel from `starts_at` until `ends_at`."""

    operator = models.ForeignKey(
        Operator,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reinforcements",
        verbose_name=_("operator"),
    )
    group = models.ForeignKey(
        OperatorGroup,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="lent",
        verbose_name=_("or all members of"),
    )
    to_group = models.ForeignKey(
        OperatorGroup,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reinforcements",
        verbose_name=_("help out in the group"),
    )
    to_point = models.ForeignKey(
        ContactPoint,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reinforcements",
        verbose_name=_("or in the channel"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("moved by"),
    )

    class Meta:
        ordering = ["-ends_at", "-id"]
        verbose_name = _("reinforcement")
        verbose_name_plural = _("reinforcements")
        constraints = [
            models.CheckConstraint(condition=Q(operator=None) ^ Q(group=None), name="reinforcement_has_one_source"),
            models.CheckConstraint(condition=Q(to_group=None) ^ Q(to_point=None), name="reinforcement_has_one_target"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="reinforcement_ends_later"),
        ]

    def __str__(self) -> str:
        who, where = self.operator or self.group, self.to_group or self.to_point
        return f"{who} → {where}"

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if (self.operator is None) == (self.group is None):
            errors["operator"] = _("Choose an operator or a group, one of the two.")
        if (self.to_group is None) == (self.to_point is None):
            errors["to_group"] = _("Choose a group or a channel to help out in, one of the two.")
        if self.group is not None and self.group == self.to_group:
            errors["to_group"] = _("These are already the group's own members.")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = _("It must end after it begins.")
        if errors:
            raise ValidationError(errors)
