"""Committed facts become pushes to open screens. Runs after the commit, in whatever thread or process committed.

Only what somebody listens to is rendered, once per language, and published in one go.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import signals

from channels_app import payloads, staff, topics, wire
from helpdesk import outbox
from helpdesk.models import Ban, ContactPoint, Event, Operator, OperatorGroup, Reinforcement

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def connect() -> None:
    outbox.committed.connect(on_commit, dispatch_uid="publisher")
    signals.post_save.connect(_operator_saved, sender=Operator, dispatch_uid="publisher")
    signals.m2m_changed.connect(_members_changed, sender=OperatorGroup.members.through, dispatch_uid="publisher")
    for changed in (signals.post_save, signals.post_delete):
        changed.connect(_forces_moved, sender=Reinforcement, dispatch_uid="publisher")
    signals.post_save.connect(_ban_saved, sender=Ban, dispatch_uid="publisher")
    signals.post_save.connect(_contact_point_saved, sender=ContactPoint, dispatch_uid="publisher")


def on_commit(*, commit: outbox.Commit, **_: Any) -> None:
    conversation = commit.conversation
    public = [event for event in commit.events if event.public_seq is not None]
    visitor = topics.visitor(conversation.visitor_id)
    rows = {language: topics.of_change(commit.before, commit.after, language) for language in LANGUAGES}
    threads = {language: topics.thread(conversation.pk, language) for language in LANGUAGES}

    alerts = [event for event in commit.events if event.kind == "conversation.alerted"]
    alerted = {topics.operator(pk) for event in alerts for pk in event.data["operators"]}

    heard = wire.heard([*set().union(*rows.values()), *threads.values(), visitor, *alerted])
    pushes: list[wire.Push] = []
    if public and visitor in heard:
        pushes.append(((visitor,), {"type": "visitor.events", "told": payloads.events(conversation, public)}))
    for language in LANGUAGES:
        if listening := rows[language] & heard:
            pushes.append((listening, staff.row(commit, language)))
        if threads[language] in heard:
            pushes.append(((threads[language],), staff.thread(commit, language)))
    wire.send([*pushes, *_alerts(commit, alerts, heard)])


def _alerts(commit: outbox.Commit, alerts: Iterable[Event], heard: set[str]) -> Iterator[wire.Push]:
    for event in alerts:
        if listening := {topics.operator(pk) for pk in event.data["operators"]} & heard:
            yield listening, staff.alert(commit, event)


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
