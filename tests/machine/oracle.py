"""Who may be given what, and in which order: SPEC 3.4 to 3.7 written down once more, slowly and without `routing`."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from helpdesk.models import Conversation
from tests.machine.facts import Facts, Seat


@dataclass
class Ledger:
    """What was given out of which policy's portions, as the machine itself has seen it: (policy, operator, when)."""

    given: list[tuple[int, int, datetime]] = field(default_factory=list)

    def used(self, policy: int, operator: int, since: datetime) -> int:
        return sum((p, o) == (policy, operator) and at > since for p, o, at in self.given)


class Oracle:
    """Walks the queue with the facts as they were before a pass, and says who could be given each conversation."""

    def __init__(self, facts: Facts, ledger: Ledger) -> None:
        self.facts = facts
        self.ledger = ledger

    def queue(self) -> list[Conversation]:
        """Whoever has a menu before them isn't waiting yet."""
        waiting = (c for c in self.facts.conversations if c.active and c.assignee_id is None and not c.menu_times)
        return sorted(waiting, key=self._place)

    def room(self, c: Conversation) -> list[Seat]:
        """Everybody who could be given it now."""
        return [seat for seat in self.facts.seats.values() if self._eligible(c, seat)]

    def best(self, c: Conversation, room: list[Seat]) -> tuple[int, bool]:
        """Whom of these it must go to, and whether that is somebody the client knows."""
        by_pk = {seat.pk for seat in room}
        point, contact = c.contact_point_id, c.visitor.contact
        if self.facts.value("personal_manager", point) and contact and contact.personal_manager_id in by_pk:
            return contact.personal_manager_id, True
        talked = self._talked(c)
        return (talked, True) if talked in by_pk else (self._by_algorithm(c, room), False)

    def give(self, c: Conversation, operator: int, *, known: bool) -> None:
        """Go on as if this operator had been given it."""
        seat, point = self.facts.seats[operator], c.contact_point_id
        seat.held[point] += c.contact_point.weight
        seat.last = self.facts.now
        if self.facts.value("algorithm", point) == "cyclic" and not known:
            self.facts.turns[self._turn(c)] = operator
        if self.facts.value("portion", point):
            self.ledger.given.append((self._portions(point), operator, self.facts.now))

    def _place(self, c: Conversation) -> tuple[int, datetime, int]:
        assert c.queued_at is not None
        listed = self.facts.priorities
        priority = c.contact_point.priority
        rank = listed.index(priority) if priority is not None else len(listed)
        minutes = self.facts.general.ageing_minutes
        if minutes:
            rank = max(0, rank - int((self.facts.now - c.queued_at) / timedelta(minutes=minutes)))
        return rank, c.queued_at, c.pk

    def _eligible(self, c: Conversation, seat: Seat) -> bool:
        lent = self.facts.lent_to_point(c.contact_point_id)
        return seat.pk in self._participants(c) | lent and self._reachable(c, seat) and self._has_room(c, seat)

    def _participants(self, c: Conversation) -> set[int]:
        everybody = set(self.facts.seats)
        members = {pk for pk in everybody if c.group_id is None or c.group_id in self.facts.seats[pk].groups}
        named = self.facts.named(c.contact_point_id)
        if named:
            members &= named
        if members:
            return members
        fallback = self.facts.fallback(c.contact_point_id)
        if fallback:
            return fallback
        return everybody if self.facts.value("anyone", c.contact_point_id) else set()

    def _reachable(self, c: Conversation, seat: Seat) -> bool:
        too_early = timedelta(minutes=self.facts.value("pass_minutes", c.contact_point_id))
        if c.passed_by_id == seat.pk and c.passed_at is not None and self.facts.now - c.passed_at < too_early:
            return False
        counts = self.facts.value("presence", c.contact_point_id)
        return {"both": seat.receives and seat.here, "status": seat.receives, "presence": seat.here}[counts]

    def _has_room(self, c: Conversation, seat: Seat) -> bool:
        point, weight, now = c.contact_point_id, c.contact_point.weight, self.facts.now
        if seat.load + weight > seat.limit:
            return False
        limit = self.facts.value("limit", point)
        if limit and seat.held[point] + weight > limit:
            return False
        portion = self.facts.value("portion", point)
        since = now - timedelta(minutes=self.facts.value("portion_minutes", point))
        if portion and self.ledger.used(self._portions(point), seat.pk, since) >= portion:
            return False
        pause = timedelta(seconds=self.facts.value("pause", point))
        return not (pause and seat.last is not None and now - seat.last < pause)

    def _talked(self, c: Conversation) -> int:
        """Who talked to this client last; 0 where nobody is remembered."""
        days = self.facts.value("last_operator_days", c.contact_point_id)
        talks = [
            (x.answered_at, x.answered_by_id)
            for x in self.facts.conversations
            if x.answered_at is not None and x.answered_by_id is not None and _same_client(x, c)
        ]
        at, operator = max(talks, default=(self.facts.now, 0))
        return operator if days and self.facts.now - at <= timedelta(days=days) else 0

    def _by_algorithm(self, c: Conversation, room: list[Seat]) -> int:
        match self.facts.value("algorithm", c.contact_point_id):
            case "cyclic":
                turn = self.facts.turns.get(self._turn(c), 0)
                ids = sorted(seat.pk for seat in room)
                return next((pk for pk in ids if pk > turn), ids[0])
            case "most_free":
                free = max(seat.limit - seat.load for seat in room)
                best = [seat for seat in room if seat.limit - seat.load == free]
            case _:
                least = min(seat.load for seat in room)
                best = [seat for seat in room if seat.load == least]
        long_ago = datetime(1970, 1, 1, tzinfo=UTC)
        return min(best, key=lambda seat: (seat.last or long_ago, seat.pk)).pk

    def _turn(self, c: Conversation) -> tuple[int, int | None]:
        return self.facts.owner(("algorithm",), c.contact_point_id).pk, c.group_id

    def _portions(self, point: int) -> int:
        return self.facts.owner(("portion", "portion_minutes"), point).pk


def _same_client(one: Conversation, other: Conversation) -> bool:
    if one.visitor_id == other.visitor_id:
        return True
    return one.visitor.contact_id is not None and one.visitor.contact_id == other.visitor.contact_id
