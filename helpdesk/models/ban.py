"""Who is not let in (SPEC 7.9)."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Ban(models.Model):
    """Of one visitor's browser, or of an address. In force until `expires_at` or until lifted (deleted)."""

    visitor = models.ForeignKey(
        "helpdesk.Visitor",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="bans",
        verbose_name=_("visitor"),
    )
    ip = models.CharField(_("IP address"), max_length=45, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        "helpdesk.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("banned by")
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until lifted."))

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        constraints = [
            models.CheckConstraint(condition=Q(visitor__isnull=False) | ~Q(ip=""), name="ban_names_somebody")
        ]

    def __str__(self) -> str:
        return str(self.visitor) if self.visitor else self.ip

    def clean(self) -> None:
        if not self.visitor_id and not self.ip:
            raise ValidationError(_("Name a visitor or an IP address."))
        if self.ip:
            validate_ipv46_address(self.ip)
