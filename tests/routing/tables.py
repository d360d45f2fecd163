"""Cases kept as data, one on a line: a supervisor can read them, and add to them."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    """The lines of a tab-separated file under its column names; lines that begin with "# " are headings."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("# ")), delimiter="\t", quoting=3))
