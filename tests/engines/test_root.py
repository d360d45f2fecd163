"""Root lends PostgreSQL an account, which may not get into root's folders. For anybody else nothing special happens."""

import os
import shutil
from pathlib import Path

from helpdesk.engines.account import account
from helpdesk.engines.binaries import PACKAGE, find_postgres, within_reach
from helpdesk.engines.home import SHARED, find_home
from tests.engines.runners import Running, finish, start

ROOT = os.geteuid() == 0


def test_a_closed_folder_is_left_closed_and_the_data_kept_elsewhere(closed: Path) -> None:
    mode = closed.parent.stat().st_mode
    for number in range(2):
        with Running(closed) as running, running.database() as database:
            database.execute("CREATE TABLE IF NOT EXISTS starts (n int)")
            database.execute("INSERT INTO starts VALUES (1)")
            assert database.execute("SELECT count(*) FROM starts").fetchone() == (number + 1,)
    assert closed.parent.stat().st_mode == mode
    assert find_home(closed, account()).database.is_relative_to(SHARED) == ROOT


def test_one_line_says_where_the_data_went(closed: Path) -> None:
    _, said, _ = finish(start(closed, "--", "true"))
    assert said.count("\n") == ROOT
    assert (str(SHARED) in said) == ROOT


def test_throwaway_data_elsewhere_goes_too(closed: Path) -> None:
    code = 'cd "$SWITCHBOARD_DATA" && cat id'
    returned, said, complained = finish(start(closed, "--throwaway", "--", "sh", "-c", code))
    assert returned == 0, complained
    assert not closed.joinpath("throwaway").exists()
    assert str(SHARED) not in said or not Path(said.rsplit(" ", 1)[-1].split(".\n")[0]).exists()


def test_a_new_clone_at_an_old_path_starts_anew(closed: Path) -> None:
    closed.mkdir()
    before = find_home(closed, account()).database
    (closed / "id").unlink()
    assert (find_home(closed, account()).database != before) == ROOT


def test_programs_in_a_closed_folder_are_copied_once(closed: Path, data: Path) -> None:
    original = find_postgres(None)
    package = closed / PACKAGE
    shutil.copytree(original.parents[1], package, ignore=shutil.ignore_patterns("pginstall", "include"))
    libraries = original.parents[1].with_name(f"{PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, closed / libraries.name)

    reached = within_reach(package / original.parent.name / "bin", account(), data)

    assert reached.is_relative_to(data) == ROOT
    assert account().run(str(reached / "initdb"), "--version").returncode == 0
    inode = (reached / "postgres").stat().st_ino
    assert (within_reach(package / original.parent.name / "bin", account(), data) / "postgres").stat().st_ino == inode
