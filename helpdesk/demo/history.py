"""What has happened at the dealership, played through the actions with moments in the past."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from helpdesk.actions import arrivals, assignments, conversations, distribution, messages, presence
from helpdesk.demo import cast
from helpdesk.demo.cast import MANAGERS, Talk
from helpdesk.demo.words import Words
from helpdesk.models import Category, Contact, ContactPoint, Operator, OperatorGroup, Visitor

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TAB = "demo"


def play(
    said: Words,
    contact_point: ContactPoint,
    groups: Mapping[str, OperatorGroup],
    operators: Mapping[str, Operator],
    *,
    language: str,
    now: datetime,
) -> None:
    """Every talk of the cast, oldest first: leases of the past have then run out before the next one begins."""
    for talk in sorted(cast.TALKS, key=lambda talk: talk.ago, reverse=True):
        start = now - talk.ago
        visitor = _visitor(talk, said, contact_point, operators, language, start)
        _Player(talk, said, visitor, groups, operators, start).play()


def _visitor(
    talk: Talk,
    said: Words,
    contact_point: ContactPoint,
    operators: Mapping[str, Operator],
    language: str,
    now: datetime,
) -> Visitor:
    page = f"/demo/{talk.group}/"
    visitor = arrivals.begin(
        contact_point, page=page, referrer="", user_agent=BROWSER, ip=None, language=language, now=now
    )
    if talk.contact:
        manager = operators.get(MANAGERS.get(talk.contact, ""))
        visitor.contact = Contact.objects.create(name=said.contacts[talk.contact], personal_manager=manager)
        visitor.save(update_fields=["contact"])
    return visitor


class _Player:
    """One conversation from its first line to its ending."""

    def __init__(
        self,
        talk: Talk,
        said: Words,
        visitor: Visitor,
        groups: Mapping[str, OperatorGroup],
        operators: Mapping[str, Operator],
        start: datetime,
    ) -> None:
        self.talk, self.said, self.visitor = talk, said, visitor
        self.groups, self.operators = groups, operators
        self.operator = operators.get(talk.operator)
        self.now = start
        self.conversation = 0

    def play(self) -> None:
        for number, line in enumerate(self.said.talks[self.talk.name]):
            self._say(line[0], line[2:], uuid5(NAMESPACE_URL, f"{self.talk.name}/{number}"))
            self.now += timedelta(seconds=self.talk.pace)
        self._finish()

    def _say(self, who: str, text: str, client_id: UUID) -> None:
        if who == ">":
            self._receive(text, client_id)
        elif who == "<":
            messages.reply(self._speaker, self.conversation, text, client_id=client_id, now=self.now)
        else:
            messages.note(self._speaker, self.conversation, text, client_id=client_id, now=self.now)

    def _receive(self, text: str, client_id: UUID) -> None:
        group, page = self.groups[self.talk.group], self.visitor.page
        first = not self.conversation
        # A chat begins only where somebody is there. Nobody else is, so the real distribution gives it to nobody else.
        there = self.operator or group.members.earliest("pk")
        if first:
            presence.renew(there.pk, TAB, now=self.now)
        stored = messages.receive(
            self.visitor.pk, text, client_id=client_id, group_id=group.pk, page=page, now=self.now
        )
        if first and self.operator:
            distribution.drain(now=self.now)
        elif first:
            presence.leave(there.pk)
        self.conversation = stored.conversation.pk

    def _finish(self) -> None:
        talk = self.talk
        if talk.category:
            category = Category.objects.get(name=self.said.categories[talk.category])
            conversations.categorise(self._speaker, self.conversation, category.pk, now=self.now)
        if talk.moved_to:
            group, person = talk.moved_to
            assignments.transfer_to_group(self._speaker, self.conversation, self.groups[group].pk, now=self.now)
            self.operator = self.operators[person]
            assignments.take(self._speaker, self.conversation, now=self.now)
        if talk.ending == "closed":
            conversations.close(self._speaker, self.conversation, now=self.now)
        elif talk.ending == "ended":
            conversations.end(self._speaker, self.conversation, now=self.now)

    @property
    def _speaker(self) -> Operator:
        assert self.operator is not None, f"{self.talk.name} has lines of an operator, and names none"
        return self.operator
