"""A hall full of operators and a queue before it, for the bench `assign`. Runs where the database of the bench is."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from helpdesk.models import Contact, ContactPoint, Operator, OperatorGroup, PresenceLease, User, Visitor

SHUFFLE = 7919
"""A prime: steps of it go through any smaller number of places without coming to one twice, in no order to rely on."""

CLIENTS = 20
"""Every so many visitors one is a known client with a personal manager."""


def furnish(operators: int, limit: int, groups: int) -> None:
    """Everybody in two or three of the groups, free, and at the screen for hours; a first channel and a second one."""
    ContactPoint.objects.create(name="First", priority=1)
    ContactPoint.objects.create(name="Second")
    users = User.objects.bulk_create(User(username=f"operator{n}", password="!") for n in range(operators))
    people = Operator.objects.bulk_create(
        Operator(user=user, name=f"Operator {n}", limit=limit) for n, user in enumerate(users)
    )
    halls = OperatorGroup.objects.bulk_create(
        OperatorGroup(name=f"Department {n}", enabled=True, position=n) for n in range(groups)
    )
    through = OperatorGroup.members.through
    through.objects.bulk_create(
        through(operator_id=person.pk, operatorgroup_id=halls[place].pk)
        for n, person in enumerate(people)
        for place in {n % groups, (n // groups) % groups, (n * 7 + 3) % groups if n % 2 else n % groups}
    )
    until = timezone.now() + timedelta(hours=6)
    PresenceLease.objects.bulk_create(PresenceLease(operator=o, tab="bench", expires_at=until) for o in people)


def queue_up(count: int, now: datetime) -> None:
    """So many more conversations wait, in every group and both channels, in no order of their ids."""
    points = list(ContactPoint.objects.order_by("id").values_list("pk", flat=True))
    managers = list(Operator.objects.order_by("id").values_list("pk", flat=True))
    clients = Contact.objects.bulk_create(
        Contact(name=f"Client {n}", personal_manager_id=managers[n % len(managers)])
        for n in range(count // CLIENTS + 1)
    )
    visitors = Visitor.objects.bulk_create(
        (
            Visitor(
                contact_point_id=points[n % len(points)],
                contact=clients[n // CLIENTS] if n % CLIENTS == 0 else None,
                user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                page="https://www.cheshka.example/catalog/octavia/",
                created_at=now,
                seen_at=now,
            )
            for n in range(count)
        ),
        batch_size=1000,
    )
    groups = list(OperatorGroup.objects.order_by("id").values_list("pk", flat=True))
    asked: dict[str, Any] = {
        "first": visitors[0].pk,
        "last": visitors[-1].pk,
        "groups": groups,
        "now": now,
        "shuffle": SHUFFLE,
        "count": count,
        "text": "How much is the blue one, and is it in stock?",
    }
    with connection.cursor() as cursor:
        for statement in (_CONVERSATIONS, _MESSAGES, _EVENTS, "ANALYZE"):
            cursor.execute(statement, asked)


def empty() -> None:
    """Nobody has ever written."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE helpdesk_visitor, helpdesk_contact, helpdesk_turn, helpdesk_portion CASCADE")
    Operator.objects.update(last_assigned_at=None)


def tell_all(why: str) -> None:
    """As many passes would note it, some of them in each."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE helpdesk_conversation SET noted = %s WHERE queued_at IS NOT NULL", [why])


def give_up_but(count: int) -> None:
    """Only so many go on waiting, or as many as there are."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_UP, [count])
        cursor.execute("ANALYZE")


_GIVE_UP = """
UPDATE helpdesk_conversation SET queued_at = NULL, waiting_since = NULL, active = false
WHERE id IN (SELECT id FROM helpdesk_conversation WHERE queued_at IS NOT NULL ORDER BY id OFFSET %s)
"""

# What ten thousand first messages leave behind, without the hours in which they are written.
_CONVERSATIONS = """
INSERT INTO helpdesk_conversation (
    contact_point_id, visitor_id, kind, group_id, accepted, status, active, seq, public_seq, queued_at, waiting_since,
    unanswered_since, noted, seniors, hold_done, last_text, last_author, last_at, start_page, created_at,
    visitor_at, priority, tags, outcome, replied, menu_times, offered
)
SELECT v.contact_point_id, v.id, 'chat', (%(groups)s::bigint[])[1 + v.id / 2 %% cardinality(%(groups)s::bigint[])],
    false, 'open', true, 2, 1, t.at, t.at, t.at, '', '{}', 0, %(text)s, 'visitor', t.at, v.page, t.at,
    t.at, 0, '{}', '', false, 0, ''
FROM helpdesk_visitor v, LATERAL (
    SELECT %(now)s - interval '0.01 s' * (1 + (v.id - %(first)s) * %(shuffle)s %% %(count)s) AS at
) t
WHERE v.id BETWEEN %(first)s AND %(last)s
"""
_MESSAGES = """
INSERT INTO helpdesk_message (conversation_id, author, visitor_id, staff_only, text, client_id, created_at)
SELECT c.id, 'visitor', c.visitor_id, false, c.last_text, gen_random_uuid(), c.created_at
FROM helpdesk_conversation c WHERE c.visitor_id BETWEEN %(first)s AND %(last)s
"""
_EVENTS = """
INSERT INTO helpdesk_event (conversation_id, seq, public_seq, kind, cause, data, message_id, created_at)
SELECT c.id, n.seq, CASE n.seq WHEN 2 THEN 1 END, n.kind, '{"by": "visitor"}', '{}',
    CASE n.seq WHEN 2 THEN m.id END, c.created_at
FROM helpdesk_conversation c JOIN helpdesk_message m ON m.conversation_id = c.id,
    (VALUES (1, 'conversation.started'), (2, 'message.received')) n (seq, kind)
WHERE c.visitor_id BETWEEN %(first)s AND %(last)s
"""
