"""Channels: the tag, and the sites that may show the widget."""

from typing import Any

import pytest
from django.test import Client

from helpdesk.models import ContactPoint
from tests.admin.conftest import errors, page, told
from tests.conftest import World

FORM = {
    "name": "Shop",
    "enabled": "on",
    "allowed_origins": "",
    "weight": "1",
    "hold_scenario": "",
    "language": "",
    "title": "",
    "greeting": "",
    "color": "#0b6bcb",
}


def add(client: Client, **changes: Any) -> Any:
    return client.post(page("contactpoint", "add"), FORM | changes, follow=True)


def test_the_tag_is_ready_to_copy(world: World, mila: Client) -> None:
    html = mila.get(page("contactpoint", "change", world.site.pk)).text
    tag = '<script async src="http://testserver/static/widget/loader.js" data-key="cheshka"></script>'
    escaped = tag.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert escaped in html
    assert tag not in html


def test_the_key_is_made_here_and_not_changed(world: World, mila: Client) -> None:
    told(add(mila, public_key="mine"))
    key = ContactPoint.objects.get(name="Shop").public_key
    assert len(key) >= 16
    told(mila.post(page("contactpoint", "change", world.site.pk), FORM | {"public_key": "stolen"}, follow=True))
    assert ContactPoint.objects.get(pk=world.site.pk).public_key == "cheshka"


def test_origins_are_kept_as_browsers_send_them(mila: Client) -> None:
    written = "https://Shop.example/\nhttp://localhost:8000\nhttps://shop.example:443\nhttps://пример.рф"
    told(add(mila, allowed_origins=written))
    assert ContactPoint.objects.get(name="Shop").allowed_origins == [
        "https://shop.example",
        "http://localhost:8000",
        "https://xn--e1afmkfd.xn--p1ai",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "shop.example",
        "https://shop.example/path",
        "https://*.shop.example",
        "javascript:alert(1)",
        "https://user:pass@shop.example",
        "https://shop.example:99999",
        "https://",
        "null",
        "https://" + "a" * 260,
    ],
)
def test_what_is_no_origin_is_refused(mila: Client, written: str) -> None:
    assert "Not the address of a site" in errors(add(mila, allowed_origins=f"https://good.example\n{written}"))
    assert not ContactPoint.objects.filter(name="Shop").exists()


def test_a_wrong_colour_is_refused(mila: Client) -> None:
    assert "Write a colour" in errors(add(mila, color="red;}"))


def test_a_channel_that_visitors_came_through_is_switched_off_instead_of_deleted(world: World, mila: Client) -> None:
    address = page("contactpoint", "delete", world.site.pk)
    assert "Switch it off instead" in mila.get(address).text
    told(mila.post(address, {"_switch_off": "1"}, follow=True))
    assert not ContactPoint.objects.get(pk=world.site.pk).enabled


def test_an_unused_channel_is_deleted(world: World, mila: Client) -> None:
    unused = ContactPoint.objects.create(name="Unused")
    mila.post(page("contactpoint", "delete", unused.pk), {"post": "yes"})
    assert not ContactPoint.objects.filter(pk=unused.pk).exists()
