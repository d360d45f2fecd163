"""What one operator's socket has told its browser about each conversation."""

from routing.placement import Tab

MOST = 5000
"""Conversations remembered per socket; an older one is at worst told twice, which the browser ignores."""


class Memory:
    def __init__(self) -> None:
        self._known: dict[int, tuple[int, Tab | None]] = {}

    def is_news(self, conversation: int, seq: int) -> bool:
        known = self._known.get(conversation)
        return known is None or seq > known[0]

    def tab(self, conversation: int, otherwise: Tab | None) -> Tab | None:
        """Where the browser has it: pushes can overtake each other, so what was told counts before what was."""
        known = self._known.get(conversation)
        return known[1] if known is not None else otherwise

    def note(self, conversation: int, seq: int, tab: Tab | None) -> None:
        self._known.pop(conversation, None)
        self._known[conversation] = (seq, tab)
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]

    def forget(self) -> None:
        self._known.clear()
