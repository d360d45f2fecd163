"""`manage.py simulate_traffic`: visitors and operators at work on the running demo."""

import asyncio
import random
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.demo import cast, logins
from helpdesk.demo.words import LANGUAGES

TELL_SECONDS = 1.0
TELL_SECONDS_IN_A_LOG = 10.0


class Command(BaseCommand):
    help = "Play visitors and operators against the running demo, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--url", default="http://127.0.0.1:8000", help="where the demo runs")
        add("--visitors", type=int, default=12, help="how many talk at once at most (12)")
        add("--operators", type=int, default=len(cast.OPERATORS), help="how many are at their screens (all)")
        add("--rate", type=float, default=12, help="visitors arriving in a minute (12)")
        add("--pace", type=float, default=1.0, help="multiplies every pause: 0.1 is ten times as hasty (1)")
        add("--seconds", type=float, default=None, help="stop after so long")
        add("--language", choices=LANGUAGES, default=LANGUAGES[0], help="what everybody speaks (en)")
        add("--seed", type=int, default=None, help="the same people again")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["operators"] <= len(cast.OPERATORS):
            raise CommandError(f"The demo has 1 to {len(cast.OPERATORS)} operators.")
        if min(options["visitors"], options["rate"], options["pace"]) <= 0:
            raise CommandError("--visitors, --rate and --pace must be above zero.")
        random.seed(options["seed"])
        asyncio.run(self._run(options))

    async def _run(self, options: dict[str, Any]) -> None:
        simulation = _simulation(options)
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        people = asyncio.create_task(simulation.run())
        teller = asyncio.create_task(self._tell(simulation.tally))
        end = asyncio.create_task(asyncio.wait_for(stopped.wait(), options["seconds"]))
        await asyncio.wait({people, end}, return_when=asyncio.FIRST_COMPLETED)
        for task in (people, teller, end):
            task.cancel()
        await asyncio.gather(people, teller, end, return_exceptions=True)
        self.stdout.write(("\n" if self.stdout.isatty() else "") + simulation.tally.line())
        if not people.cancelled() and (failure := people.exception()):
            raise CommandError(f"The demo at {options['url']} cannot be talked to: {_first(failure)!r}")

    async def _tell(self, tally: Any) -> None:
        """One line that renews itself on a terminal; a line now and then in a log."""
        live = self.stdout.isatty()
        while True:
            await asyncio.sleep(TELL_SECONDS if live else TELL_SECONDS_IN_A_LOG)
            self.stdout.write(f"\r\x1b[K{tally.line()}" if live else tally.line(), ending="" if live else "\n")
            self.stdout.flush()


def _simulation(options: dict[str, Any]) -> Any:
    try:
        # Here, because its clients are not in every virtual environment.
        from helpdesk.traffic.simulation import Plan, Simulation
    except ImportError as error:
        raise CommandError(f"{error.name} is missing: pip install -r requirements-dev.txt") from error
    people = [(username, password) for role, username, password in logins() if role == "operator"]
    return Simulation(
        Plan(
            url=options["url"].rstrip("/"),
            key=cast.PUBLIC_KEY,
            logins=people[: options["operators"]],
            visitors=options["visitors"],
            rate=options["rate"],
            pace=options["pace"],
            language=options["language"],
        )
    )


def _first(failure: BaseException) -> BaseException:
    """What went wrong first, out of the groups in which tasks raise it."""
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return failure
