"""`make run` from an empty folder to "ready", through a killed server, to nothing left."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk.crew.ready import healthy
from helpdesk.demo import logins
from tests.engines.runners import eventually, finish, processes_naming, start

ENVIRONMENT = {"SWITCHBOARD_DEMO": "1", "DJANGO_SETTINGS_MODULE": "helpdesk.settings"}
STOP_SECONDS = 30


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Served:
    def __init__(self, data: Path) -> None:
        self.data, self.port, self.said = data, free_port(), ""
        self.process = start(data, *serve(self.port), **ENVIRONMENT)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def wait_until_greeted(self) -> None:
        eventually(lambda: "Ctrl-C stops all of it." in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said

    def web(self) -> int:
        """The web server's number: the keeper tells nobody, but the port is in the command line."""
        line = eventually(lambda: processes_naming(f"-p {self.port} "))[0]
        return int(line.split()[0])

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(STOP_SECONDS)
        self.reader.join(STOP_SECONDS)


def serve(port: int) -> list[str]:
    return ["--", sys.executable, "manage.py", "serve", "--port", str(port)]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="switchboard-test-"))
    folder.chmod(0o755)
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def served(data: Path) -> Iterator[Served]:
    served = Served(data)
    yield served
    served.stop()


def test_it_says_where_to_look_and_how_to_log_in(served: Served) -> None:
    served.wait_until_greeted()
    for place in ("/", "/inbox/", "/admin/", "/demo/"):
        assert f"http://127.0.0.1:{served.port}{place} " in served.said
    for role, username, password in logins():
        assert re.search(rf"{username}\s+{password}\s+{role}", served.said)


def test_a_killed_web_server_comes_back_and_a_signal_ends_everything(served: Served) -> None:
    served.wait_until_greeted()
    old = served.web()
    os.kill(old, signal.SIGKILL)
    eventually(lambda: served.web() != old and healthy("127.0.0.1", served.port))

    served.stop()

    assert served.said.rstrip().endswith("Switchboard has stopped.")
    assert served.process.returncode == 0
    assert processes_naming(str(served.data)) == []
    assert processes_naming(f"-p {served.port} ") == []
    keepers = re.findall(r"started \(pid=(\d+)\)", served.said)
    assert len(keepers) == 3
    for keeper in keepers:
        with pytest.raises(ProcessLookupError):
            os.kill(int(keeper), 0)


def test_a_taken_port_is_named_with_a_way_out(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
        returned, _, complained = finish(start(data, *serve(port), **ENVIRONMENT))
    assert returned == 1
    assert f"Port {port} is taken" in complained
    assert f"make run PORT={port + 1}" in complained


def test_make_lists_the_commands() -> None:
    said = subprocess.run(["make", "help"], check=True, capture_output=True, text=True).stdout
    for command in ("run", "test", "check", "bench", "messages"):
        assert f"make {command}" in said
