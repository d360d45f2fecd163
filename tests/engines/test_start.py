"""What a command finds when it runs beside the engines."""

import json
import os
from pathlib import Path

import psycopg

from helpdesk.engines import addresses
from helpdesk.engines.binaries import find_redis
from tests.engines.runners import Running, finish, python, start

SHOW = "import json, os; print(json.dumps({n: os.environ.get(n) for n in ('DATABASE_URL', 'REDIS_URL')}))"


def socket_folder(running: Running) -> Path:
    return Path(running.urls["REDIS_URL"].removeprefix("unix://")).parent


def test_both_engines_answer(running: Running) -> None:
    with running.database() as database:
        assert database.execute("SELECT current_database(), lower('ПРИВЕТ')").fetchone() == ("switchboard", "привет")
        assert database.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert database.execute("SHOW fsync").fetchone() == ("on",)
    assert running.redis().ping()


def test_the_command_gets_the_addresses_that_are_announced(data: Path) -> None:
    code = f"{SHOW}; print(open({str(data / 'engines.json')!r}).read())"
    returned, said, _ = finish(start(data, *python(code)))
    environment, announced = said.split("\n", 1)
    assert returned == 0
    assert json.loads(environment).items() <= json.loads(announced).items()
    assert addresses.running(data) is None, "an ended runner must not be announced"


def test_an_engine_of_somebody_else_is_used_and_not_started(data: Path) -> None:
    elsewhere = "postgresql://db.example/switchboard"
    _, said, _ = finish(start(data, *python(SHOW), DATABASE_URL=elsewhere))
    environment = json.loads(said)
    assert environment["DATABASE_URL"] == elsewhere
    assert environment["REDIS_URL"].startswith("unix://")
    assert list((data / "postgresql").iterdir()) == []


def test_with_both_given_nothing_is_started(data: Path) -> None:
    given = {"DATABASE_URL": "postgresql://db.example/a", "REDIS_URL": "redis://cache.example/0"}
    _, said, _ = finish(start(data, *python(SHOW), **given))
    assert json.loads(said) == given
    assert not data.exists()


def test_the_exit_code_is_the_commands(data: Path) -> None:
    assert finish(start(data, *python("raise SystemExit(7)")))[0] == 7


def test_a_command_that_does_not_exist(data: Path) -> None:
    returned, _, complained = finish(start(data, "--", "no-such-command"))
    assert returned == 127
    assert "no-such-command" in complained


def test_given_programs_are_used_and_passed_on(data: Path) -> None:
    server = find_redis(None)
    link = data.with_name("a-redis-server")
    link.symlink_to(server)
    code = "import os; print(os.environ['SWITCHBOARD_REDIS_SERVER'])"
    returned, said, complained = finish(start(data, "--redis-server", str(link), *python(code)))
    assert returned == 0, complained
    assert said.strip() == str(link), "a link is not followed: the name can decide what a program is"


def test_a_program_that_is_not_there(data: Path) -> None:
    returned, _, complained = finish(start(data, "--pg-bin", "/nowhere", "--", "true"))
    assert returned == 1
    assert "--pg-bin" in complained


def test_a_second_start_keeps_the_data(data: Path) -> None:
    with Running(data) as first, first.database() as database:
        database.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        first.redis().set("kept", "too")
    with Running(data) as second, second.database() as database:
        assert database.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert second.redis().get("kept") == b"too"


def test_a_second_runner_is_refused(running: Running) -> None:
    returned, _, complained = finish(start(running.data, "--", "true"))
    assert returned == 2
    assert str(running.process.pid) in complained


def test_throwaway_data_is_apart_and_goes(running: Running) -> None:
    code = """
import os, psycopg
url = os.environ["DATABASE_URL"]
print(url, *psycopg.connect(url).execute("SHOW fsync").fetchone())
"""
    returned, said, complained = finish(start(running.data, "--throwaway", *python(code)))
    assert returned == 0, complained
    url, fsync = said.split()
    assert url != running.urls["DATABASE_URL"]
    assert fsync == "off"
    assert not (running.data / "throwaway").exists()
    with running.database() as database:
        assert database.execute("SELECT 1").fetchone()


def test_a_long_path_still_gets_a_socket(data: Path) -> None:
    deep = data / ("a-folder-with-a-long-name/" * 5)
    with Running(deep) as runner:
        assert len(runner.urls["REDIS_URL"]) < 100
        assert runner.redis().ping()
    assert not socket_folder(runner).exists()


def test_a_path_with_odd_characters(data: Path) -> None:
    odd = data.with_name("мои данные?x=1&y#z")
    with Running(odd) as runner:
        with psycopg.connect(runner.urls["DATABASE_URL"]) as database:
            assert database.execute("SELECT 1").fetchone()
        assert runner.redis().ping()


def test_the_database_is_closed_to_other_accounts(running: Running) -> None:
    sockets = socket_folder(running)
    assert sockets.stat().st_mode & 0o077 == 0
    assert sockets.stat().st_uid == (running.data / "postgresql").stat().st_uid
    assert os.access(sockets, os.X_OK)
