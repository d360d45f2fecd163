"""Every page of the admin opens, in both languages, for both kinds of supervisors."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.models import (
    Ban,
    Category,
    Contact,
    ContactField,
    ContactPoint,
    Conversation,
    Deal,
    DistributionPolicy,
    HoldScenario,
    IpRange,
    Operator,
    OperatorGroup,
    OperatorStatus,
    QuickReply,
    RegionSet,
    Reinforcement,
    Schedule,
    Stage,
    Visitor,
)
from tests.admin.conftest import page
from tests.conftest import World

CONFIGURATION = {
    "ban": Ban,
    "category": Category,
    "contact": Contact,
    "contactfield": ContactField,
    "contactpoint": ContactPoint,
    "deal": Deal,
    "holdscenario": HoldScenario,
    "iprange": IpRange,
    "operator": Operator,
    "operatorgroup": OperatorGroup,
    "operatorstatus": OperatorStatus,
    "quickreply": QuickReply,
    "regionset": RegionSet,
    "schedule": Schedule,
    "stage": Stage,
}
OF_OTHER_PAGES = {"distributionpolicy": DistributionPolicy, "reinforcement": Reinforcement}
TO_LOOK_AT = {"conversation": Conversation, "visitor": Visitor}


@pytest.fixture
def furnished(world: World) -> World:
    """At least one row of everything."""
    world.write(world.zoya, "Hello")
    Ban.objects.create(ip="198.51.100.7", created_by=world.mila)
    Category.objects.create(name="Price")
    Stage.objects.create(name="Booked", contact_point=world.site)
    field = ContactField.objects.create(name="Colour", kind="choice", choices=["Red"])
    pavel = Contact.objects.create(name="Pavel", extra={field.key: "Red"})
    Deal.objects.create(contact=pavel, title="Kodiaq", contact_point=world.site)
    ContactField.objects.create(name="Car")
    QuickReply.objects.create(title="Hello", text="Good day!", group=world.skoda)
    IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-MOS", city="Khimki")
    RegionSet.objects.create(name="Around Moscow", codes=["RU-MOS"])
    hours = Schedule.objects.create(name="Office", zone="Europe/Moscow")
    hours.periods.create(weekday=0, opens="09:00", closes="18:00")
    hours.exceptions.create(date="2030-01-01")
    now = timezone.now()
    Reinforcement.objects.create(
        operator=world.dina,
        to_group=world.skoda,
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        created_by=world.mila,
    )
    return world


PAGES = dict.fromkeys(CONFIGURATION, ("changelist", "add", "change", "import", "export", "delete", "history"))
PAGES |= dict.fromkeys(TO_LOOK_AT, ("changelist", "change"))
# The general policy comes first and is never deleted; reinforcements are no configuration, and are kept.
PAGES["distributionpolicy"] = ("changelist", "add", "change", "import", "export", "history")
PAGES["reinforcement"] = ("changelist", "add", "change", "history", "send_back")
ALL = CONFIGURATION | OF_OTHER_PAGES | TO_LOOK_AT
OF_ONE = ("change", "delete", "history", "send_back")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("model", PAGES)
def test_opens_for_a_supervisor(furnished: World, mila: Client, model: str, language: str) -> None:
    row = ALL[model].objects.first()
    for name in PAGES[model]:
        address = page(model, name, *([row.pk] if name in OF_ONE else []))
        response = mila.get(address, headers={"accept-language": language})
        assert response.status_code == 200, address
        assert response.headers["content-language"] == language


@pytest.mark.parametrize("language", ["en", "ru"])
def test_accounts_open_for_the_owner(furnished: World, owner: Client, language: str) -> None:
    for name in ("changelist", "add", "change", "delete", "history"):
        address = page("user", name, *([furnished.anna.user.pk] if name in OF_ONE else []))
        assert owner.get(address, headers={"accept-language": language}).status_code == 200, address


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_first_page_opens(furnished: World, mila: Client, owner: Client, language: str) -> None:
    for client in (mila, owner):
        assert client.get("/admin/", headers={"accept-language": language}).status_code == 200


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_order_of_the_queue_opens(furnished: World, mila: Client, language: str) -> None:
    assert mila.get(reverse("admin:queue_order"), headers={"accept-language": language}).status_code == 200


def test_lists_can_be_searched_and_filtered(furnished: World, mila: Client) -> None:
    for address in (
        page("operator") + "?q=anna&present=yes&groups__id__exact=" + str(furnished.skoda.pk),
        page("conversation") + "?q=7&state=queued",
        page("conversation") + "?state=live",
        page("conversation") + "?state=ended",
        page("conversation") + "?state=closed",
        page("conversation") + "?outcome__exact=served&stage__id__exact=" + str(Stage.objects.get().pk),
        page("visitor") + "?q=192.0.2.1",
        page("quickreply") + "?q=hello&folder=",
        page("contact") + "?q=pavel&personal_manager__id__exact=" + str(furnished.anna.pk),
        page("deal") + "?q=pavel&state__exact=new&contact_point__id__exact=" + str(furnished.site.pk),
        page("reinforcement") + "?when=now",
    ):
        assert mila.get(address).status_code == 200, address


def test_markup_in_names_stays_text(furnished: World, mila: Client) -> None:
    evil = "<script>alert(1)</script>"
    for each, field in (
        (Ban, "reason"),
        (Category, "name"),
        (Contact, "name"),
        (ContactField, "name"),
        (ContactPoint, "name"),
        (Deal, "title"),
        (HoldScenario, "name"),
        (IpRange, "city"),
        (IpRange, "note"),
        (Operator, "name"),
        (OperatorGroup, "name"),
        (OperatorStatus, "name"),
        (QuickReply, "title"),
        (RegionSet, "name"),
        (Schedule, "name"),
        (Stage, "name"),
    ):
        each.objects.filter(pk=each.objects.first().pk).update(**{field: evil})
    DistributionPolicy.objects.get(contact_point=None).operators.set(Operator.objects.all())
    Visitor.objects.update(
        contact=Contact.objects.first(), page=evil, user_agent=evil, name=evil, email=evil, phone=evil[:32]
    )
    OperatorGroup.objects.update(include_pages=[evil], exclude_pages=[evil], regions=[f"RU/{evil}".lower()])
    RegionSet.objects.update(codes=[evil])
    for model, kind in ALL.items():
        for name in set(PAGES[model]) - {"add", "import", "export"}:
            address = page(model, name, *([kind.objects.first().pk] if name in OF_ONE else []))
            assert evil not in mila.get(address).text, address
    assert evil not in mila.get(reverse("admin:queue_order")).text


def test_markup_in_messages_stays_text(world: World, mila: Client) -> None:
    OperatorGroup.objects.filter(pk=world.skoda.pk).update(name="<b>Skoda</b>")
    data = {"action": "switch_off_selected", "_selected_action": [world.skoda.pk]}
    html = mila.post(page("operatorgroup"), data, follow=True).text
    assert "“&lt;b&gt;Skoda&lt;/b&gt;” is gone for new visitors" in html
    assert "<b>Skoda" not in html
