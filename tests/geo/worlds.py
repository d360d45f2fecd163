"""Small databases in the three shapes that are read, written from one table by the tests themselves."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mmdb_writer import MMDBWriter
from netaddr import IPSet

from helpdesk.geo.databases import Shelf, shelf

DATA = Path(__file__).parent / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The lines of a tab-separated file under its column names; lines that begin with "# " are headings."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("# ")), delimiter="\t", quoting=3))


def maxmind(row: Row) -> dict[str, Any]:
    """GeoLite2 City: ISO codes, and names in several languages."""
    return {
        "country": {"iso_code": row["country"], "names": {"en": row["country"]}},
        "registered_country": {"iso_code": "US"},
        "subdivisions": [{"iso_code": code} for code in row["codes"].split(",") if code],
        "city": {"names": _names(row)},
    }


def dbip(row: Row) -> dict[str, Any]:
    """DB-IP's own file: the same tree, subdivisions by their English names alone."""
    return {
        "country": {"iso_code": row["country"]},
        "subdivisions": [{"names": {"en": name}} for name in row["names"].split(",") if name],
        "city": {"names": {"en": f"{row['city']} (Centre)"} if row["city"] else {}},
    }


def flat(row: Row) -> dict[str, Any]:
    """DB-IP Lite as the npm registry has it."""
    state1, _, state2 = row["names"].partition(",")
    return {"country_code": row["country"], "state1": state1, "state2": state2, "city": row["city"], "latitude": 0.0}


SHAPES: dict[str, Callable[[Row], dict[str, Any]]] = {"GeoLite2-City": maxmind, "DBIP-City-Lite": dbip, "city": flat}


def write(folder: Path, shape: str) -> Shelf:
    """One file with both kinds of addresses for the trees; one for each kind for the flat shape, as on npm."""
    networks = rows("networks.tsv")
    versions = {"": networks}
    if shape == "city":
        versions = {
            "ipv4": [r for r in networks if ":" not in r["network"]],
            "ipv6": [r for r in networks if ":" in r["network"]],
        }
    for suffix, chosen in versions.items():
        writer = MMDBWriter(4 if suffix == "ipv4" else 6, shape, ipv4_compatible=suffix != "ipv4", float_type="f64")
        for row in chosen:
            writer.insert_network(IPSet([row["network"]]), SHAPES[shape](row))
        folder.mkdir(exist_ok=True)
        writer.to_db_file(str(folder / f"{shape}{suffix and '-'}{suffix}.mmdb"))
    return shelf(folder)


def _names(row: Row) -> dict[str, str]:
    return dict(_pairs(row))


def _pairs(row: Row) -> Iterator[tuple[str, str]]:
    if row["city"]:
        yield "en", row["city"]
    if row["russian"]:
        yield "ru", row["russian"]
