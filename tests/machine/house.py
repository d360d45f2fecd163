"""The state of the machine and what must hold after each step."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant

from helpdesk import queries
from helpdesk.actions import presence
from helpdesk.actions.errors import ActionError
from helpdesk.models import Conversation, Event, Operator
from routing.placement import Tab, tab_of
from routing.traces import as_data, replay, says
from tests.conftest import NOW
from tests.machine.facts import Facts
from tests.machine.office import Office, build
from tests.machine.oracle import Ledger, Oracle

REFUSED = (ActionError, Conversation.DoesNotExist)
"""What an action may answer to somebody who comes too late."""


class House(RuleBasedStateMachine):
    """Each example has the database to itself and leaves nothing behind: it is one transaction, rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self._frame = transaction.atomic()
        self._frame.__enter__()
        self.office: Office = build()
        self.clock: datetime = NOW
        self.tabs = {operator.pk for operator in self.office.people}
        self.ledger = Ledger()
        self.looks = 0
        self.seen = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._frame.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        """No two things happen at the same moment."""
        self.clock += timedelta(milliseconds=1)
        return self.clock

    def operator(self, n: int) -> Operator:
        return Operator.objects.get(pk=self.office.people[n % len(self.office.people)].pk)

    def conversation(self, n: int, **which: object) -> int:
        """One of those that are not closed, unless `which` says otherwise; 0 when there is none."""
        rows = Conversation.objects.filter(**which) if which else Conversation.objects.filter(queries.UNCLOSED)
        pks = list(rows.order_by("pk").values_list("pk", flat=True))
        return pks[n % len(pks)] if pks else 0

    def oracle(self) -> Oracle:
        return Oracle(Facts(self.clock), self.ledger)

    def let_pass(self, seconds: int) -> None:
        """Open tabs go on renewing their leases."""
        self.clock += timedelta(seconds=seconds)
        for pk in self.tabs:
            presence.renew(pk, "tab", now=self.clock)

    @invariant()
    def states_are_lawful(self) -> None:
        for c in Conversation.objects.all():
            assert not (c.active and c.status == "closed")
            assert not (c.accepted and c.assignee_id is None)
            assert (c.queued_at is not None) == (c.active and c.assignee_id is None and not c.menu_times)
            assert (c.menu_due_at is not None) == (c.menu_times > 0) <= (c.active and c.assignee_id is None)
            assert c.accept_due_at is None or (c.active and c.assignee_id is not None and not c.accepted)
            assert not c.noted or c.queued_at is not None

    @invariant()
    def traces_replay(self) -> None:
        for event in Event.objects.filter(pk__gt=self.seen).order_by("pk"):
            self.seen = event.pk
            if event.kind in ("conversation.assigned", "conversation.waits"):
                trace = event.data["trace"]
                again = as_data(replay(trace).trace)
                assert says(again) == says(trace)
                assert again["why"] == trace["why"]
                assert trace["chosen"] == event.data.get("operator")

    @invariant()
    def inboxes_show_what_placement_says(self) -> None:
        """Another operator looks after each step: four times four queries each time would take most of the test."""
        self.looks += 1
        operator = self.operator(self.looks)
        reader = queries.reader_of(operator)
        shown = {
            **dict.fromkeys(queries.my(operator), Tab.MY),
            **dict.fromkeys(queries.others(operator), Tab.OTHERS),
            **dict.fromkeys(queries.archive(operator), Tab.ARCHIVE),
        }
        assert shown == {c: tab for c in Conversation.objects.all() if (tab := tab_of(c.facts(), reader))}


def perhaps() -> suppress:
    """People come too late and are told so; nothing has changed then."""
    return suppress(*REFUSED)
