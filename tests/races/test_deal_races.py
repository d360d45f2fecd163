"""Deals against everybody who has a hand on the card: one deal for one card, none lost, nobody waits in a circle."""

from functools import partial

from helpdesk.actions import contacts, deals
from helpdesk.actions.contacts import Card
from helpdesk.actions.errors import Invalid
from helpdesk.models import Contact, Conversation, Deal, ServicePolicy, Visitor
from tests.conftest import World
from tests.races.crowd import at_once, errors

ROUNDS = 10


def test_two_who_make_the_card_at_once_open_one_deal(world: World) -> None:
    ServicePolicy.objects.filter(contact_point=None).update(deal_with_card=True)
    for _ in range(ROUNDS):
        one = world.write(world.arrive())
        deeds = [
            partial(contacts.write_card, operator, one.pk, Card(name=operator.name), now=world.now)
            for operator in (world.anna, world.boris, world.vera)
        ]
        wrong = errors(at_once(*deeds))
        assert all(isinstance(error, Invalid) and error.code == "bad_card" for error in wrong), wrong
        card = Visitor.objects.get(pk=one.visitor_id).contact
        assert card is not None
        assert (Contact.objects.count(), Deal.objects.count(), card.deals.count()) == (1, 1, 1)
        assert one.events.filter(kind="conversation.deal_opened").count() == 1
        assert Conversation.objects.get(pk=one.pk).seq == one.events.count()
        Contact.objects.all().delete()


def test_a_merge_loses_no_deal(world: World) -> None:
    one, two = (world.write(world.arrive()) for _ in range(2))
    for turn in range(ROUNDS):
        kept, gone = (Contact.objects.create(name=name) for name in ("K", "G"))
        Visitor.objects.filter(pk=one.visitor_id).update(contact=gone)
        Visitor.objects.filter(pk=two.visitor_id).update(contact=kept)
        deal = Deal.objects.create(contact=gone, title="Old")
        deeds = [
            partial(contacts.merge, world.mila, kept.pk, gone.pk),
            partial(deals.open_deal, world.anna, one.pk, f"{turn}"),
            partial(deals.open_deal, world.vera, two.pk, f"{turn}"),
            partial(deals.change_deal, world.boris, one.pk, deal.pk, state="won"),
        ]
        results = at_once(*(partial(deed, now=world.now) for deed in deeds))
        wrong = errors(results)
        assert all(isinstance(error, Invalid) and error.code in ("bad_card", "no_contact") for error in wrong), wrong
        refused = sum(isinstance(result, Invalid) for result in results[1:3])
        assert kept.deals.count() == Deal.objects.count() == 3 - refused
        Contact.objects.all().delete()
