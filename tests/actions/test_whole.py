"""Put together by hand, and the same as what Django would have loaded."""

from typing import Any

import pytest
from django.db.models import Model

from helpdesk.actions.whole import LINKS, load
from helpdesk.models import Contact, Conversation
from tests.conftest import World


def fields(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("assigned", [False, True])
def test_it_is_what_django_loads(world: World, known: bool, assigned: bool, django_assert_num_queries: Any) -> None:
    if known:
        world.zoya.contact = Contact.objects.create(name="Zoya")
        world.zoya.save()
    pk = world.write(world.zoya).pk
    if assigned:
        world.answer(world.anna, Conversation.objects.get(pk=pk))
    with django_assert_num_queries(1):
        loaded = load(pk)
        assert loaded.visitor.contact == (world.zoya.contact if known else None)
    expected = Conversation.objects.select_related("visitor__contact", "group", "assignee", "contact_point").get(pk=pk)
    assert fields(loaded) == fields(expected)
    for owner, name in LINKS:
        ours, theirs = (row if owner == "conversation" else getattr(row, owner) for row in (loaded, expected))
        part, wanted = getattr(ours, name), getattr(theirs, name)
        assert (part and fields(part)) == (wanted and fields(wanted)), name


@pytest.mark.django_db
def test_what_is_gone_is_not_found() -> None:
    with pytest.raises(Conversation.DoesNotExist):
        load(1)
