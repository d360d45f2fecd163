"""`manage.py serve`: the whole system on this machine, ready to look at."""

import io
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from helpdesk.crew.keeper import LEADER
from helpdesk.crew.ready import port_is_free, when_ready
from helpdesk.engines.runner import Supervisor
from helpdesk.settings import env

DATABASE_SECONDS = 60.0
EVERYWHERE = "0.0.0.0"
ASKED_TO_STOP = {128 + signal.SIGINT, 128 + signal.SIGTERM}


class Command(BaseCommand):
    help = "Prepare the database, then run web, worker and beat until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=env.number("PORT", 8000), help="port to listen on")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        if not port_is_free(host, port):
            raise CommandError(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
        self._prepare()
        local = "127.0.0.1" if host == EVERYWHERE else host
        greet = threading.Thread(target=when_ready, args=(local, port, lambda: self._greet(local, port)), daemon=True)
        greet.start()
        code = Supervisor([], leash=True).run([sys.executable, "-m", "helpdesk.crew"], self._environment(host, port))
        if code not in ASKED_TO_STOP:
            raise SystemExit(code)
        self.stdout.write("Switchboard has stopped.")

    def _prepare(self) -> None:
        self._wait_for_database()
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO and not get_user_model().objects.exists():
            self.stdout.write("Opening the demo's car dealership…")
            call_command("demo", stdout=io.StringIO())
        if not getattr(settings, "WHITENOISE_USE_FINDERS", settings.DEBUG):
            call_command("collectstatic", interactive=False, verbosity=0)
        # This process only waits from here on, and needs no connection for that.
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone

    def _wait_for_database(self) -> None:
        deadline = time.monotonic() + DATABASE_SECONDS
        while True:
            try:
                connection.ensure_connection()
            except OperationalError as error:
                if time.monotonic() > deadline:
                    raise CommandError(f"The database does not answer: {error}") from error
                time.sleep(0.5)
            else:
                return

    def _environment(self, host: str, port: int) -> dict[str, str]:
        """The programs of the Procfile are those of this virtual environment, whether or not it is activated."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        return {
            "PATH": path,
            "BIND": host,
            "PORT": str(port),
            LEADER: str(os.getpid()),
            "PYTHONUNBUFFERED": "1",
            # A trial run as root is nobody's security problem: the server listens on this machine alone.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        }

    def _greet(self, host: str, port: int) -> None:
        address = f"http://{host}:{port}"
        places = {"/": "the way in for everybody", "/inbox/": "operators", "/admin/": "supervisors"}
        if settings.DEMO:
            places["/demo/"] = "the dealership's site, with the widget on it"
        lines = ["", self.style.SUCCESS("Switchboard is ready"), ""]
        lines += [f"  {address + place:<32} {meaning}" for place, meaning in places.items()]
        if settings.DEMO:
            lines += ["", "  Log in as", *self._logins()]
        lines += ["", "  Ctrl-C stops all of it.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _logins(self) -> list[str]:
        from helpdesk.demo import logins

        return [f"    {username:<12} {password:<14} {role}" for role, username, password in logins()]
