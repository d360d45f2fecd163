"""One spelling for the names of places, whoever wrote them: `St.-Petersburg`, `Ульяновск`, `Aqtöbe oblysy`."""

import unicodedata
from functools import lru_cache

# ruff: noqa: RUF001 - letters of several alphabets stand side by side here on purpose
_CYRILLIC = {
    **dict(zip("абвгдезийклмнопрстуфыэґіўәғқңөұүһ", "abvgdeziyklmnoprstufyegiuagknouuh", strict=True)),
    "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "є": "ye",
    "ї": "yi", "ъ": "", "ь": "",
}  # fmt: skip
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a"}
_MARKS = dict.fromkeys("'’‘ʼʹ`´", "")
_LETTERS = str.maketrans(_CYRILLIC | _LATIN | _MARKS)
_ALIKE = (("iy", "y"), ("yy", "y"), ("ij", "y"), ("yo", "e"), ("ye", "e"))
"""Two ways of writing the same Cyrillic letters; the second of each is kept."""


@lru_cache(maxsize=8192)
def spell(name: str) -> str:
    """Lower-case Latin words without accents, joined with hyphens; what is in brackets is left out.

    Cyrillic is transliterated, so `Химки` and `Khimki` meet. A spelling is its own; empty when nothing is left.
    """
    # What one pass leaves, such as a letter in fancy dress that has become a plain capital, the next one takes.
    while (spelled := _pass(name)) != name:
        name = spelled
    return spelled


def _pass(name: str) -> str:
    # Composed first, so that `й` is a letter with a Latin one of its own and not an accented `и`.
    composed = unicodedata.normalize("NFC", name.casefold()).translate(_LETTERS)
    plain = "".join(char for char in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() else " " for char in _without_brackets(plain))
    for written, kept in _ALIKE:
        words = words.replace(written, kept)
    return "-".join(words.split())


def _without_brackets(text: str) -> str:
    outside, depth = [], 0
    for char in text:
        depth += char in "(["
        if depth == 0:
            outside.append(char)
        depth -= depth > 0 and char in ")]"
    # A name that is nothing but brackets keeps what is in them.
    return "".join(outside).strip() or text
