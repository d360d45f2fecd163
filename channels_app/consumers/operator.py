"""The operator's socket (docs/INBOX_SOCKET.md)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from channels_app import colleagues, frames, staff, topics
from channels_app.colleagues import Seat
from channels_app.consumers.base import Handler, Socket
from channels_app.database import in_thread
from channels_app.errors import Refusal
from channels_app.memory import Memory
from routing.placement import Facts, is_blue, may_see, tab_of

NOT_LET_IN = 4403

LOST_AFTER = timedelta(seconds=3)
"""A push that has not come by then is not on its way any more."""


class OperatorSocket(Socket):
    """`seat` is who sits here; `opened` the conversation whose items are told; `tab` the browser's tab, once said."""

    seat: Seat
    opened: int | None = None
    tab: str | None = None

    async def connect(self) -> None:
        self.language = colleagues.language_of(self.scope)
        self.told = Memory()
        seat = await in_thread(colleagues.seat, self.scope["cookies"])
        await self.accept()
        if seat is None:
            await self.shut(NOT_LET_IN)
            return
        self.seat = seat
        await self._subscribe()
        self.swept_to = self.sweep_from = await in_thread(colleagues.newest_event)

    def handler_of(self, kind: str) -> Handler:
        handlers = {"hello": self._pulse, "pulse": self._pulse, "open": self._open, "close": self._close}
        if kind not in handlers:
            raise Refusal("bad_frame")
        if self.tab is None and kind != "hello":
            raise Refusal("hello_first")
        return handlers[kind]

    def about(self, frame: Mapping[str, Any]) -> dict[str, Any]:
        return {"id": frame["id"]} if type(frame.get("id")) is int else {}

    async def _pulse(self, frame: dict[str, Any]) -> None:
        """The tab is still there. Is the operator? Has a push been lost? How many are there really?"""
        tab = frames.uuid(frame, "tab")
        if not await self._sit_down_again():
            return
        self.tab = tab
        await self._sweep()
        counts = await in_thread(colleagues.renew, self.seat.operator, tab, timezone.now())
        await self.tell({"type": "pulse", "counts": counts})

    async def _open(self, frame: dict[str, Any]) -> None:
        conversation, after = frames.whole(frame, "id"), frames.whole(frame, "after", frames.MOST_SEQ)
        self.opened = conversation
        # Before reading, so that nothing can fall between; should the reading refuse, it is taken back.
        await self._subscribe()
        missed = await in_thread(colleagues.thread, self.seat, conversation, after, self.language)
        if missed is None:
            await self._close({})
            raise Refusal("not_found")
        await self.tell(missed)

    async def _close(self, frame: dict[str, Any]) -> None:
        self.opened = None
        await self._subscribe()

    async def staff_row(self, push: dict[str, Any]) -> None:
        """The same commit may come by several topics: to the assignee and to the group."""
        if self.told.is_news(push["id"], push["seq"]):
            before = staff.unpack(push["before"]) if push["before"] is not None else None
            await self._tell_row(push, staff.unpack(push["after"]), before)

    async def staff_thread(self, push: dict[str, Any]) -> None:
        if push["id"] != self.opened:
            return
        if not may_see(staff.unpack(push["after"]), self.seat.reader):
            await self._close({})
            return
        await self.tell({"type": "thread", **{name: push[name] for name in ("id", "from", "seq", "html")}})

    async def staff_alert(self, push: dict[str, Any]) -> None:
        """A rule wants this operator told."""
        if may_see(staff.unpack(push["after"]), self.seat.reader):
            await self.tell({"type": "alert", **{name: push[name] for name in ("id", "visitor", "text")}})

    async def staff_reload(self, push: dict[str, Any]) -> None:
        """Groups, visibility or the operator as such were changed."""
        await self._sit_down_again()

    async def _sit_down_again(self) -> bool:
        """Look up who this is; False when they are not let in any more and the socket is closed."""
        seat = await in_thread(colleagues.seat, self.scope["cookies"])
        if seat is None or seat.operator.pk != self.seat.operator.pk:
            await self.shut(NOT_LET_IN)
            return False
        changed = seat.reader != self.seat.reader
        self.seat = seat
        if changed:
            self.opened = None
            self.told.forget()
        try:
            # Each time: while Redis was away an earlier attempt may have failed.
            await self._subscribe()
        finally:
            if changed:
                await self.tell({"type": "reload"})
        return True

    async def _sweep(self) -> None:
        """Tell what was changed and not pushed, from the events themselves (law 3).

        Each sweep begins where the last but one ended: a slow transaction's events may appear behind faster ones,
        and what was too young then to be called lost must be looked at again.
        """
        sweep_from, self.sweep_from = self.sweep_from, self.swept_to
        self.swept_to = await in_thread(colleagues.newest_event)
        changed = await in_thread(colleagues.changes, sweep_from, timezone.now() - LOST_AFTER)
        missed = [pk for pk, seq in changed.items() if self.told.is_news(pk, seq)]
        if not missed:
            return
        for row in await in_thread(colleagues.rows, self.seat, missed, self.language):
            await self._tell_row({"id": row.id, "seq": row.seq, "order": row.order, "html": row.html}, row.facts, None)

    async def _tell_row(self, row: Mapping[str, Any], after: Facts, before: Facts | None) -> None:
        reader = self.seat.reader
        tab = tab_of(after, reader)
        was = self.told.tab(row["id"], tab_of(before, reader) if before is not None else None)
        self.told.note(row["id"], row["seq"], tab)
        if tab is None and was is None:
            return
        seen = tab is not None
        await self.tell(
            {
                "type": "row",
                "id": row["id"],
                "seq": row["seq"],
                "tab": tab,
                "was": was,
                "blue": is_blue(after, reader) if seen else None,
                "order": row["order"] if seen else None,
                "html": row["html"] if seen else None,
                **_notice(row, reader.id),
            }
        )

    async def _subscribe(self) -> None:
        wanted = topics.of_reader(self.seat.reader, self.language)
        if self.opened is not None:
            wanted.add(topics.thread(self.opened, self.language))
        await self.listen_to(wanted)


def _notice(row: Mapping[str, Any], operator_id: int) -> dict[str, str]:
    """What of it is said to this operator; a change says one thing to one person at most."""
    mine = [text for operator, text in row.get("notices", ()) if operator == operator_id]
    return {"notice": mine[-1]} if mine else {}
