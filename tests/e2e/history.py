"""A long past behind the demo's own: copies of one closed conversation, one for every five minutes back."""

from tests.stack import Stack

RULE = "History"

# A rule that is switched off: asked about in a trial, and about nothing else.
_RULE = """
INSERT INTO helpdesk_automation (key, kind, name, enabled, stop, conditions, actions, position)
VALUES (gen_random_uuid(), 'changed', 'History', false, false,
  '{"all": [{"subject": "event", "op": "is", "value": "conversation.closed"}]}',
  '[{"do": "add_tag", "tag": "closed"}, {"do": "assign_by_policy"}]', 900)
"""
_CONVERSATIONS = """
INSERT INTO helpdesk_conversation SELECT made.* FROM helpdesk_conversation c,
  generate_series(now() - %s * interval '5 minutes', now() - interval '5 minutes', interval '5 minutes') AS at,
  LATERAL jsonb_populate_record(c, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('helpdesk_conversation', 'id')), 'category_id', NULL, 'previous_id', NULL,
    'created_at', at, 'last_at', at, 'ended_at', at + interval '1 minute', 'closed_at', at + interval '1 minute'
  )) AS made
WHERE c.id = (SELECT min(id) FROM helpdesk_conversation WHERE status = 'closed')
"""
_EVENTS = """
INSERT INTO helpdesk_event (conversation_id, seq, kind, cause, data, created_at)
SELECT c.id, e.seq, e.kind, jsonb_build_object('by', e.by, 'id', 1, 'name', 'Anna'), '{}', e.at
FROM helpdesk_conversation c CROSS JOIN LATERAL (VALUES
  (1, 'conversation.started', 'visitor', c.created_at), (2, 'conversation.closed', 'operator', c.closed_at)
) AS e (seq, kind, by, at) WHERE c.id > %s
"""
_FORGET = """
DELETE FROM helpdesk_event WHERE conversation_id > %(last)s;
DELETE FROM helpdesk_conversation WHERE id > %(last)s;
DELETE FROM helpdesk_automation WHERE name = 'History'
"""


def begin(stack: Stack, number: int) -> int:
    """Make so many; the number of the last conversation before them, for `forget`."""
    [[last]] = stack.query("SELECT max(id) FROM helpdesk_conversation")
    stack.execute(_RULE)
    stack.execute(_CONVERSATIONS, [number])
    stack.execute(_EVENTS, [last])
    return int(last)


def forget(stack: Stack, last: int) -> None:
    for statement in _FORGET.split(";"):
        stack.execute(statement.replace("%(last)s", str(last)))
