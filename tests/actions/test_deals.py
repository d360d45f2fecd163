"""Deals: with a new card where the channel says so, by hand, moved on, kept by a merge (SPEC 4.8)."""

import pytest

from helpdesk.actions import contacts, deals
from helpdesk.actions.contacts import Card
from helpdesk.actions.errors import Invalid
from helpdesk.models import Contact, ContactPoint, Conversation, Deal, Event, ServicePolicy, Visitor
from tests.conftest import World


@pytest.fixture
def conversation(world: World) -> Conversation:
    return world.write(world.zoya)


@pytest.fixture
def card(world: World, conversation: Conversation) -> Contact:
    return make_card(world, conversation)


def make_card(world: World, conversation: Conversation) -> Contact:
    contacts.write_card(world.anna, conversation.pk, Card(name="Zoya"), now=world.now)
    made = Visitor.objects.get(pk=conversation.visitor_id).contact
    assert made is not None
    return made


def events(conversation: Conversation) -> list[Event]:
    return list(conversation.events.filter(kind__startswith="conversation.deal").order_by("seq"))


@pytest.mark.parametrize(
    ("general", "own", "expected"),
    [(None, None, 0), (True, None, 1), (True, False, 0), (False, True, 1)],
)
def test_opened_with_a_new_card_where_the_channel_says_so(
    world: World, conversation: Conversation, general: bool | None, own: bool | None, expected: int
) -> None:
    ServicePolicy.objects.filter(contact_point=None).update(deal_with_card=general)
    ServicePolicy.objects.create(contact_point=world.site, deal_with_card=own)
    card = make_card(world, conversation)
    assert card.deals.count() == len(events(conversation)) == expected
    if expected:
        deal, [event] = card.deals.get(), events(conversation)
        assert (deal.conversation, deal.contact_point, deal.state) == (conversation, world.site, "new")
        assert deal.created_at == world.now
        assert (event.cause["name"], event.data["with_card"], event.public_seq) == ("Anna", True, None)


def test_only_the_making_of_a_card_opens_one(world: World, conversation: Conversation) -> None:
    ServicePolicy.objects.filter(contact_point=None).update(deal_with_card=True)
    card = make_card(world, conversation)
    contacts.write_card(world.anna, conversation.pk, Card(note="Calls on Mondays"), now=world.now)
    contacts.unlink(world.anna, conversation.pk, now=world.now)
    contacts.link(world.anna, conversation.pk, card.pk, now=world.now)
    with pytest.raises(Invalid):
        contacts.write_card(world.anna, conversation.pk, Card(email="no address"), now=world.now)
    assert Deal.objects.count() == 1


def test_opened_by_hand_and_moved_on(world: World, conversation: Conversation, card: Contact) -> None:
    deals.open_deal(world.anna, conversation.pk, " Kodiaq ", now=world.now)
    deal = card.deals.get()
    for _ in range(2):
        deals.change_deal(world.boris, conversation.pk, deal.pk, state="won", now=world.now)
    deals.change_deal(world.boris, conversation.pk, deal.pk, title="Kodiaq, red", now=world.now)
    deal.refresh_from_db()
    assert (deal.title, deal.state) == ("Kodiaq, red", "won")
    opened, moved, renamed = events(conversation)
    assert opened.data == {"title": "Kodiaq", "deal_id": deal.pk, "contact_id": card.pk}
    assert moved.data == {"title": "Kodiaq", "was": "Kodiaq", "deal_id": deal.pk, "state": "won"}
    assert renamed.data == {"title": "Kodiaq, red", "was": "Kodiaq", "deal_id": deal.pk}


def test_without_a_card_there_is_no_deal(world: World, conversation: Conversation) -> None:
    with pytest.raises(Invalid, match="no_contact"):
        deals.open_deal(world.anna, conversation.pk, "Kodiaq", now=world.now)


@pytest.mark.parametrize("change", [{"title": " "}, {"title": "x" * 121}, {"state": "sold"}, {"state": ""}])
def test_what_is_no_deal_is_refused(
    world: World, conversation: Conversation, card: Contact, change: dict[str, str]
) -> None:
    deal = Deal.objects.create(contact=card, title="Kodiaq")
    with pytest.raises(Invalid, match="bad_deal"):
        deals.change_deal(world.anna, conversation.pk, deal.pk, **change, now=world.now)
    if "title" in change:
        with pytest.raises(Invalid, match="bad_deal"):
            deals.open_deal(world.anna, conversation.pk, change["title"], now=world.now)
    assert list(Deal.objects.values_list("title", "state")) == [("Kodiaq", "new")]


def test_other_clients_deals_are_not_reached(world: World, conversation: Conversation, card: Contact) -> None:
    other = Deal.objects.create(contact=Contact.objects.create(name="Other"), title="Theirs")
    for pk in (other.pk, 987_654):
        with pytest.raises(Invalid, match="no_deal"):
            deals.change_deal(world.anna, conversation.pk, pk, state="lost", now=world.now)
    world.anna.visibility = "own"
    world.anna.save()
    with pytest.raises(Conversation.DoesNotExist):
        deals.open_deal(world.anna, conversation.pk, "Kodiaq", now=world.now)


def test_a_merge_takes_the_deals_along_and_a_channel_leaves_them(world: World, card: Contact) -> None:
    kept, shop = Contact.objects.create(name="Kept"), ContactPoint.objects.create(name="Shop")
    Deal.objects.create(contact=card, title="Kodiaq", contact_point=shop)
    contacts.merge(world.mila, kept.pk, card.pk, now=world.now)
    shop.delete()
    assert (kept.deals.get().title, kept.deals.get().contact_point) == ("Kodiaq", None)
