"""What a language's file must say; `words("ru")` finds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Words:
    """Keys are those of `helpdesk.demo.cast`.

    A talk's lines begin with ">" (the visitor), "<" (the operator) or "#" (a note for colleagues).
    """

    contact_point: str
    title: str
    greeting: str
    groups: Mapping[str, str]
    people: Mapping[str, tuple[str, str]]
    hold_scenario: str
    hold_steps: Sequence[str]
    categories: Mapping[str, str]
    quick_replies: Sequence[tuple[str, str, str, str | None]]
    contacts: Mapping[str, str]
    talks: Mapping[str, Sequence[str]]


def words(language: str) -> Words:
    """`language` is one of LANGUAGES."""
    module = import_module(f"helpdesk.demo.words_{language}")
    found: Words = module.WORDS
    return found
