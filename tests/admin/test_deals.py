"""Deals in the admin: found by their client, put right, carried in files (SPEC 4.8, 8.2)."""

import pytest
import tablib
from django.test import Client

from helpdesk.models import Contact, ContactPoint, Deal
from helpdesk.resources import DealResource
from tests.admin.conftest import errors, page, told
from tests.conftest import World


@pytest.fixture
def deal(world: World) -> Deal:
    pavel = Contact.objects.create(name="Pavel Petrov", phone="+7 916 1234567")
    conversation = world.write(world.zoya)
    return Deal.objects.create(contact=pavel, title="Kodiaq", conversation=conversation, contact_point=world.site)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=petrov", 1),
        ("q=1234567", 1),
        ("q=kodiaq", 1),
        ("q=fabia", 0),
        ("state__exact=new", 1),
        ("state__exact=won", 0),
        ("branch=Khimki", 1),
        ("branch=Tver", 0),
    ],
)
def test_found_and_filtered(world: World, deal: Deal, mila: Client, query: str, found: int) -> None:
    ContactPoint.objects.update(branch="Khimki")
    ContactPoint.objects.create(name="Other", branch="Tver")
    assert mila.get(f"{page('deal')}?{query}").context["cl"].result_count == found


def test_the_list_costs_the_same_for_many(
    world: World, deal: Deal, mila: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(99) as one:
        mila.get(page("deal"))
    for n in range(9):
        contact = Contact.objects.create(name=f"{n}")
        point = ContactPoint.objects.create(name=f"{n}")
        Deal.objects.create(contact=contact, title=f"{n}", contact_point=point)
    with django_assert_max_num_queries(len(one)):
        mila.get(page("deal"))


def test_title_and_state_are_put_right_and_nothing_else(world: World, deal: Deal, mila: Client) -> None:
    other = Contact.objects.create(name="Other")
    shown = mila.get(page("deal", "change", deal.pk)).text
    assert page("conversation", "change", deal.conversation_id) in shown
    data = {"title": "Kodiaq, red", "state": "won", "contact": other.pk}
    told(mila.post(page("deal", "change", deal.pk), data, follow=True))
    deal.refresh_from_db()
    assert (deal.title, deal.state, deal.contact.name) == ("Kodiaq, red", "won", "Pavel Petrov")
    assert "title" in errors(mila.post(page("deal", "change", deal.pk), {"title": "", "state": "won"}))
    told(mila.post(page("deal", "add"), {"contact": other.pk, "title": "Fabia", "state": "new"}, follow=True))
    assert other.deals.get().conversation is None


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("", "{pavel}", "Fabia", "lost"), ""),
        (("", "987654", "Fabia", "lost"), "There is no contact “987654”."),
        (("", "Pavel", "Fabia", "lost"), "Write a whole number"),
        (("", "{pavel}", "Fabia", "sold"), "sold"),
        (("987654", "{pavel}", "Fabia", "new"), "There is no deal 987654 here."),
        (("", "", "Fabia", "new"), "contact"),
    ],
)
def test_in_a_file(world: World, deal: Deal, cells: tuple[str, ...], said: str) -> None:
    row = [cell.replace("{pavel}", str(deal.contact_id)) for cell in cells]
    rows = tablib.Dataset(row, headers=["id", "contact", "title", "state"])
    result = DealResource().import_data(rows)
    wrong = [str(error.error) for _, found in result.row_errors() for error in found]
    wrong += [str(invalid.error) for invalid in result.invalid_rows]
    assert bool(wrong) is bool(said), wrong
    assert said in " ".join(wrong)
    assert Deal.objects.count() == (1 if said else 2)
