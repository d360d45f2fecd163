"""Servers that are killed come back; runners that end leave nothing."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from helpdesk.engines import addresses
from helpdesk.engines.orphans import command_line, recorded_pid
from tests.engines.runners import Running, eventually, finish, processes_naming, start

DRAFTED = "postgresql/*.new/postmaster.pid"


def postgres_pid(data: Path) -> int:
    (file,) = data.glob("postgresql/*/postmaster.pid")
    return int(file.read_text().split()[0])


def test_a_killed_postgresql_comes_back_with_its_data(running: Running) -> None:
    with running.database() as database:
        database.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        old = postgres_pid(running.data)
        os.kill(old, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            eventually(lambda: not database.execute("SELECT 1"))
    with running.database() as database:
        assert database.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert postgres_pid(running.data) != old


def test_a_killed_redis_comes_back_with_its_data(running: Running) -> None:
    running.redis().set("kept", "too")
    old = running.redis().info("server")["process_id"]
    os.kill(old, signal.SIGKILL)
    assert eventually(lambda: running.redis().info("server")["process_id"] != old)
    assert running.redis().get("kept") == b"too"


def test_one_that_is_killed_again_and_again(running: Running) -> None:
    for _ in range(4):
        old = running.redis().info("server")["process_id"]
        os.kill(old, signal.SIGKILL)
        assert eventually(lambda old=old: running.redis().info("server")["process_id"] != old)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_of_it(data: Path, number: signal.Signals) -> None:
    with Running(data) as running:
        running.process.send_signal(number)
        assert running.process.wait(30) == 128 + number
    assert processes_naming(str(data)) == []
    assert addresses.running(data) is None


def test_a_signal_while_starting(data: Path) -> None:
    process = start(data, "--", "cat")
    eventually((data / "lock").exists)
    process.send_signal(signal.SIGTERM)
    returned, said, complained = finish(process)
    assert returned in {130, 128 + signal.SIGTERM}, (said, complained)
    assert processes_naming(str(data)) == []


def test_a_signal_while_the_cluster_is_being_made(data: Path) -> None:
    """initdb has servers at work whose command lines don't say where: nobody may go on writing there."""
    process = start(data, "--", "cat")
    # A server without clients of its own records its number with a minus.
    worker = abs(eventually(lambda: [pid for file in data.glob(DRAFTED) if (pid := recorded_pid(file))])[0])
    process.send_signal(signal.SIGTERM)
    # Where this test was slow the command had begun, and was told.
    assert finish(process)[0] in {130, 128 + signal.SIGTERM}
    assert command_line(worker) == ""


def test_the_command_may_finish_its_work(data: Path) -> None:
    """The engines stay until the command, told to stop, has said what it still had to say."""
    code = "trap 'sleep 1; env | grep -c DATABASE_URL; exit 3' TERM; echo up; while :; do sleep 0.1; done"
    process = start(data, "--", "sh", "-c", code)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    process.send_signal(signal.SIGTERM)
    assert finish(process)[:2] == (3, "1\n")


def test_a_killed_runner_is_cleaned_up_after_by_the_next(data: Path) -> None:
    with Running(data) as first:
        with first.database() as database:
            database.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        first.redis().set("kept", "too")
        old = postgres_pid(data)
        first.process.kill()
        first.process.wait()
    assert processes_naming(str(data)), "else this test shows nothing"
    with Running(data) as second, second.database() as database:
        assert database.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert second.redis().get("kept") == b"too"
        assert postgres_pid(data) != old
    assert processes_naming(str(data)) == []


def test_a_lock_file_whose_number_now_belongs_to_somebody_else(data: Path) -> None:
    with Running(data):
        pass
    (cluster,) = data.glob("postgresql/*")
    stale = cluster / "postmaster.pid"
    stale.write_text(f"{os.getppid()}\n{cluster}\n0\n5432\n{data}/run\n\n")
    with Running(data) as again, again.database() as database:
        assert database.execute("SELECT 1").fetchone()
