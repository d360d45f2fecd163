"""Committed facts become pushes to open screens. Runs after the commit, in whatever thread or process committed.

Only what somebody listens to is rendered, once per language, and published in one go.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import signals

from channels_app import payloads, staff, topics, wire
from helpdesk import outbox
from helpdesk.models import Ban, ContactPoint, Operator, OperatorGroup, Reinforcement

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def connect() -> None:
    outbox.committed.connect(on_commit, dispatch_uid="publisher")
    signals.post_save.connect(_operator_saved, sender=Operator, dispatch_uid="publisher")
    signals.m2m_changed.connect(_members_changed, sender=OperatorGroup.members.through, dispatch_uid="publisher")
    for changed in (signals.post_save, signals.post_delete):
        changed.connect(_forces_moved, sender=Reinforcement, dispatch_uid="publisher")
    signals.post_save.connect(_ban_saved, sender=Ban, dispatch_uid="publisher")
    signals.post_save.connect(_contact_point_saved, sender=ContactPoint, dispatch_uid="publisher")


def on_commit(*, commits: Sequence[outbox.Commit], **_: Any) -> None:
    news = [_News(commit) for commit in commits]
    heard = wire.heard(list(set().union(*(one.topics() for one in news))))
    wire.send([push for one in news for push in one.pushes(heard)])


class _News:
    """What one commit has to tell, and to whom."""

    def __init__(self, commit: outbox.Commit) -> None:
        self.commit = commit
        self.public = [event for event in commit.events if event.public_seq is not None]
        self.visitor = topics.visitor(commit.conversation.visitor_id)
        self.rows = {language: topics.of_change(commit.before, commit.after, language) for language in LANGUAGES}
        self.threads = {language: topics.thread(commit.conversation.pk, language) for language in LANGUAGES}
        alerts = [event for event in commit.events if event.kind == "conversation.alerted"]
        self.alerts = [(event, {topics.operator(pk) for pk in event.data["operators"]}) for event in alerts]

    def topics(self) -> set[str]:
        alerted = [people for _, people in self.alerts]
        return {self.visitor, *self.threads.values()}.union(*self.rows.values(), *alerted)

    def pushes(self, heard: set[str]) -> Iterator[wire.Push]:
        if self.public and self.visitor in heard:
            told = payloads.events(self.commit.conversation, self.public)
            yield (self.visitor,), {"type": "visitor.events", "told": told}
        for language in LANGUAGES:
            if listening := self.rows[language] & heard:
                yield listening, staff.row(self.commit, language)
            if self.threads[language] in heard:
                yield (self.threads[language],), staff.thread(self.commit, language)
        for event, people in self.alerts:
            if listening := people & heard:
                yield listening, staff.alert(self.commit, event)


def reader_changed(*operator_ids: int) -> None:
    """After the commit, what these operators may see is looked up anew by their sockets."""
    if operator_ids:
        names = [topics.operator(pk) for pk in operator_ids]
        transaction.on_commit(lambda: wire.send([(names, staff.RELOAD)]), robust=True)


def visitors_changed(topic: str, **whom: Any) -> None:
    """After the commit, the sockets that `whom` describes ask again whether they are still let in."""
    transaction.on_commit(lambda: wire.send([((topic,), {"type": "visitor.check", "whom": whom})]), robust=True)


def _operator_saved(*, instance: Operator, **_: Any) -> None:
    reader_changed(instance.pk)


def _members_changed(*, instance: Operator | OperatorGroup, action: str, pk_set: set[int] | None, **_: Any) -> None:
    """Both ways round: group.members and operator.groups. Clearing names nobody, so it is caught before it is done."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if isinstance(instance, Operator):
        reader_changed(instance.pk)
    else:
        reader_changed(*(pk_set if pk_set is not None else instance.members.values_list("pk", flat=True)))


def _forces_moved(*, instance: Reinforcement, **_: Any) -> None:
    """Where it begins or ends later nothing is written then: the sockets find out at their next pulse."""
    if instance.operator_id is not None:
        reader_changed(instance.operator_id)
    elif instance.group is not None:
        reader_changed(*instance.group.members.values_list("pk", flat=True))


def _ban_saved(*, instance: Ban, **_: Any) -> None:
    if instance.visitor_id is not None:
        visitors_changed(topics.visitor(instance.visitor_id))
    if instance.ip:
        visitors_changed(topics.VISITORS, network=instance.ip)


def _contact_point_saved(*, instance: ContactPoint, created: bool, **_: Any) -> None:
    if not created:
        visitors_changed(topics.VISITORS, contact_point=instance.pk)
