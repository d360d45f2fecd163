"""A merge against everybody who has a hand on the two cards: nobody waits in a circle, no visitor points at nothing."""

from functools import partial
from uuid import uuid4

from helpdesk.actions import contacts, messages
from helpdesk.actions.contacts import Card
from helpdesk.actions.errors import Invalid
from helpdesk.models import Contact, Conversation, Visitor
from tests.conftest import World
from tests.races.crowd import at_once, errors

ROUNDS, VISITORS = 12, 4


def test_merging_while_others_link_write_and_edit(world: World) -> None:
    talks = [world.write(world.arrive()) for _ in range(VISITORS)]
    one, two, three, four = (talk.pk for talk in talks)
    for turn in range(ROUNDS):
        kept, gone = (Contact.objects.create(name=name, phone="+7 916 123-45-67") for name in ("K", "G"))
        Visitor.objects.filter(pk__in=[talk.visitor_id for talk in talks[:2]]).update(contact=gone)
        word = partial(messages.receive, talks[0].visitor_id, "And more", client_id=uuid4(), group_id=None)
        deeds = [
            partial(contacts.merge, world.mila, kept.pk, gone.pk),
            partial(contacts.write_card, world.anna, one, Card(note=f"Round {turn}")),
            partial(contacts.unlink, world.anna, two),
            partial(contacts.link, world.boris, three, gone.pk),
            partial(contacts.link, world.boris, four, kept.pk),
            word,
        ]
        results = at_once(*(partial(deed, now=world.now) for deed in deeds))
        wrong = errors(results)
        assert all(isinstance(error, Invalid) and error.code in ("no_contact", "bad_card") for error in wrong), wrong
        assert not Contact.objects.filter(pk=gone.pk).exists()
        linked = set(Visitor.objects.filter(conversations__in=[one, four]).values_list("contact", flat=True))
        assert linked == {kept.pk}
        assert Visitor.objects.filter(conversations=two, contact=None).exists()
        assert Conversation.objects.get(pk=one).seq == Conversation.objects.get(pk=one).events.count()
        Contact.objects.all().delete()
