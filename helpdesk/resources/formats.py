"""File formats: safe to open in a spreadsheet, and read back to the same values."""

import json
import re
from io import BytesIO
from typing import Any

import openpyxl
import tablib
import yaml
from django.utils.translation import gettext as _
from import_export.formats import base_formats
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# A spreadsheet runs a cell that begins like this. One apostrophe in front stops it; reading takes one away again,
# also from a cell that had apostrophes of its own, so nothing changes on the way there and back.
RUNS = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")


class Unreadable(ValueError):
    """The file cannot be read; the text says why, for the supervisor."""


class CSV(base_formats.CSV):
    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        # The mark tells spreadsheets that this is UTF-8; without it they garble everything but English.
        return "\ufeff" + super().export_data(_mapped(dataset, _escape), **kwargs)

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        text = in_stream.decode("utf-8-sig") if isinstance(in_stream, bytes) else in_stream.removeprefix("\ufeff")
        header = text.split("\n", 1)[0]
        # Spreadsheets of half the world separate by semicolons.
        delimiter = ";" if header.count(";") > header.count(",") else ","
        return _mapped(super().create_dataset(text, delimiter=delimiter), _unescape)


class XLSX(base_formats.XLSX):
    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return super().export_data(_mapped(dataset, lambda cell: _escape(_storable(cell))), **kwargs)

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        """The first sheet without its empty rows and unnamed columns."""
        sheet = openpyxl.load_workbook(BytesIO(in_stream), read_only=True, data_only=True).active
        rows = sheet.iter_rows(values_only=True)
        headers = next(rows, ())
        named = [place for place, header in enumerate(headers) if header is not None]
        dataset = tablib.Dataset(headers=[str(headers[place]).strip() for place in named])
        for row in rows:
            cells = [row[place] if place < len(row) else None for place in named]
            if any(cell is not None for cell in cells):
                dataset.append([_unescape(cell) for cell in cells])
        return dataset


class JSON(base_formats.JSON):
    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        return _table(json.loads(in_stream))


class YAML(base_formats.YAML):
    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        return _table(yaml.safe_load(in_stream))


FORMATS = [CSV, XLSX, JSON, YAML]


def _table(rows: Any) -> tablib.Dataset:
    """Rows may name their cells in any order, but all must name the same ones. Raises Unreadable."""
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Unreadable(_("The file must be a list of objects, one for each row."))
    headers = list(rows[0])
    dataset = tablib.Dataset(headers=headers)
    for number, row in enumerate(rows, 1):
        if set(row) != set(headers):
            odd = ", ".join(sorted(map(str, set(row) ^ set(headers))))
            text = _("Row %(number)s differs from the first one in: %(odd)s.")
            raise Unreadable(text % {"number": number, "odd": odd})
        dataset.append([row[header] for header in headers])
    return dataset


def _mapped(dataset: tablib.Dataset, change: Any) -> tablib.Dataset:
    """Without the empty rows that spreadsheets like to leave at the end."""
    copy = tablib.Dataset(headers=dataset.headers)
    for row in dataset:
        if any(cell not in ("", None) for cell in row):
            copy.append([change(cell) for cell in row])
    return copy


def _escape(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and RUNS.match(cell) else cell


def _unescape(cell: Any) -> Any:
    return cell[1:] if isinstance(cell, str) and ESCAPED.match(cell) else cell


def _storable(cell: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", cell) if isinstance(cell, str) else cell
