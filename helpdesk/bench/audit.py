"""What must not have happened while the queue was drained, asked of the database itself."""

from django.db import connection

MOST = 5


def faults(*, ordered: bool = True) -> list[str]:
    """In words; empty when all is well. `ordered`: everything given out was given in one pass, in the queue's order."""
    found = []
    for words, statement in _FAULTS.items():
        found += [f"{words}: {row}" for row in _ask(statement)]
    if ordered:
        found += _out_of_order()
    return found[:MOST]


def _ask(statement: str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _out_of_order() -> list[str]:
    """The first channel before the second, then who has waited longest, then the smaller id (SPEC 3.7)."""
    given = _ask(_GIVEN)
    wanted = sorted(given, key=lambda row: row[1:])
    pairs = zip(given, wanted, strict=True)
    return [f"conversation {here[0]} was given where it was {due[0]}'s turn" for here, due in pairs if here != due]


_LOADS = """
SELECT o.id, o."limit" AS most,
    (SELECT count(*) FROM helpdesk_conversation c WHERE c.assignee_id = o.id AND c.active) AS held
FROM helpdesk_operator o
"""

_FAULTS = {
    "above the limit (operator, limit, held)": f"SELECT id, most, held FROM ({_LOADS}) l WHERE held > most",
    "given twice (conversation, times)": """
        SELECT conversation_id, count(*) FROM helpdesk_event WHERE kind = 'conversation.assigned'
        GROUP BY conversation_id HAVING count(*) > 1
    """,
    "not held by whom it was given to (conversation)": """
        SELECT c.id FROM helpdesk_conversation c
        LEFT JOIN helpdesk_event e ON e.conversation_id = c.id AND e.kind = 'conversation.assigned'
        WHERE c.active AND (e.data->>'operator')::bigint IS DISTINCT FROM c.assignee_id
    """,
    "left waiting beside a free slot (conversation, operator)": f"""
        SELECT c.id, l.id FROM helpdesk_conversation c
        JOIN helpdesk_operatorgroup_members m ON m.operatorgroup_id = c.group_id
        JOIN ({_LOADS}) l ON l.id = m.operator_id AND l.held < l.most
        WHERE c.queued_at IS NOT NULL LIMIT 5
    """,
}

_GIVEN = """
SELECT c.id, coalesce(p.priority, 2), extract(epoch FROM c.created_at), c.id
FROM helpdesk_event e JOIN helpdesk_conversation c ON c.id = e.conversation_id
JOIN helpdesk_contactpoint p ON p.id = c.contact_point_id
WHERE e.kind = 'conversation.assigned' ORDER BY e.id
"""
