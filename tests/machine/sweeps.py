"""What the machine does by itself, held against the oracle."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from helpdesk.actions import absences, distribution, due, groups
from helpdesk.models import Conversation, PresenceLease
from tests.machine.facts import Facts
from tests.machine.house import House

GRACE = timedelta(seconds=60)


class Sweeps(House):
    steps = 0

    @rule(seconds=st.sampled_from([1, 20, 45, 61, 301, 3600, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.let_pass(seconds)

    @invariant()
    def the_sweeps_come(self) -> None:
        """Between them some things pile up."""
        self.steps += 1
        if self.steps % 3 == 0:
            self.take_back_what_was_not_accepted()
            self.take_from_the_absent()
            self.drain()

    def drain(self) -> None:
        """One pass: everybody whom somebody could take is taken, in order, by whom they must be; nobody else is."""
        now = self.now
        groups.rescue(now=now)
        oracle = self.oracle()
        assigned = distribution.drain(now=now)
        after = {c.pk: c for c in Conversation.objects.all()}
        expected = 0
        for c in oracle.queue():
            room = oracle.room(c)
            if not room:
                assert after[c.pk].assignee_id is None, f"{c.pk} was given to somebody who has no room"
                assert after[c.pk].noted
                continue
            wanted, known = oracle.best(c, room)
            assert after[c.pk].assignee_id == wanted
            self._given_by_the_terms(after[c.pk], oracle.facts, now)
            oracle.give(c, wanted, known=known)
            expected += 1
        assert assigned == expected
        assert distribution.drain(now=now) == 0

    def take_back_what_was_not_accepted(self) -> None:
        now = self.now
        was = {c.pk: c for c in Conversation.objects.filter(accept_due_at__lte=now)}
        for pk in was:
            assert due.run(pk, now=now)
        for c in Conversation.objects.filter(pk__in=was):
            assert c.queued_at == (was[c.pk].unanswered_since or now)
            assert c.passed_by_id == was[c.pk].assignee_id
        assert not Conversation.objects.filter(accept_due_at__lte=now).exists()

    def take_from_the_absent(self) -> None:
        now = self.now
        facts = Facts(now)
        leave = {c.pk: c for c in facts.conversations if self._is_left_alone(c, facts, now)}
        assert set(absences.left_alone(now)) == set(leave)
        for pk in leave:
            assert absences.reassign(pk, now=now)
        for c in Conversation.objects.filter(pk__in=leave):
            assert c.queued_at == leave[c.pk].unanswered_since
        assert not absences.left_alone(now)

    def _given_by_the_terms(self, c: Conversation, facts: Facts, now: datetime) -> None:
        point = c.contact_point_id
        assert c.accepted == (facts.value("accept", point) == "at_once")
        seconds = facts.value("accept_seconds", point)
        runs = seconds and not c.accepted
        assert c.accept_due_at == (now + timedelta(seconds=seconds) if runs else None)

    def _is_left_alone(self, c: Conversation, facts: Facts, now: datetime) -> bool:
        if not c.active or c.assignee_id is None or c.unanswered_since is None:
            return False
        if any(lease.expires_at > now - GRACE for lease in PresenceLease.objects.filter(operator=c.assignee_id)):
            return False
        setting = facts.value("reassign", c.contact_point_id)
        if facts.value("presence", c.contact_point_id) == "status" or setting == "off":
            return False
        if c.handed_at is not None and c.handed_at > now - GRACE:
            return False
        return setting == "last_word" or not c.accepted or c.answered_at is None
