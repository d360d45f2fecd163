"""Being there: leases, and the status set by hand (SPEC 3.2)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from helpdesk import outbox
from helpdesk.actions.errors import Invalid
from helpdesk.models import Operator, OperatorStatus, PresenceLease
from helpdesk.models.presence import LEASE_SECONDS


def renew(operator_id: int, tab: str, *, now: datetime) -> None:
    """One open tab says that it is still there."""
    arrived = not PresenceLease.objects.filter(operator=operator_id, expires_at__gt=now).exists()
    PresenceLease.objects.bulk_create(
        [PresenceLease(operator_id=operator_id, tab=tab[:36], expires_at=now + timedelta(seconds=LEASE_SECONDS))],
        update_conflicts=True,
        unique_fields=["operator", "tab"],
        update_fields=["expires_at"],
    )
    if arrived:
        outbox.announce_availability(operator_id)


def leave(operator_id: int) -> None:
    """Logging out ends every tab's lease at once, and leaves no grace: nobody reloads a page by logging out."""
    PresenceLease.objects.filter(operator=operator_id).delete()


def set_status(actor: Operator, status: str, *, now: datetime) -> None:
    """By hand: wins over the operator's own hours until they next change (SPEC 3.15). Raises Invalid (no_status)."""
    chosen = OperatorStatus.objects.filter(pk=status).first()
    if chosen is None:
        raise Invalid("no_status", _("There is no such status."))
    Operator.objects.filter(pk=actor.pk).update(status=chosen, status_set_at=now)
    actor.status, actor.status_set_at = chosen, now
    outbox.announce_availability(actor.pk)


def forget_expired(*, now: datetime) -> int:
    """Delete leases that have been dead for a day; how many."""
    return PresenceLease.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()[0]
