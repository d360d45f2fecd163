"""`manage.py simulate`: what a visitor would see, why, and who would answer (docs/SIMULATOR.md)."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from helpdesk.models import ContactPoint
from helpdesk.simulator.answer import simulate
from helpdesk.simulator.data import as_data
from helpdesk.simulator.form import QuestionForm
from helpdesk.simulator.moments import house_zone
from helpdesk.simulator.places import UNKNOWN
from helpdesk.simulator.text import as_text

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Show which groups a visitor would see and why, and who would get the conversation. Writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--url", required=True, help="the page, such as https://www.example.com/cars/")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--ip", help="the visitor's address")
        where.add_argument("--region", help=f"a code such as RU-MOS or RU-MOS/khimki, a name, or `{UNKNOWN}`")
        add("--at", help="ISO 8601; without an offset in the time zone of the working hours; default: now")
        add("--contact-point", help="its name, public key or id; default: the first one that is switched on")
        add(
            "--contact",
            default="",
            help="the client: a name, an e-mail address, a phone number or an id; default: a stranger",
        )
        add("--everybody", action="store_true", help="as if everybody were at work with nothing to do")
        add("--json", action="store_true", help="for programs; docs/SIMULATOR.md describes it")

    def handle(self, *args: Any, **options: Any) -> None:
        with timezone.override(house_zone()):
            form = _read(options)
            answer = simulate(form.question(), now=timezone.now())
            told = json.dumps(as_data(answer), ensure_ascii=False, indent=2) if options["json"] else as_text(answer)
        self.stdout.write(told)


def _read(options: dict[str, Any]) -> QuestionForm:
    """Raises CommandError with every complaint."""
    data = {name: options[name] for name in ("url", "ip", "region", "at", "contact", "everybody")}
    form = QuestionForm(data | {"contact_point": _contact_point(options["contact_point"])})
    if not form.is_valid():
        complaints = [f"--{field}: {' '.join(map(str, errors))}" for field, errors in form.errors.items()]
        raise CommandError("\n".join(complaints), returncode=BAD_INPUT)
    return form


def _contact_point(called: str | None) -> int | None:
    if called is None:
        return None
    named = Q(name=called) | Q(public_key=called)
    if called.isascii() and called.isdigit():
        named |= Q(pk=called)
    point = ContactPoint.objects.filter(named).first()
    if point is None:
        names = ", ".join(f"“{name}”" for name in ContactPoint.objects.values_list("name", flat=True)) or "none"
        text = f"--contact-point: there is no channel “{called}”. There are: {names}."
        raise CommandError(text, returncode=BAD_INPUT)
    return point.pk
