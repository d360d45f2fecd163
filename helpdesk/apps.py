"""Wiring of the facts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HelpdeskConfig(AppConfig):
    name = "helpdesk"
    verbose_name = _("Helpdesk")

    def ready(self) -> None:
        # The Celery application must be known in every process, or tasks of commands go to a broker nobody reads.
        from helpdesk import celery, checks, given, reactions  # noqa: F401 - registers checks
        from helpdesk.actions import automation, timed_rules
        from helpdesk.board import versions

        automation.connect()
        timed_rules.connect()
        reactions.connect()
        versions.connect()
        # Tests that commit empty the tables; this runs after that too.
        post_migrate.connect(given.make, sender=self, dispatch_uid="given")
