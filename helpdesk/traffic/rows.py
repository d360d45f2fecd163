"""Reading the inbox's rows, as a person would: who it is with, whether somebody waits, who has it."""

import html
import re
from dataclasses import dataclass

_ROW = re.compile(r'<li class="row.*?</li>', re.DOTALL)
_NUMBER = re.compile(r'data-id="(\d+)" data-seq="(\d+)"')
_WHO = re.compile(r'<span class="row-who">(.*?)</span>', re.DOTALL)
_TEXT = re.compile(r'<span class="row-text">.*?([^<>]*)</span>\s*<span class="row-meta">', re.DOTALL)
_NOT_ACCEPTED = " · "
_NOBODY = "nobody yet"


@dataclass(frozen=True, slots=True)
class Row:
    """`who` is the assignee's name, empty for nobody; `accepted` is false while nobody has taken it up."""

    id: int
    seq: int
    who: str
    text: str
    unanswered: bool
    accepted: bool


def row(fragment: str) -> Row:
    """Raises ValueError when the fragment does not look like a row."""
    number, who, text = _NUMBER.search(fragment), _WHO.search(fragment), _TEXT.search(fragment)
    if not (number and who and text):
        raise ValueError(f"not a row of the inbox: {fragment[:200]}")
    name, waits, _ = html.unescape(who[1]).partition(_NOT_ACCEPTED)
    name = "" if name == _NOBODY else name
    return Row(
        id=int(number[1]),
        seq=int(number[2]),
        who=name,
        text=html.unescape(text[1]),
        unanswered='class="dot"' in fragment,
        accepted=bool(name) and not waits,
    )


def rows(page: str) -> list[Row]:
    """All rows of a list, in its order."""
    return [row(fragment) for fragment in _ROW.findall(page)]
