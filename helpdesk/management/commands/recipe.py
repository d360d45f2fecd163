"""`manage.py recipe FILE`: make or change the rules and stages that a file describes (docs/recipes)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.automation.recipes import RecipeError, apply


class Command(BaseCommand):
    help = "Make or change the rules and stages of a recipe; groups and operators that it names must be there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="such as docs/recipes/support-lines.yaml, with your own names")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            applied = apply(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except RecipeError as error:
            raise CommandError(str(error)) from error
        for name in applied.made:
            self.stdout.write(f"made     {name}")
        for name in applied.changed:
            self.stdout.write(f"changed  {name}")
