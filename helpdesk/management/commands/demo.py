"""`manage.py demo`: the car dealership, in an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpdesk.demo import logins
from helpdesk.demo.seed import NotEmptyError, is_seeded, seed
from helpdesk.demo.words import LANGUAGES
from helpdesk.settings import env


class Command(BaseCommand):
    help = "Fill an empty database with a car dealership: groups, operators, a site and some history."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--language",
            choices=LANGUAGES,
            default=env.text("SWITCHBOARD_DEMO_LANGUAGE", LANGUAGES[0]),
            help="what its people speak; SWITCHBOARD_DEMO_LANGUAGE, else en",
        )

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        # argparse checks what is typed, not what the environment gave as the default.
        if language not in LANGUAGES:
            raise CommandError(f"SWITCHBOARD_DEMO_LANGUAGE is {language!r}: write one of {', '.join(LANGUAGES)}.")
        if is_seeded():
            self.stdout.write("The demo is here already; nothing was changed.")
        else:
            self._seed(language)
        for role, username, password in logins():
            self.stdout.write(f"  {role:<11} {username:<8} {password}")

    def _seed(self, language: str) -> None:
        try:
            seed(language, now=timezone.now())
        except NotEmptyError:
            raise CommandError(
                "This database has data of its own, so the demo stays out of it. Use an empty database."
            ) from None
        self.stdout.write(self.style.SUCCESS("The car dealership is open."))
