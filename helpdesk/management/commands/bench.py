"""`manage.py bench NAME`: measure the product against a floor measured in the same run."""

import json
from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

NAMES = ("assign", "boot", "first", "relay", "timers")


class Command(BaseCommand):
    help = "Run a bench: own database, own processes, figures beside a floor measured in the same run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=NAMES)
        parser.add_argument("--json", action="store_true", help="figures, ratios and targets for machines")
        parser.add_argument("--set", action="append", default=[], metavar="NAME=NUMBER", help="e.g. visitors=100")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        bench = _load(name)
        plan = bench.Plan(**dict(_setting(text, bench.Plan) for text in options["set"]))
        report = bench.run(settings.DATABASE_URL, plan)
        self.stdout.write(json.dumps(report.as_data(), indent=2) if options["json"] else report.as_text())
        if report.faults:
            raise CommandError("The figures are worth nothing: something was lost, doubled, out of order or wrong.")


def _load(name: str) -> Any:
    try:
        return import_module(f"helpdesk.bench.{name}")
    except ImportError as error:
        raise CommandError(f"{error.name} is missing: pip install -r requirements-dev.txt") from error


def _setting(text: str, plan: Callable[..., Any]) -> tuple[str, float]:
    """`visitors=100` as an argument of the plan, in the type of its default. Raises CommandError."""
    name, _, number = text.partition("=")
    known: dict[str, Callable[[str], float]] = {f.name: type(f.default) for f in fields(plan)}  # type: ignore[arg-type,misc]
    if name not in known:
        raise CommandError(f"--set {text}: one of {', '.join(known)} can be set.")
    try:
        return name, known[name](number)
    except ValueError:
        raise CommandError(f"--set {text}: {number!r} is not a number.") from None
