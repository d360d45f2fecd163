"""Who is not let in (SPEC 7.9)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk.geo.ranges import network_of, one_spelling, spelled


class Ban(models.Model):
    """Of one visitor's browser, or of an address or a subnet. In force until `expires_at` or until lifted (deleted)."""

    visitor = models.ForeignKey(
        "helpdesk.Visitor",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="bans",
        verbose_name=_("visitor"),
    )
    ip = models.CharField(_("IP address"), max_length=45, blank=True)  # or a subnet
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
        indexes = [models.Index(fields=["ip"], condition=~Q(ip=""), name="bans_of_addresses")]

    def __str__(self) -> str:
        return str(self.visitor) if self.visitor else self.ip

    def save(self, *args: Any, **kwargs: Any) -> None:
        """In the one spelling of each address or subnet, so that a database can look for it."""
        self.ip = one_spelling(self.ip)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if not self.visitor_id and not self.ip:
            raise ValidationError(_("Name a visitor or an IP address."))
        if self.ip:
            try:
                self.ip = understood(self.ip)
            except ValueError as error:
                raise ValidationError({"ip": str(error)}) from None


def understood(written: str) -> str:
    """The address or subnet in the spelling in which it is kept, as `network_of` reads it; "" stays "".

    Raises ValueError with a sentence for the supervisor.
    """
    if not written.strip():
        return ""
    try:
        network = network_of(written)
    except ValueError:
        raise ValueError(_("Write an IP address such as 203.0.113.7, or a subnet such as 203.0.113.0/24.")) from None
    if not network.prefixlen:
        raise ValueError(_("This would turn out everybody."))
    return spelled(network)
