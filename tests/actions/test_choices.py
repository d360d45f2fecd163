"""Where a first message goes, judged anew by the server (SPEC 2.1, 2.3, 2.4, 2.6 to 2.9, 2.11)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from helpdesk.actions import messages, overload, presence
from helpdesk.actions.errors import Invalid
from helpdesk.models import Conversation, GroupLoad, IpRange, OperatorGroup, RegionSet
from tests.conftest import World


def write(world: World, page: str, group: OperatorGroup | None = None) -> Conversation:
    return messages.receive(
        world.arrive().pk,
        "Hello",
        client_id=uuid4(),
        group_id=group.pk if group else None,
        page=f"https://cheshka.example{page}",
        now=world.now,
    ).conversation


def refusal(world: World, page: str = "/", group: OperatorGroup | None = None) -> tuple[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        write(world, page, group)
    return refused.value.code, [named["name"] for named in refused.value.extra.get("groups", ())]


@pytest.fixture
def pages(world: World) -> World:
    """Everybody on their own pages; finance is for all."""
    for name in ("skoda", "tatra", "used", "service"):
        group = getattr(world, name)
        group.include_pages = [f"/{name}/*", "/finance/*"]
        group.save()
    return world


def test_one_fitting_group_needs_no_choice(pages: World) -> None:
    assert write(pages, "/tatra/815/").group == pages.tatra


def test_several_fitting_groups_are_offered(pages: World) -> None:
    assert refusal(pages, "/finance/") == ("choose_group", ["Skoda: new", "Tatra: new", "Used cars", "Service"])
    assert write(pages, "/finance/", pages.used).group == pages.used


def test_a_group_of_another_page_cannot_be_chosen(pages: World) -> None:
    code, _ = refusal(pages, "/finance/../tatra/x", pages.skoda)
    assert code == "choose_group"


def test_no_fitting_group_is_nobody(pages: World) -> None:
    assert refusal(pages, "/about/")[0] == "nobody"


def test_regions_by_the_companys_own_ranges(world: World) -> None:
    OperatorGroup.objects.exclude(pk=world.skoda.pk).update(enabled=False)
    moscow = RegionSet.objects.create(name="Moscow and Moscow Oblast", codes=["RU-MOW", "RU-MOS"])
    world.skoda.region_sets.add(moscow)
    assert refusal(world)[0] == "nobody"
    IpRange.objects.create(network="192.0.2.0/24", country="RU", subdivision="RU-MOS")
    assert write(world, "/").group == world.skoda
    world.skoda.regions_scope = "all_but"
    world.skoda.save()
    assert refusal(world)[0] == "nobody"


def test_nobody_there_is_the_request_form_or_nothing(world: World) -> None:
    OperatorGroup.objects.exclude(pk=world.service.pk).update(enabled=False)
    presence.leave(world.dina.pk)
    assert refusal(world) == ("request_form", ["Service"])
    world.service.when_away = "hide"
    world.service.save()
    assert refusal(world)[0] == "nobody"


def test_a_hidden_group_is_never_a_choice(world: World) -> None:
    world.service.hidden = True
    world.service.save()
    assert refusal(world, "/", world.service) == ("choose_group", ["Skoda: new", "Tatra: new", "Used cars"])


def test_who_has_begun_keeps_the_conversation_whatever_the_rules_say_now(pages: World) -> None:
    conversation = write(pages, "/skoda/")
    pages.skoda.include_pages = ["/nowhere/"]
    pages.skoda.save()
    stored = messages.receive(
        conversation.visitor_id,
        "And on another page",
        client_id=uuid4(),
        group_id=None,
        page="https://cheshka.example/about/",
        now=pages.now,
    )
    assert stored.conversation == conversation


@pytest.mark.parametrize(("when_full", "code"), [("hide", "nobody"), ("request", "request_form")])
def test_full_is_hidden_until_a_slot_has_been_free_for_half_a_minute(world: World, when_full: str, code: str) -> None:
    OperatorGroup.objects.exclude(pk=world.service.pk).update(enabled=False)
    world.service.when_full = when_full
    world.service.default_limit = 1
    world.service.save()
    conversation = write(world, "/")
    world.answer(world.dina, conversation)
    assert overload.review(now=world.now) == 1
    assert refusal(world)[0] == code
    Conversation.objects.update(active=False, status="closed")
    assert overload.review(now=world.now) == 0
    assert overload.review(now=world.now + timedelta(seconds=29)) == 0
    assert refusal(world)[0] == code
    assert overload.review(now=world.now + timedelta(seconds=30)) == 1
    assert not GroupLoad.objects.get().full
    assert write(world, "/").group == world.service
