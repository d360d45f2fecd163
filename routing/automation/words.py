"""How written words are compared: case, width, the two Russian e's and the number of blanks make no difference."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_IO_AS_IE = {0x0451: 0x0435}


def fold(text: str) -> str:
    """The spelling under which two texts that people would call the same are equal."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_IO_AS_IE)
    return _BLANKS.sub(" ", plain).strip()
