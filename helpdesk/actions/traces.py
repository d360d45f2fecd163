"""Forgetting reasons that are older than the general policy keeps them (SPEC 3.8)."""

from datetime import datetime, timedelta

from django.db import connection

from helpdesk.models import DistributionPolicy

AT_ONCE = 5000


def forget(*, now: datetime) -> int:
    """Cut the traces out of old events, some thousands at a time; how many. The events stay."""
    general = DistributionPolicy.objects.filter(contact_point=None).first() or DistributionPolicy()
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [now - timedelta(days=general.traces_days), AT_ONCE])
        cut: int = cursor.rowcount
    return cut


_FORGET = """
UPDATE helpdesk_event SET data = data - 'trace' WHERE id IN (
    SELECT id FROM helpdesk_event WHERE data ? 'trace' AND created_at < %s ORDER BY created_at LIMIT %s
)
"""
