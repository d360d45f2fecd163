"""What one visitor has said and seen; no network. The rules of docs/PROTOCOL.md for a client stand here."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

Event = Mapping[str, Any]


@dataclass(eq=False, slots=True)
class Said:
    """One message of the visitor's, or a request with `contacts` (name, email, phone). Moments are monotonic seconds.

    `done` is set once it is acknowledged, or refused for good (`refused` is then the error's code).
    """

    text: str
    group: int | None
    contacts: Mapping[str, str] = field(default_factory=dict)
    client_id: str = field(default_factory=lambda: str(uuid4()))
    tries: int = 0
    sent_at: float = 0.0
    acked_at: float = 0.0
    conversation: int | None = None
    seq: int | None = None
    refused: str = ""
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Thread:
    """The cursor, the messages not yet acknowledged, and everything heard, in the order in which it was shown."""

    def __init__(self) -> None:
        self.conversation: int | None = None
        self.seq = 0
        self.status = ""
        self.pending: deque[Said] = deque()
        self.acked: list[Said] = []
        self.refused: list[Said] = []
        self.shown: list[tuple[int, Event]] = []
        self.changed = asyncio.Condition()

    @property
    def cursor(self) -> dict[str, Any]:
        return {"conversation": self.conversation, "seq": self.seq}

    def say(self, text: str, group: int | None, **contacts: str) -> Said:
        said = Said(text, group, contacts)
        self.pending.append(said)
        return said

    def take(self, frame: Mapping[str, Any]) -> bool:
        """A `welcome`, `events` or `ack`. False when something was missed: then ask with the cursor (rule 2)."""
        conversation = frame["conversation"]
        events = [frame["event"]] if frame["type"] == "ack" else frame["events"]
        if conversation is None:
            return True
        whole = True
        if conversation["id"] != self.conversation and not self._is_older(conversation["id"]):
            self.conversation, self.seq = conversation["id"], 0
        for event in events:
            if "client_id" in event:
                self._acknowledge(event, conversation["id"])
            if conversation["id"] == self.conversation:
                whole &= self._show(event)
        if conversation["id"] == self.conversation:
            self.status = conversation["status"]
        return whole

    def refuse(self, said: Said, code: str) -> None:
        """For good: nothing will be sent again."""
        if said in self.pending:
            self.pending.remove(said)
            said.refused = code
            self.refused.append(said)
            said.done.set()

    def _is_older(self, conversation: int) -> bool:
        """The answer to a repeated message of a conversation that has been closed since: no step back."""
        return self.conversation is not None and conversation < self.conversation

    def _show(self, event: Event) -> bool:
        if event["seq"] > self.seq + 1:
            return False
        if event["seq"] == self.seq + 1:
            self.seq += 1
            assert self.conversation is not None
            self.shown.append((self.conversation, event))
        return True

    def _acknowledge(self, event: Event, conversation: int) -> None:
        for said in self.pending:
            if said.client_id == event["client_id"]:
                said.acked_at, said.conversation, said.seq = time.monotonic(), conversation, event["seq"]
                self.pending.remove(said)
                self.acked.append(said)
                said.done.set()
                return
