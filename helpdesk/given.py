"""Rows that every installation has: four statuses, the general policies. Made after each migration if missing."""

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS

POSITIONS = ("free", "busy", "lunch", "break")


def make(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """What is there stays as it is: supervisors may have changed it."""
    status = apps.get_model("helpdesk", "OperatorStatus")
    for position, code in enumerate(POSITIONS):
        status.objects.using(using).get_or_create(
            code=code, defaults={"position": position, "receives": code == "free"}
        )
    for policy in ("DistributionPolicy", "ServicePolicy"):
        apps.get_model("helpdesk", policy).objects.using(using).get_or_create(contact_point=None)
