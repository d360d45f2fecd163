"""What visitors and operators do."""

from datetime import timedelta
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from helpdesk.actions import assignments, conversations, messages, presence, seniors
from helpdesk.models import Conversation, Operator, Visitor
from tests.machine.facts import Facts
from tests.machine.house import House, perhaps

ANY = st.integers(0, 30)
STATUSES = st.sampled_from(["free", "free", "busy", "lunch", "break"])
LEVELS = st.sampled_from(["own", "groups", "all"])


class Visitors(House):
    @initialize(many=st.integers(1, 4))
    def some_are_there(self, many: int) -> None:
        self.arrive(0, 0, 0, many)
        self.arrive(1, 1, 2, 1)

    @rule(n=ANY, group=ANY, contact=st.integers(0, 3), many=st.integers(1, 3))
    def arrive(self, n: int, group: int, contact: int, many: int) -> None:
        """Some at once, to one group of one channel, now and then a known client."""
        point = self.office.points[n % 2]
        known = self.office.contacts[contact] if contact < 2 else None
        for _ in range(many):
            visitor = self.office.arrive(point, known, self.now)
            self._say(visitor, self.office.groups[group % 3].pk)

    @rule(n=ANY)
    def write_again(self, n: int) -> None:
        """Into a conversation that goes on or has ended, or, after a close, a new one."""
        pks = list(Visitor.objects.order_by("pk").values_list("pk", flat=True))
        if pks:
            self._say(Visitor.objects.get(pk=pks[n % len(pks)]), self.office.groups[0].pk)

    def _say(self, visitor: Visitor, group: int) -> None:
        before = visitor.conversations.filter(active=True).exists()
        with perhaps():
            stored = messages.receive(visitor.pk, "Hello", client_id=uuid4(), group_id=group, now=self.now)
            if not before:
                self._came_back_below_the_limit(stored.conversation)

    def _came_back_below_the_limit(self, conversation: Conversation) -> None:
        """Whoever comes back keeps the assignee only where there is room, and not for ever (SPEC 2.8, 3.10, 10.1)."""
        if conversation.assignee_id is not None:
            facts = Facts(self.clock)
            seat, point = facts.seats[conversation.assignee_id], conversation.contact_point_id
            assert seat.load <= seat.limit
            assert not (limit := facts.value("limit", point)) or seat.held[point] <= limit
            seconds = facts.value("accept_seconds", point)
            assert conversation.accept_due_at == (self.clock + timedelta(seconds=seconds) if seconds else None)


class Operators(House):
    @rule(who=ANY, n=ANY)
    def take(self, who: int, n: int) -> None:
        with perhaps():
            assignments.take(self.operator(who), self.conversation(n), now=self.now)

    @rule(n=ANY)
    def accept(self, n: int) -> None:
        pk = self.conversation(n, accepted=False, assignee__isnull=False, active=True)
        holder = Operator.objects.filter(conversations=pk).first()
        if holder is not None:
            with perhaps():
                assignments.accept(holder, pk, now=self.now)

    @rule(who=ANY, n=ANY)
    def reply(self, who: int, n: int) -> None:
        with perhaps():
            messages.reply(self.operator(who), self.conversation(n), "Hello", client_id=uuid4(), now=self.now)

    @rule(n=ANY)
    def the_assignee_replies(self, n: int) -> None:
        pk = self.conversation(n, assignee__isnull=False, active=True)
        holder = Operator.objects.filter(conversations=pk).first()
        if holder is not None:
            with perhaps():
                messages.reply(holder, pk, "Hello", client_id=uuid4(), now=self.now)

    @rule(who=ANY, n=ANY, to=ANY, note=st.sampled_from(["", "Look"]))
    def transfer_to_person(self, who: int, n: int, to: int, note: str) -> None:
        with perhaps():
            assignments.transfer_to_person(
                self.operator(who), self.conversation(n), self.operator(to).pk, note=note, now=self.now
            )

    @rule(who=ANY, n=ANY, to=ANY, note=st.sampled_from(["", "Look"]))
    def transfer_to_group(self, who: int, n: int, to: int, note: str) -> None:
        with perhaps():
            assignments.transfer_to_group(
                self.operator(who), self.conversation(n), self.office.groups[to % 3].pk, note=note, now=self.now
            )

    @rule(who=ANY, n=ANY, verb=st.sampled_from([assignments.release, conversations.end, conversations.close]))
    def leave_off(self, who: int, n: int, verb: object) -> None:
        with perhaps():
            verb(self.operator(who), self.conversation(n), now=self.now)  # type: ignore[operator]

    @rule(who=ANY, n=ANY)
    def reopen(self, who: int, n: int) -> None:
        with perhaps():
            conversations.reopen(self.operator(who), self.conversation(n, status="closed"), now=self.now)

    @rule(who=ANY, n=ANY, senior=ANY)
    def call_a_senior(self, who: int, n: int, senior: int) -> None:
        with perhaps():
            seniors.call(self.operator(who), self.conversation(n), self.operator(senior).pk, now=self.now)

    @rule(who=ANY, status=STATUSES)
    def set_status(self, who: int, status: str) -> None:
        presence.set_status(self.operator(who), status, now=self.now)

    @rule(who=ANY)
    def connect(self, who: int) -> None:
        operator = self.operator(who)
        self.tabs.add(operator.pk)
        presence.renew(operator.pk, "tab", now=self.now)

    @rule(who=ANY)
    def close_the_laptop(self, who: int) -> None:
        self.tabs.discard(self.operator(who).pk)

    @rule()
    def go_home(self) -> None:
        """All of them, with what they hold."""
        for who in range(len(self.office.people)):
            self.log_out(who)

    @rule(who=ANY)
    def log_out(self, who: int) -> None:
        operator = self.operator(who)
        self.tabs.discard(operator.pk)
        presence.leave(operator.pk)
