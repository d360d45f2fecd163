"""Service policies: what is inherited is shown, nothing is left open in general, odd texts and slots are refused."""

import re
from typing import Any

import pytest
import tablib
from django.test import Client

from helpdesk.models import ServicePolicy
from helpdesk.resources import ServicePolicyResource
from helpdesk.snapshots.service import service_of
from tests.admin.conftest import errors, page, told
from tests.conftest import World

EMPTY = {
    "silence": "",
    "warning": "",
    "postpone": "",
    "cancelled_under": "",
    "category_required": "",
    "reply_hours": "",
    "reply_offline": "",
    "reply_busy": "",
    "callback_minutes": "",
    "deal_with_card": "",
}
FULL = EMPTY | {
    "silence": 600,
    "warning": 60,
    "postpone": 300,
    "cancelled_under": 20,
    "category_required": "False",
    "callback_minutes": 30,
    "deal_with_card": "False",
}


def general(client: Client, **changes: Any) -> Any:
    pk = ServicePolicy.objects.get(contact_point=None).pk
    return client.post(page("servicepolicy", "change", pk), FULL | changes, follow=True)


def of_channel(client: Client, world: World, **changes: Any) -> Any:
    return client.post(page("servicepolicy", "add"), EMPTY | {"contact_point": world.site.pk} | changes, follow=True)


def test_in_general_nothing_is_left_open(world: World, mila: Client) -> None:
    pk = ServicePolicy.objects.get(contact_point=None).pk
    html = mila.get(page("servicepolicy", "change", pk)).text
    assert 'value="600"' in html
    assert "silence" in errors(general(mila, silence="")) or "required" in errors(general(mila, silence=""))
    told(general(mila, silence=120, reply_hours="We open {opens}.", category_required="True"))
    holds = service_of(world.site.pk)
    assert (holds.silence, holds.reply_hours, holds.category_required) == (120, "We open {opens}.", True)


def test_a_channel_shows_what_it_inherits(world: World, mila: Client) -> None:
    told(general(mila, reply_busy="One moment, please."))
    html = mila.get(page("servicepolicy", "add")).text
    for text in ("inherited: 600 seconds", "inherited: One moment, please.", "inherited: nothing is said"):
        assert text in html


def test_what_is_left_empty_is_inherited_and_what_is_switched_off_is_not(world: World, mila: Client) -> None:
    told(general(mila, reply_hours="Night.", reply_busy="One moment."))
    told(of_channel(mila, world, silence=0, silent_reply_busy="on"))
    own = ServicePolicy.objects.get(contact_point=world.site)
    assert (own.reply_hours, own.reply_busy, own.silence, own.warning) == (None, "", 0, None)
    holds = service_of(world.site.pk)
    assert (holds.reply_hours, holds.reply_busy, holds.silence, holds.warning) == ("Night.", "", 0, 60)
    listed = mila.get(page("servicepolicy")).text
    assert "inherited: Night." in listed
    assert "nothing is said" in listed
    shown = mila.get(page("servicepolicy", "change", own.pk)).text
    assert 'name="silent_reply_busy"' in shown
    told(mila.post(page("servicepolicy", "change", own.pk), EMPTY, follow=True))
    assert service_of(world.site.pk).reply_busy == "One moment."


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"reply_hours": "We open {when}."}, "{when} means nothing here. What can be filled in: {opens}."),
        ({"reply_busy": "Until {opens}."}, "{opens} means nothing here"),
        ({"callback_minutes": 7}, "divided"),
        ({"callback_minutes": 0}, "divided"),
        ({"postpone": 0}, "1"),
    ],
)
def test_what_would_make_no_sense_is_refused(
    world: World, mila: Client, changes: dict[str, Any], complaint: str
) -> None:
    assert complaint in errors(general(mila, **changes))
    assert complaint in errors(of_channel(mila, world, **changes))


def test_the_general_one_is_always_there(world: World, mila: Client) -> None:
    pk = ServicePolicy.objects.get(contact_point=None).pk
    assert mila.post(page("servicepolicy", "delete", pk), {"post": "yes"}).status_code == 403
    told(of_channel(mila, world, silence=5))
    own = ServicePolicy.objects.get(contact_point=world.site)
    assert mila.post(page("servicepolicy", "delete", own.pk), {"post": "yes"}).status_code == 302
    assert list(ServicePolicy.objects.all()) == [ServicePolicy.objects.get(pk=pk)]


@pytest.mark.parametrize(("cell", "stored"), [("", None), ("-", ""), ("Busy.", "Busy.")])
def test_in_a_file_a_dash_says_nothing(world: World, cell: str, stored: str | None) -> None:
    rows = tablib.Dataset(("Cheshka", cell), headers=["contact_point", "reply_busy"])
    result = ServicePolicyResource().import_data(rows)
    assert not result.has_errors()
    assert ServicePolicy.objects.get(contact_point=world.site).reply_busy == stored
    [_general, row] = ServicePolicyResource().export().dict
    assert row["reply_busy"] == cell


def test_a_deal_with_each_card_is_yes_no_or_inherited(world: World, mila: Client) -> None:
    told(general(mila, deal_with_card="True"))
    assert re.search(r">\s*inherited: yes\s*</option>", mila.get(page("servicepolicy", "add")).text)
    told(of_channel(mila, world, deal_with_card="False"))
    assert not service_of(world.site.pk).deal_with_card
    assert [row["deal_with_card"] for row in ServicePolicyResource().export().dict] == [True, False]
    own = ServicePolicy.objects.get(contact_point=world.site)
    told(mila.post(page("servicepolicy", "change", own.pk), EMPTY, follow=True))
    assert service_of(world.site.pk).deal_with_card
