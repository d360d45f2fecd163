"""Who says what in a simulated talk: the demo's own talks, played again by new visitors."""
# ruff: noqa: RUF001 - Russian letters are meant

import random
from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.demo.cast import TALKS
from helpdesk.demo.words import LANGUAGES, words

VISITOR, OPERATOR = ">", "<"


@dataclass(slots=True)
class Script:
    """One talk in progress: each side takes its next lines when it is its turn."""

    department: str
    lines: Sequence[str]
    at: int = 0

    def next_lines(self, who: str) -> list[str]:
        """What `who` says before it is the other's turn; empty when it isn't theirs, or at the end."""
        said = []
        while self.at < len(self.lines) and self.lines[self.at][0] == who:
            said.append(self.lines[self.at][2:])
            self.at += 1
        return said

    @property
    def over(self) -> bool:
        return self.at >= len(self.lines)


def choose(language: str) -> Script:
    """Any talk, without the notes that colleagues leave for each other."""
    talk = random.choice(TALKS)
    lines = [line for line in words(language).talks[talk.name] if line[0] in (VISITOR, OPERATOR)]
    return Script(talk.group, lines)


def department_of(name: str) -> str | None:
    """Which of the demo's departments a group of this name is, in whichever language it was seeded."""
    for language in LANGUAGES:
        for key, known in words(language).groups.items():
            if known == name:
                return key
    return None


def names_of(username: str) -> set[str]:
    """What this operator may be called on the screen."""
    return {" ".join(words(language).people[username]) for language in LANGUAGES}


UNSCRIPTED = {
    "en": ["One moment, please, I am checking.", "I will ask a colleague and come back to you."],
    "ru": ["Минутку, пожалуйста, проверяю.", "Уточню у коллег и вернусь к вам."],
}
"""For visitors who are not ours, and words that nobody has foreseen."""

FAREWELL = {
    "en": "You are welcome! Write any time.",
    "ru": "Пожалуйста! Пишите, если что-то понадобится.",
}

VISITING_CARD = {
    "en": ("Tim", "tim@example.com"),
    "ru": ("Тимур", "timur@example.com"),
}
"""Who leaves a request where nobody is there, and where to answer."""
