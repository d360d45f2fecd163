"""The bench's arithmetic and its report; the bench itself runs by `make bench`."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from helpdesk.bench.crowd import mark_of, writer_of
from helpdesk.bench.database import beside
from helpdesk.bench.measure import percentile
from helpdesk.bench.report import Report, Target


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(50, 50), (95, 95), (99, 99), (100, 100), (1, 1)],
)
def test_percentiles_of_a_hundred(percent: int, expected: int) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], percent) == expected


def test_percentile_of_one() -> None:
    assert percentile([7.0], 99) == 7.0


def test_marks_name_their_writer() -> None:
    marks = {(writer, number): mark_of(writer, number, 7) for writer in range(7) for number in range(5)}
    assert len(set(marks.values())) == 35
    assert all(writer_of(mark, 7) == writer for (writer, _), mark in marks.items())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://me@/mine?host=/run/pg", "postgresql://me@/other?host=/run/pg"),
        ("postgresql:///mine?host=/run/pg", "postgresql:///other?host=/run/pg"),
        ("postgresql://me:secret@db.example:5433/mine", "postgresql://me:secret@db.example:5433/other"),
    ],
)
def test_another_database_on_the_same_server(url: str, expected: str) -> None:
    assert beside(url, "other") == expected


def test_a_report_tells_what_was_missed() -> None:
    report = Report("relay", {})
    report.add("messages/s", 90, 200)
    report.targets = [Target("ratio", 0.45, 0.4), Target("p99", 60, 50, at_most=True)]
    report.faults = ["visitor 3: out of order"]
    text = report.as_text()
    assert "0.45, wanted at least 0.4: met" in text
    assert "60.00, wanted at most 50: MISSED" in text
    assert "FAULT: visitor 3" in text
    assert report.as_data()["ratios"] == {"messages/s": 0.45}


@pytest.mark.parametrize("wrong", ["colour=3", "visitors=many", "visitors"])
def test_a_wrong_setting_is_refused(wrong: str) -> None:
    arguments: dict[str, Any] = {"set": [wrong], "stdout": StringIO()}
    with pytest.raises(CommandError, match="--set"):
        call_command("bench", "relay", **arguments)
