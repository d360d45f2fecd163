"""Who is at the screen: a lease for each open tab (SPEC 3.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.people import Operator

LEASE_SECONDS = 45
RENEW_SECONDS = 15
# Two renewals may be lost before anybody counts as gone.
assert LEASE_SECONDS >= 3 * RENEW_SECONDS


class PresenceLease(models.Model):
    """Alive until `expires_at`. A closed tab simply stops renewing, so a reload is never an absence."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="leases")
    tab = models.CharField(max_length=36)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "tab"], name="one_lease_per_tab")]
        verbose_name = _("presence lease")
        verbose_name_plural = _("presence leases")

    def __str__(self) -> str:
        return f"{self.operator_id} {self.tab} {self.expires_at:%H:%M:%S}"
