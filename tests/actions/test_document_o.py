"""Document O, played: each conversation ends where the text says, and only those are alerted who should be (SPEC 5.3).

The rules are those of docs/recipes, applied as `manage.py recipe` does. "Line 2 (or who calls) writes …"
"""

import pytest

from helpdesk.actions import presence
from helpdesk.models import Automation, Conversation, Event, Operator
from tests.actions.lines import Lines, build_lines, cook
from tests.conftest import World

OPEN, PENDING, CLOSED = "open", "pending", "closed"


@pytest.fixture
def lines(world: World) -> Lines:
    return build_lines(world)


@pytest.fixture(params=["support-lines.yaml", "calls-and-chats.yaml"])
def recipe(request: pytest.FixtureRequest, lines: Lines) -> str:
    """Both examples of the text: the second calls the same people otherwise."""
    if request.param == "calls-and-chats.yaml":
        for group, name in ((lines.first, "Chats"), (lines.second, "Calls")):
            group.name = name
            group.save()
    return str(request.param)


def kinds(conversation: Conversation) -> list[str]:
    return list(conversation.events.order_by("seq").values_list("kind", flat=True))


class TestWithoutRules:
    def test_who_writes_first_is_kept_waiting(self, lines: Lines) -> None:
        """ "The operator who has written will be responsible, the chat is active and is theirs (the tab My)." """
        new = lines.staff_writes(lines.boris, lines.stands(CLOSED, False, lines.boris, True))
        assert lines.stand(new) == (OPEN, True, lines.boris, True)
        lines.visitor_writes()
        assert lines.alerted(new) == {lines.boris}

    def test_it_is_a_new_conversation_linked_to_the_closed_one(self, lines: Lines) -> None:
        closed = lines.stands(CLOSED, False, lines.boris, True)
        new = lines.staff_writes(lines.boris, closed)
        assert (new.pk != closed.pk, new.previous) == (True, closed)
        assert kinds(new) == ["conversation.started", "conversation.accepted", "message.sent"]

    def test_writing_twice_goes_into_the_same(self, lines: Lines) -> None:
        closed = lines.stands(CLOSED, False, lines.boris, True)
        assert lines.staff_writes(lines.boris, closed) == lines.staff_writes(lines.boris, closed)


class TestFirstRule:
    """A closed conversation: a new one begins, the rule for incoming ones changes who is responsible."""

    def test_line_1_is_responsible_at_once(self, lines: Lines, recipe: str) -> None:
        cook(recipe, "1.")
        new = lines.staff_writes(lines.boris, lines.stands(CLOSED, False, lines.boris, True))
        assert lines.stand(new) == (OPEN, True, lines.anna, False)

    def test_whoever_wrote_is_not_called_back(self, lines: Lines, recipe: str) -> None:
        """ "If the client answers, the chat is fixed to the new responsible operator", with the fourth rule."""
        cook(recipe, "1.", "4.")
        new = lines.staff_writes(lines.boris, lines.stands(CLOSED, False, lines.boris, True))
        assert lines.visitor_writes() == new
        assert lines.stand(new) == (OPEN, True, lines.anna, True)
        assert lines.alerted(new) == {lines.anna}

    def test_line_1_writing_first_keeps_it(self, lines: Lines, recipe: str) -> None:
        cook(recipe)
        new = lines.staff_writes(lines.alla, lines.stands(CLOSED, False, lines.anna, True))
        assert lines.stand(new) == (OPEN, True, lines.alla, True)

    def test_it_stands_first_so_that_no_other_rule_is_asked(self, lines: Lines, recipe: str) -> None:
        Automation.objects.create(name="Later", kind="incoming", actions=[{"do": "unassign"}])
        cook(recipe)
        new = lines.staff_writes(lines.boris, lines.stands(CLOSED, False, None, False))
        assert lines.stand(new) == (OPEN, True, lines.anna, False)
        told = new.events.get(kind="conversation.ruled").data["rules"]
        assert [(rule["rule"][:2], rule.get("verdict")) for rule in told] == [("1.", None), ("La", "stopped")]

    def test_a_visitor_who_begins_is_everybodys(self, lines: Lines, recipe: str) -> None:
        cook(recipe)
        lines.stands(CLOSED, False, lines.anna, True)
        new = lines.visitor_writes()
        assert lines.stand(new) == (OPEN, True, None, False)
        assert lines.alerted(new) == lines.everybody

    def test_nobody_is_given_it_who_is_not_there(self, lines: Lines, recipe: str) -> None:
        """The machine leaves nothing with the absent (SPEC 2.8): it waits, and not for the one who wrote."""
        presence.leave(lines.anna.pk)
        cook(recipe)
        new = lines.staff_writes(lines.boris, lines.stands(CLOSED, False, lines.boris, True))
        assert lines.stand(new) == (OPEN, True, None, False)
        new.refresh_from_db()
        assert (new.queued_at, new.passed_by) == (lines.now, lines.boris)
        [rule, *_] = new.events.get(kind="conversation.ruled").data["rules"]
        assert rule["did"][0]["reason"] == "full"

    def test_nobody_is_given_more_than_the_limit(self, lines: Lines, recipe: str) -> None:
        Operator.objects.filter(pk=lines.anna.pk).update(limit=0)
        cook(recipe)
        new = lines.staff_writes(lines.boris, lines.stands(CLOSED, False, lines.boris, True))
        assert lines.stand(new) == (OPEN, True, None, False)


class TestSecondRule:
    """An ended conversation, pending or open: the message makes it live, the rule ends it and hands it to line 1."""

    @pytest.mark.parametrize("status", [PENDING, OPEN])
    @pytest.mark.parametrize("whose", ["boris", "anna", ""])
    def test_it_is_ended_pending_and_line_1_is_responsible(
        self, lines: Lines, recipe: str, status: str, whose: str
    ) -> None:
        cook(recipe)
        before = lines.stands(status, False, getattr(lines, whose, None), bool(whose))
        after = lines.staff_writes(lines.boris, before)
        assert after == before
        assert lines.stand(after) == (PENDING, False, lines.anna, False)
        assert lines.alerted(after) == {lines.anna}

    def test_it_is_ended_and_not_closed(self, lines: Lines, recipe: str) -> None:
        """ "Not to be confused with the status closed": the answer goes into the same conversation."""
        cook(recipe)
        before = lines.staff_writes(lines.boris, lines.stands(PENDING, False, lines.boris, True))
        after = lines.visitor_writes()
        assert after == before
        assert lines.stand(after) == (OPEN, True, lines.anna, True)
        assert lines.alerted(after) == {lines.anna}

    def test_line_2_may_write_once_more(self, lines: Lines, recipe: str) -> None:
        cook(recipe)
        c = lines.stands(PENDING, False, lines.boris, True)
        for _ in "12":
            c = lines.staff_writes(lines.boris, c)
            assert lines.stand(c) == (PENDING, False, lines.anna, False)

    def test_line_1_goes_on_talking(self, lines: Lines, recipe: str) -> None:
        cook(recipe)
        c = lines.staff_writes(lines.alla, lines.stands(PENDING, False, lines.anna, True))
        assert lines.stand(c) == (OPEN, True, lines.alla, True)

    def test_the_timeline_says_why(self, lines: Lines, recipe: str) -> None:
        cook(recipe)
        c = lines.staff_writes(lines.boris, lines.stands(PENDING, False, lines.boris, True))
        assert kinds(c)[-4:] == ["message.sent", "conversation.ended", "conversation.assigned", "conversation.ruled"]
        ended = c.events.get(kind="conversation.ended")
        rule = Automation.objects.get(name__startswith="2.")
        assert ended.cause == {"by": "system", "why": "rule", "rule": rule.name, "key": str(rule.key)}


class TestThirdRule:
    """Line 2 answers first, or writes where line 1 had not taken it up: the same once it is responsible."""

    @pytest.mark.parametrize("whose", ["", "anna", "boris"])
    def test_it_is_ended_pending_and_line_1_is_responsible(self, lines: Lines, recipe: str, whose: str) -> None:
        cook(recipe)
        c = lines.staff_writes(lines.boris, lines.stands(OPEN, True, getattr(lines, whose, None), False))
        assert lines.stand(c) == (PENDING, False, lines.anna, False)
        assert lines.visitor_writes() == c
        assert lines.stand(c) == (OPEN, True, lines.anna, True)
        assert lines.alerted(c) == {lines.anna}

    def test_a_word_where_line_1_is_at_work_takes_nothing_over(self, lines: Lines, recipe: str) -> None:
        cook(recipe)
        c = lines.staff_writes(lines.boris, lines.stands(OPEN, True, lines.alla, True))
        assert lines.stand(c) == (OPEN, True, lines.alla, True)
        assert lines.alerted(c) == {lines.alla}

    def test_line_1_answering_first_keeps_it(self, lines: Lines, recipe: str) -> None:
        cook(recipe)
        c = lines.staff_writes(lines.alla, lines.stands(OPEN, True, None, False))
        assert lines.stand(c) == (OPEN, True, lines.alla, True)


class TestFourthRule:
    """Whatever becomes live again is fixed to line 1, "so that the whole company is not alerted"."""

    def test_without_it_the_whole_company_is_alerted(self, lines: Lines, recipe: str) -> None:
        """ "It will be in New, and everybody will be told, also those who do not work with chats." """
        cook(recipe, "1.", "2.", "3.")
        lines.stands(PENDING, False, lines.alla, True)
        c = lines.visitor_writes()
        assert lines.stand(c) == (OPEN, True, lines.alla, False)
        assert lines.alerted(c) == lines.everybody

    def test_with_it_only_the_one_who_is_responsible(self, lines: Lines, recipe: str) -> None:
        """ "It goes at once to the responsible operator, to the tab My, past the tab New." """
        cook(recipe)
        lines.stands(PENDING, False, lines.alla, True)
        c = lines.visitor_writes()
        assert lines.stand(c) == (OPEN, True, lines.alla, True)
        assert lines.alerted(c) == {lines.alla}

    def test_one_of_line_2_is_fixed_to_nobody(self, lines: Lines, recipe: str) -> None:
        cook(recipe)
        lines.stands(PENDING, False, lines.boris, True)
        c = lines.visitor_writes()
        assert lines.stand(c) == (OPEN, True, lines.boris, False)
        assert lines.alerted(c) == lines.everybody

    def test_nobody_who_is_absent_has_it_fixed(self, lines: Lines, recipe: str) -> None:
        presence.leave(lines.alla.pk)
        cook(recipe)
        lines.stands(PENDING, False, lines.alla, True)
        c = lines.visitor_writes()
        assert lines.stand(c) == (OPEN, True, None, False)
        assert lines.alerted(c) == lines.everybody


def test_rules_are_not_asked_about_what_rules_do(lines: Lines) -> None:
    cook("support-lines.yaml")
    c = lines.staff_writes(lines.boris, lines.stands(PENDING, False, lines.boris, True))
    assert Event.objects.filter(conversation=c, kind="conversation.ruled").count() == 1


def test_a_recipe_may_be_applied_again(lines: Lines) -> None:
    for _ in "12":
        cook("support-lines.yaml")
    assert list(Automation.objects.values_list("position", flat=True)) == [0, 1, 2, 3]
