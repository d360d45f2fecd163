"""Small rooms: no file over 400 lines, a median of about 60."""

import subprocess
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LONGEST, MEDIAN = 400, 75
CODE = {".py", ".js", ".css", ".html"}


def lengths() -> dict[Path, int]:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    files = [Path(name) for name in tracked.split("\0") if name]
    code = [file for file in files if file.suffix in CODE and "migrations" not in file.parts and (ROOT / file).exists()]
    return {file: len((ROOT / file).read_text().splitlines()) for file in code}


def test_no_file_is_too_long() -> None:
    assert {file: n for file, n in lengths().items() if n > LONGEST} == {}


def test_the_median_file_is_small() -> None:
    written = [n for n in lengths().values() if n]
    assert len(written) > 50
    assert median(written) <= MEDIAN
