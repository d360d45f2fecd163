"""Wiring of the facts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpdeskConfig(AppConfig):
    name = "helpdesk"
    verbose_name = _("Helpdesk")

    def ready(self) -> None:
        # The Celery application must be known in every process, or tasks of commands go to a broker nobody reads.
        from helpdesk import celery, checks, reactions  # noqa: F401 - registers checks
        from helpdesk.board import versions

        reactions.connect()
        versions.connect()
