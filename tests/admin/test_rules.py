"""Rules in the admin: read as sentences, edited in rows, refused or warned about in words (SPEC 5.1, 5.2)."""

from typing import Any

import pytest
from django.test import Client

from helpdesk.automation import words
from helpdesk.models import Automation, Category, Webhook
from tests.admin.conftest import errors, page, told
from tests.conftest import World

LINE_2 = {
    "every-0-what": "author_groups",
    "every-0-op": "any_of",
    "every-1-what": "event",
    "every-1-op": "any_of",
    "every-1-value": "message.sent",
    "every-2-what": "was_active",
    "every-2-op": "is",
    "every-2-value": "false",
    "does-0-what": "end",
    "does-0-status": "pending",
    "does-1-what": "assign",
}


@pytest.fixture
def form(world: World) -> dict[str, Any]:
    """The second rule of document O as somebody fills it in."""
    lines = {"every-0-value": str(world.tatra.pk), "does-1-operator": str(world.anna.pk)}
    return {"name": "Line 2", "kind": "changed", "enabled": "on", "stop": "on"} | LINE_2 | lines


def stored(name: str = "Line 2") -> Automation:
    return Automation.objects.get(name=name)


class TestForm:
    def test_rows_become_data(self, world: World, mila: Client, form: dict[str, Any]) -> None:
        told(mila.post(page("automation", "add"), form, follow=True))
        rule = stored()
        assert rule.conditions == {
            "all": [
                {"subject": "author_groups", "op": "is", "value": world.tatra.pk},
                {"subject": "event", "op": "is", "value": "message.sent"},
                {"subject": "was_active", "op": "is", "value": False},
            ],
            "any": [],
        }
        assert rule.actions == [{"do": "end", "status": "pending"}, {"do": "assign", "operator": world.anna.pk}]
        assert (rule.kind, rule.stop, rule.enabled) == ("changed", True, True)

    def test_the_form_shows_what_is_stored_and_storing_it_changes_nothing(
        self, world: World, mila: Client, form: dict[str, Any]
    ) -> None:
        mila.post(page("automation", "add"), form)
        before = stored()
        shown = mila.get(page("automation", "change", before.pk)).content.decode()
        assert f'<option value="{world.anna.pk}" selected>' in shown
        mila.post(page("automation", "change", before.pk), form)
        assert (stored().conditions, stored().actions) == (before.conditions, before.actions)

    def test_every_shape_of_a_value(self, world: World, mila: Client) -> None:
        rows = {
            "contact_point": ("none_of", [str(world.site.pk)]),
            "assignee": ("empty", ["1"]),
            "tags": ("any_of", ["vip, big order"]),
            "text": ("contains", ["price\r\n\r\ncost"]),
            "page": ("under", ["/skoda/*\r\n/used/*"]),
            "place": ("within", ["RU-MOS", "UA"]),
            "priority": ("more_than", ["-2"]),
            "waiting": ("more_than", ["60"]),
            "status": ("any_of", ["open", "pending"]),
        }
        data: dict[str, Any] = {"name": "All", "kind": "changed", "does-0-what": "add_tag", "does-0-tag": "x"}
        for number, (what, (op, value)) in enumerate(rows.items()):
            data |= {f"some-{number}-what": what, f"some-{number}-op": op, f"some-{number}-value": value}
        told(mila.post(page("automation", "add"), data, follow=True))
        assert [(c["subject"], c["op"], c.get("value")) for c in stored("All").conditions["any"]] == [
            ("contact_point", "is_not", world.site.pk),
            ("assignee", "empty", None),
            ("tags", "any_of", ["vip", "big order"]),
            ("text", "contains", ["price", "cost"]),
            ("page", "under", ["/skoda/*", "/used/*"]),
            ("place", "within", ["RU-MOS", "UA"]),
            ("priority", "more_than", -2),
            ("waiting", "more_than", 60),
            ("status", "any_of", ["open", "pending"]),
        ]

    def test_every_action(self, world: World, mila: Client) -> None:
        hook = Webhook.objects.create(name="CRM", url="https://crm.example/")
        sale = Category.objects.create(name="Sale")
        rows: list[tuple[str, dict[str, Any]]] = [
            ("send_text", {"text": "One moment"}),
            ("add_note", {"text": "Look"}),
            ("notify", {"operators": [str(world.anna.pk)], "groups": [str(world.tatra.pk)], "text": ""}),
            ("set_category", {"category": str(sale.pk)}),
            ("set_category", {"category": ""}),
            ("set_priority", {"priority": "5"}),
            ("call_webhook", {"webhook": str(hook.pk)}),
            ("accept", {}),
        ]
        data: dict[str, Any] = {"name": "Deeds", "kind": "changed"}
        for number, (what, fields) in enumerate(rows):
            data |= {f"does-{number}-what": what} | {f"does-{number}-{name}": value for name, value in fields.items()}
        mila.post(page("automation", "add"), data)
        assert stored("Deeds").actions == [
            {"do": "send_text", "text": "One moment"},
            {"do": "add_note", "text": "Look"},
            {"do": "notify", "operators": [world.anna.pk], "groups": [world.tatra.pk], "text": ""},
            {"do": "set_category", "category": sale.pk},
            {"do": "set_category", "category": None},
            {"do": "set_priority", "priority": 5},
            {"do": "call_webhook", "webhook": hook.pk},
            {"do": "accept"},
        ]

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ({"every-3-what": "text", "every-3-op": "matches", "every-3-value": "(a"}, "a bracket has no partner"),
            ({"every-3-what": "page", "every-3-op": "under", "every-3-value": "skoda page"}, "it contains a space"),
            ({"every-3-what": "waiting", "every-3-op": "more_than", "every-3-value": "soon"}, "Write a whole number"),
            ({"every-3-what": "status", "every-3-op": "any_of"}, "Say which."),
            ({"every-3-what": ""}, "Choose what is asked about."),
            ({"does-2-what": "send_text", "does-2-text": "  "}, "Write something."),
            ({"does-2-what": "assign", "does-2-operator": ""}, "Say which."),
        ],
    )
    def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
        self, mila: Client, form: dict[str, Any], row: dict[str, str], why: str
    ) -> None:
        answer = mila.post(page("automation", "add"), form | row)
        assert "each says why" in errors(answer)
        shown = answer.content.decode()
        assert why in shown
        assert "Line 2" in shown
        for typed in ("skoda page", "(a", "soon"):
            assert (typed in row.values()) <= (typed in shown)
        assert not Automation.objects.exists()

    def test_what_can_never_be_is_refused(self, mila: Client, form: dict[str, Any]) -> None:
        never = {"every-3-what": "assignee", "every-3-op": "empty", "every-4-what": "accepted", "every-4-value": "true"}
        answer = mila.post(page("automation", "add"), form | never | {"every-4-op": "is"})
        assert "It can never be that" in errors(answer)

    def test_a_rule_without_actions_is_refused(self, mila: Client) -> None:
        assert "does nothing" in errors(mila.post(page("automation", "add"), {"name": "x", "kind": "changed"}))

    def test_a_timed_rule_says_how_long(self, mila: Client) -> None:
        data = {"name": "x", "kind": "timed", "does-0-what": "unassign"}
        assert "how long" in errors(mila.post(page("automation", "add"), data))

    def test_what_is_only_doubtful_is_stored_and_told(self, world: World, mila: Client, form: dict[str, Any]) -> None:
        world.anna.enabled = False
        world.anna.save()
        texts = told(mila.post(page("automation", "add"), form, follow=True))
        assert any("gone or switched off" in text for text in texts)
        assert stored()

    def test_a_rule_that_no_one_comes_to_is_told(self, mila: Client, form: dict[str, Any]) -> None:
        mila.post(page("automation", "add"), form)
        texts = told(mila.post(page("automation", "add"), form | {"name": "Again"}, follow=True))
        assert "“Again”: “Line 2” always comes first and lets no rule after it be asked." in texts


class TestRow:
    def test_the_server_draws_a_row_for_each_subject_and_action(self, world: World, mila: Client) -> None:
        for field, known in (("every", words.SUBJECTS), ("does", words.ACTIONS)):
            for what in known:
                answer = mila.get(page("automation", "row"), {"field": field, "n": 3, "what": what})
                assert answer.status_code == 200
                assert f'name="{field}-3-what"' in answer.content.decode()

    @pytest.mark.parametrize("query", [{}, {"field": "every"}, {"field": "x", "n": 1}, {"field": "every", "n": "-1"}])
    def test_nonsense_is_refused(self, mila: Client, query: dict[str, Any]) -> None:
        assert mila.get(page("automation", "row"), query).status_code == 400

    def test_only_supervisors_may_see_it(self, anna: Client) -> None:
        assert anna.get(page("automation", "row"), {"field": "every", "n": 1}).status_code == 302


class TestList:
    @pytest.fixture
    def rules(self, db: None) -> list[Automation]:
        made = [("A", "changed"), ("B", "incoming"), ("C", "changed")]
        return [
            Automation.objects.create(name=name, kind=kind, position=place, actions=[{"do": "unassign"}])
            for place, (name, kind) in enumerate(made)
        ]

    def names(self) -> list[str]:
        return list(Automation.objects.values_list("name", flat=True))

    def do(self, mila: Client, action: str, *rules: Automation) -> None:
        mila.post(page("automation"), {"action": action, "_selected_action": [rule.pk for rule in rules]})

    def test_it_reads_as_sentences(self, world: World, mila: Client, form: dict[str, Any]) -> None:
        mila.post(page("automation", "add"), form)
        shown = mila.get(page("automation")).content.decode()
        assert (
            "When somebody of Tatra: new writes to the visitor in an ended chat"
            " → end it as pending, assign to Anna, ask no rule after it"
        ) in shown

    def test_one_place_earlier_among_rules_of_its_kind(self, mila: Client, rules: list[Automation]) -> None:
        self.do(mila, "earlier", rules[2])
        assert self.names() == ["C", "A", "B"]

    def test_later_and_not_beyond_the_end(self, mila: Client, rules: list[Automation]) -> None:
        self.do(mila, "later", rules[0])
        assert self.names() == ["B", "C", "A"]
        self.do(mila, "later", rules[0])
        assert self.names() == ["B", "C", "A"]

    def test_dragging_sends_the_order(self, mila: Client, rules: list[Automation]) -> None:
        data: dict[str, Any] = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 3, "_save": "1"}
        for number, (rule, place) in enumerate(zip(rules, (2, 0, 1), strict=True)):
            data |= {f"form-{number}-id": rule.pk, f"form-{number}-position": place}
        mila.post(page("automation"), data)
        assert self.names() == ["B", "C", "A"]

    def test_a_copy_stands_behind_it_and_is_off(self, mila: Client, rules: list[Automation]) -> None:
        self.do(mila, "clone", rules[0])
        assert self.names() == ["A", "A (2)", "B", "C"]
        copy = stored("A (2)")
        assert (copy.enabled, copy.actions, copy.key == rules[0].key) == (False, rules[0].actions, False)

    def test_switching_off_and_on(self, mila: Client, rules: list[Automation]) -> None:
        self.do(mila, "switch_off", *rules[:2])
        assert list(Automation.objects.filter(enabled=True)) == rules[2:]
        self.do(mila, "switch_on", rules[0])
        assert set(Automation.objects.filter(enabled=True)) == {rules[0], rules[2]}

    def test_what_cannot_be_read_is_said(self, mila: Client, db: None) -> None:
        Automation.objects.create(name="Broken", actions=[{"do": "fly"}])
        assert "cannot be read" in mila.get(page("automation")).content.decode()
