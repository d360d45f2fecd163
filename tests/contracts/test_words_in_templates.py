"""Templates say nothing that cannot be translated: no words outside the translation tags."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SPOKEN = {"alt", "aria-description", "aria-label", "placeholder", "title"}
NOT_SPOKEN = {"code", "kbd", "script", "style"}
NAMES = {"Switchboard"}
# What these hold is translated, a remark, or set into the opening tag of the page's body.
ELSEWHERE = re.compile(r"blocktrans|comment\b|block body_(class|attributes)")
WORD = re.compile(r"[^\W\d_]{2,}")


class Words(HTMLParser):
    """Collects what people see or hear; icons, which are hidden from them, are written as words by their font."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._hear(" ".join(value or "" for name, value in attributes if name in SPOKEN))
        self._open.append((tag, tag in NOT_SPOKEN or ("aria-hidden", "true") in attributes))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if not any(silent for _, silent in self._open):
            self._hear(data)

    def _hear(self, text: str) -> None:
        self.found += [word for word in WORD.findall(text) if word not in NAMES]


def bare_words(template: str) -> list[str]:
    until, kept = "", []
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split()[0]
            if not until and ELSEWHERE.match(token.contents):
                until = f"end{tag}"
            elif tag == until:
                until = ""
        elif token.token_type == TokenType.TEXT and not until:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR:
            kept.append("…")
    words = Words()
    words.feed("".join(kept))
    return words.found


def test_no_template_has_bare_words() -> None:
    found = {str(file.relative_to(TEMPLATES)): bare_words(file.read_text()) for file in TEMPLATES.rglob("*.html")}
    assert len(found) > 20
    assert {file: words for file, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<input placeholder="Привет">', ["Привет"]),
        ('<a title="{% translate "Go" %}">{% translate "Go" %} now</a>', ["now"]),
        ("{% blocktranslate count n=n %}a day{% plural %}{{ n }} days{% endblocktranslate %} ago", ["ago"]),
        ('<i aria-hidden="true">forum</i> <kbd>Esc</kbd> <b>Switchboard</b> <br> 12 % · {# note #}', []),
    ],
)
def test_bare_words_are_seen(template: str, words: list[str]) -> None:
    assert bare_words(template) == words
