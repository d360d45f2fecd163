"""How the rows of a change are written: each at once, or those of several conversations in a few statements.

A sweep over many conversations spends most of its time on statements of one row. Whoever needs to read what has been
written meanwhile, or to point at it, asks for `Change.write_out` first.
"""

from collections import defaultdict
from functools import partial
from typing import Any, Protocol

from django.db import connection, transaction

from helpdesk import outbox
from helpdesk.models import Conversation, Event, Message

_TABLE = Conversation._meta.db_table  # noqa: SLF001 - documented API
_FIELDS = {field.attname: field for field in Conversation._meta.concrete_fields}  # noqa: SLF001 - documented API


class Ledger(Protocol):
    def message(self, message: Message) -> None: ...

    def event(self, event: Event) -> None: ...

    def row(self, conversation_id: int, values: dict[str, Any]) -> None:
        """`values` by column, all of them different from what is stored."""

    def tell(self, commit: outbox.Commit) -> None:
        """After the commit, tell the rest of the house of it. Called once for each change that has an event."""


class AtOnce:
    """Everything has its id as soon as it is written down."""

    def message(self, message: Message) -> None:
        message.save(force_insert=True)

    def event(self, event: Event) -> None:
        event.save(force_insert=True)

    def row(self, conversation_id: int, values: dict[str, Any]) -> None:
        Conversation.objects.filter(pk=conversation_id).update(**values)

    def tell(self, commit: outbox.Commit) -> None:
        transaction.on_commit(partial(outbox.tell, [commit]))


AT_ONCE = AtOnce()


class Together:
    """For one transaction, which calls `write` before it ends. A message or event has no id until then."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.events: list[Event] = []
        self.rows: defaultdict[int, dict[str, Any]] = defaultdict(dict)
        self.commits: list[outbox.Commit] = []

    def message(self, message: Message) -> None:
        self.messages.append(message)

    def event(self, event: Event) -> None:
        self.events.append(event)

    def row(self, conversation_id: int, values: dict[str, Any]) -> None:
        self.rows[conversation_id] |= values

    def tell(self, commit: outbox.Commit) -> None:
        if not self.commits:
            transaction.on_commit(partial(outbox.tell, self.commits))
        self.commits.append(commit)

    def write(self) -> None:
        """What has been written down so far, in the order in which rows point at each other."""
        Message.objects.bulk_create(self.messages)
        Event.objects.bulk_create(self.events)
        self._update()
        self.messages, self.events = [], []
        self.rows.clear()

    def _update(self) -> None:
        """One statement for all rows of which the same columns have changed, sent in one go."""
        alike: defaultdict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
        for pk, values in self.rows.items():
            new = [_FIELDS[name].get_db_prep_save(value, connection) for name, value in values.items()]
            alike[tuple(values)].append([*new, pk])
        with connection.cursor() as cursor:
            for names, rows in alike.items():
                to = ", ".join(f'"{_FIELDS[name].column}" = %s' for name in names)
                cursor.executemany(f'UPDATE "{_TABLE}" SET {to} WHERE id = %s', rows)
