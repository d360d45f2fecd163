"""Fields of the client card, doubles, merging, branches (SPEC 4.8)."""

import pytest
from django.test import Client

from helpdesk.models import Contact, ContactField, ContactPoint, Visitor
from tests.admin.conftest import errors, page, told
from tests.conftest import World

CARD = {"name": "Pavel", "email": "", "phone": "", "personal_manager": "", "note": ""}


@pytest.fixture
def two(world: World) -> tuple[Contact, Contact]:
    one = Contact.objects.create(name="Pavel Petrov", phone="+7 916 123-45-67")
    return one, Contact.objects.create(name="Pasha", phone="89161234567", email="p@example.com", note="Old")


def test_a_supervisor_makes_a_field_up_and_fills_it_in(world: World, mila: Client) -> None:
    told(
        mila.post(
            page("contactfield", "add"), {"name": "Colour", "kind": "choice", "choices": "Red\nBlue"}, follow=True
        )
    )
    field = ContactField.objects.get()
    assert (field.choices, field.archived) == (["Red", "Blue"], False)
    told(mila.post(page("contact", "add"), CARD | {f"field_{field.key}": "Blue"}, follow=True))
    card = Contact.objects.get()
    assert card.extra == {field.key: "Blue"}
    assert '<option value="Blue" selected>' in mila.get(page("contact", "change", card.pk)).text
    told(mila.post(page("contact", "change", card.pk), CARD | {f"field_{field.key}": ""}, follow=True))
    assert Contact.objects.get().extra == {}


def test_a_value_that_does_not_fit_is_told_at_its_field(world: World, mila: Client) -> None:
    field = ContactField.objects.create(name="Age", kind="number")
    assert "is not a number" in errors(mila.post(page("contact", "add"), CARD | {f"field_{field.key}": "ten"}))
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"kind": "choice", "choices": ""}, "Write what can be chosen"),
        ({"kind": "text", "choices": "Red"}, "Only a field of the kind"),
        ({"kind": "choice", "choices": "x" * 81}, "80"),
    ],
)
def test_choices_belong_to_their_kind(world: World, mila: Client, data: dict[str, str], complaint: str) -> None:
    assert complaint in errors(mila.post(page("contactfield", "add"), {"name": "F"} | data))


def test_a_filled_field_keeps_its_kind_and_is_archived_not_deleted(world: World, mila: Client) -> None:
    field = ContactField.objects.create(name="Car")
    Contact.objects.create(name="Pavel", extra={field.key: "Kodiaq"})
    change = page("contactfield", "change", field.pk)
    assert "Archive it and add" in errors(mila.post(change, {"name": "Car", "kind": "date", "choices": ""}))
    told(mila.post(page("contactfield", "delete", field.pk), {"_switch_off": "1"}, follow=True))
    assert ContactField.objects.get().archived
    assert "Car" not in mila.get(page("contact", "add")).text


def test_doubles_are_proposed_merged_or_told_apart(world: World, mila: Client, two: tuple[Contact, Contact]) -> None:
    shown = mila.get(page("contact", "doubles")).text
    assert "Same phone" in shown
    assert page("contact", "merge", two[0].pk, two[1].pk) in shown
    sent = {"one": two[0].pk, "other": two[1].pk}
    assert "not proposed again" in " ".join(told(mila.post(page("contact", "apart"), sent, follow=True)))
    assert "No two cards look alike" in mila.get(page("contact", "doubles")).text
    assert Contact.objects.count() == 2


def test_two_cards_become_one(world: World, mila: Client, two: tuple[Contact, Contact]) -> None:
    kept, gone = two
    Visitor.objects.filter(pk=world.zoya.pk).update(contact=gone)
    address = page("contact", "merge", kept.pk, gone.pk)
    shown = mila.get(address).text
    assert shown.count('type="radio"') == 4, "name and phone differ"
    answer = mila.post(address, {"take-name": "gone", "take-phone": "kept"}, follow=True)
    assert "The two cards are one" in " ".join(told(answer))
    card = Contact.objects.get()
    assert (card.pk, card.name, card.phone) == (kept.pk, "Pasha", "+7 916 123-45-67")
    assert (card.email, card.note) == ("p@example.com", "Old")
    assert Visitor.objects.get(pk=world.zoya.pk).contact == card
    history = mila.get(page("contact", "history", kept.pk)).text
    assert f"Merged with card {gone.pk}" in history
    assert "89161234567" in history
    assert "There is no such card" in " ".join(told(mila.post(address, follow=True)))


def test_exactly_two_are_merged_from_the_list(world: World, mila: Client, two: tuple[Contact, Contact]) -> None:
    data = {"action": "merge_selected", "_selected_action": [two[0].pk, two[1].pk]}
    assert mila.post(page("contact"), data).url == page("contact", "merge", two[0].pk, two[1].pk)
    data["_selected_action"] = [two[0].pk]
    assert "exactly two" in " ".join(told(mila.post(page("contact"), data, follow=True)))


def test_operators_merge_nothing(world: World, anna: Client, two: tuple[Contact, Contact]) -> None:
    for address in (page("contact", "doubles"), page("contact", "merge", two[0].pk, two[1].pk)):
        assert anna.get(address).status_code == 302
    anna.post(page("contact", "merge", two[0].pk, two[1].pk))
    assert Contact.objects.count() == 2


def test_lists_are_narrowed_down_to_a_branch(world: World, mila: Client, two: tuple[Contact, Contact]) -> None:
    world.write(world.zoya)
    Visitor.objects.filter(pk=world.zoya.pk).update(contact=two[0])
    assert "branch=" not in mila.get(page("conversation")).text
    ContactPoint.objects.update(branch="Khimki")
    ContactPoint.objects.create(name="Other", branch="Tver")
    for model in ("conversation", "visitor", "contact"):
        for branch, count in (("Khimki", 1), ("Tver", 0)):
            assert mila.get(page(model), {"branch": branch}).context["cl"].result_count == count
