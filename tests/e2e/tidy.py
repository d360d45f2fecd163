"""What one file of browser tests leaves behind is not the next one's: they share one system and its demo."""

from tests.stack import Stack

REMEMBER = """
CREATE TABLE e2e_groups AS SELECT id, enabled FROM helpdesk_operatorgroup;
CREATE TABLE e2e_members AS SELECT operatorgroup_id, operator_id FROM helpdesk_operatorgroup_members;
CREATE TABLE e2e_operators AS SELECT id, "limit", visibility FROM helpdesk_operator;
CREATE TABLE e2e_points AS SELECT id, hold_scenario_id, schedule_id, menu_id FROM helpdesk_contactpoint;
CREATE TABLE e2e_steps AS SELECT * FROM helpdesk_holdstep;
CREATE TABLE e2e_services AS SELECT * FROM helpdesk_servicepolicy;
CREATE TABLE e2e_newest AS SELECT max(id) AS id FROM helpdesk_conversation
"""

# Conversations that go on hold slots, and would be given out among the next file's own. A text that was written is
# another one afterwards: within a file a text finds its conversation, and finds a message that was doubled.
TIDY = """
UPDATE helpdesk_conversation SET active = false, queued_at = NULL, waiting_since = NULL, accept_due_at = NULL,
  hold_due_at = NULL, silence_due_at = NULL, reply_due_at = NULL, menu_due_at = NULL, rules_due_at = NULL,
  next_due_at = NULL, menu_times = 0, offered = ''
WHERE active AND id > (SELECT id FROM e2e_newest);
UPDATE helpdesk_message SET text = text || ' (before)' WHERE conversation_id > (SELECT id FROM e2e_newest);
DELETE FROM helpdesk_holdstep;
INSERT INTO helpdesk_holdstep SELECT * FROM e2e_steps;
DELETE FROM helpdesk_servicepolicy;
INSERT INTO helpdesk_servicepolicy SELECT * FROM e2e_services;
UPDATE helpdesk_contactpoint p SET hold_scenario_id = e.hold_scenario_id, schedule_id = e.schedule_id,
  menu_id = e.menu_id FROM e2e_points e WHERE e.id = p.id;
DELETE FROM helpdesk_automation;
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
