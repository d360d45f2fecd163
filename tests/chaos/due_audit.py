"""What has come due in the conversations of `waits`, read from their events alone: each thing once, and in its wait."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.chaos import waits
from tests.stack import Stack

MOST_LATE = timedelta(seconds=30)
"""Workers and Redis are dead most of the time; still nobody waits for longer than this for what is due."""

_EVENTS = """
SELECT e.conversation_id, e.kind, coalesce(e.cause->>'why', ''), coalesce(m.text, ''), e.created_at
FROM helpdesk_event e LEFT JOIN helpdesk_message m ON m.id = e.message_id
ORDER BY e.conversation_id, e.seq
"""
_NUMBERED_WRONGLY = """
SELECT conversation_id FROM helpdesk_event GROUP BY 1
HAVING max(seq) <> count(*) OR max(public_seq) <> count(public_seq)
"""


@dataclass(frozen=True, slots=True)
class Fact:
    kind: str
    why: str
    text: str
    at: datetime

    @property
    def timer(self) -> str:
        """What came due here; empty where somebody did something."""
        match self.kind, self.why:
            case "message.held", _:
                return self.text
            case "message.replied", _:
                return "reply"
            case "conversation.offered", _:
                return "offer"
            case "conversation.moved", _:
                return "fallback"
            case "conversation.released", "acceptance":
                return "lapse"
            case "conversation.ended", "silence":
                return "silence"
            case "conversation.menu_left", _:
                return "menu"
        return waits.SORRY if self.text == waits.SORRY else ""


class Audit:
    """`happened` counts what came due and was done, `answered` the waits that an answer ended."""

    def __init__(self, stack: Stack, seconds: int) -> None:
        self.seconds = seconds
        self.talks: dict[int, list[Fact]] = {}
        for pk, *fact in stack.query(_EVENTS):
            self.talks.setdefault(pk, []).append(Fact(*fact))
        self.misnumbered = stack.query(_NUMBERED_WRONGLY)
        self.happened = sum(bool(fact.timer) for talk in self.talks.values() for fact in talk)
        self.answered = sum(talk[-1].text == waits.INTERRUPTION for talk in self.talks.values())

    def faults(self) -> list[str]:
        found = [f"#{pk} is numbered wrongly" for (pk,) in self.misnumbered]
        wanted = waits.HELD + waits.GIVEN + waits.SILENT + waits.ASKED
        if len(self.talks) != wanted:
            found.append(f"{len(self.talks)} conversations instead of {wanted}")
        for pk, talk in self.talks.items():
            found += [f"#{pk} {fault}: {[fact.timer or fact.kind for fact in talk]}" for fault in self._faults(talk)]
        return found

    def _faults(self, talk: list[Fact]) -> list[str]:
        times = Counter(fact.timer for fact in talk if fact.timer)
        found = [f"{timer} {count} times" for timer, count in times.items() if count > 1]
        accepted = next((n for n, fact in enumerate(talk) if fact.kind == "conversation.accepted"), len(talk))
        found += [f"{fact.timer} after the answer" for fact in talk[accepted:] if fact.timer not in ("", "silence")]
        answered_at = talk[accepted].at if accepted < len(talk) else None
        for timer, at in self._due(talk).items():
            ended = timer != "silence" and answered_at is not None and at + MOST_LATE > answered_at
            if not times[timer] and not ended:
                found.append(f"{timer} is missing")
        return found

    def _due(self, talk: list[Fact]) -> dict[str, datetime]:
        """What there was to be done in this conversation, and when."""
        begun, kinds = talk[0].at, {fact.kind for fact in talk}
        if "message.menu" in kinds:
            menu = begun + timedelta(seconds=waits.MENU_SECONDS)
            return {"menu": menu, "reply": menu}
        if any(fact.text == waits.ANSWER for fact in talk):
            return {"silence": begun + timedelta(seconds=waits.SILENCE_SECONDS)}
        moments = [begun + timedelta(seconds=waits.after(n, self.seconds)) for n in range(len(waits.STEPS))]
        due = {f"step {n}": moment for n, moment in enumerate(moments)}
        # The rule comes half-way only, so the last step is when it is surely due.
        due |= {"offer": moments[1], waits.SORRY: moments[3]}
        if "conversation.transferred" in kinds:
            lapse = begun + timedelta(seconds=waits.ACCEPT_SECONDS)
            return {**due, "lapse": lapse, "reply": lapse}
        return {**due, "fallback": moments[2], "reply": moments[0]}
