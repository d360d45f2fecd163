"""What one file of browser tests leaves behind is not the next one's: they share one system and its demo."""

from tests.stack import Stack

REMEMBER = """
CREATE TABLE e2e_groups AS SELECT id, enabled FROM helpdesk_operatorgroup;
CREATE TABLE e2e_members AS SELECT operatorgroup_id, operator_id FROM helpdesk_operatorgroup_members;
CREATE TABLE e2e_operators AS SELECT id, "limit", visibility FROM helpdesk_operator;
CREATE TABLE e2e_newest AS SELECT max(id) AS id FROM helpdesk_conversation
"""

# Conversations that go on hold slots, and would be given out among the next file's own.
TIDY = """
UPDATE helpdesk_conversation SET active = false, queued_at = NULL, waiting_since = NULL, accept_due_at = NULL,
  hold_due_at = NULL, silence_due_at = NULL, reply_due_at = NULL, menu_due_at = NULL, rules_due_at = NULL,
  next_due_at = NULL, menu_times = 0, offered = ''
WHERE active AND id > (SELECT id FROM e2e_newest);
UPDATE helpdesk_operatorgroup g SET enabled = e.enabled FROM e2e_groups e WHERE e.id = g.id;
DELETE FROM helpdesk_operatorgroup_members WHERE operatorgroup_id IN (SELECT id FROM e2e_groups);
INSERT INTO helpdesk_operatorgroup_members (operatorgroup_id, operator_id) SELECT * FROM e2e_members;
UPDATE helpdesk_operator o SET status = 'free', "limit" = e."limit", visibility = e.visibility
FROM e2e_operators e WHERE e.id = o.id;
UPDATE helpdesk_boardversion SET number = number + 1
"""


def remember(stack: Stack) -> None:
    """How the demo begins."""
    for statement in REMEMBER.split(";"):
        stack.execute(statement)


def tidy(stack: Stack) -> None:
    """As it began, but for the archive."""
    for statement in TIDY.split(";"):
        stack.execute(statement)
