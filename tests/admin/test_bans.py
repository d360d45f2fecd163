"""Bans: who, when, and lifting them (SPEC 7.9)."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from helpdesk.bans import is_banned
from helpdesk.models import Ban
from tests.admin.conftest import errors, page, told
from tests.conftest import World


def ban(client: Client, ip: str, **more: Any) -> Any:
    data = {"ip": ip, "reason": "", "expires_at_0": "", "expires_at_1": ""} | more
    return client.post(page("ban", "add"), data, follow=True)


def test_an_address_is_banned_at_once_and_by_whom_is_known(world: World, mila: Client) -> None:
    told(ban(mila, "198.51.100.7", reason="Spam"))
    assert is_banned(None, "198.51.100.7", timezone.now())
    assert Ban.objects.get().created_by == world.mila


def test_ipv6_is_kept_in_the_form_it_is_compared_in(mila: Client) -> None:
    told(ban(mila, "2001:DB8:0:0::1"))
    assert is_banned(None, "2001:db8::1", timezone.now())


def test_the_form_says_what_it_understood(mila: Client) -> None:
    said = told(ban(mila, " 198.51.100.77/24"))
    assert "“198.51.100.77/24” is understood as 198.51.100.0/24." in said
    assert Ban.objects.get().ip == "198.51.100.0/24"
    assert is_banned(None, "198.51.100.3", timezone.now())
    assert not any("understood" in text for text in told(ban(mila, "203.0.113.0/24")))
    assert "turn out everybody" in errors(ban(mila, "10.0.0.1/0"))


def test_one_address_in_two_spellings_is_one(mila: Client) -> None:
    Ban.objects.create(ip="::FFFF:198.51.100.7")
    assert "banned already" in errors(ban(mila, "198.51.100.7"))


def test_nonsense_repetitions_and_the_past_are_refused(mila: Client) -> None:
    told(ban(mila, "198.51.100.7"))
    assert "banned already" in errors(ban(mila, "198.51.100.7"))
    assert errors(ban(mila, "198.51.100"))
    assert errors(ban(mila, ""))
    assert "has passed" in errors(ban(mila, "198.51.100.8", expires_at_0="2020-01-01", expires_at_1="12:00"))


def test_lifting_works_at_once(world: World, mila: Client) -> None:
    visitor = Ban.objects.create(visitor=world.zoya)
    address = Ban.objects.create(ip="198.51.100.7")
    assert "Lift the ban of" in mila.get(page("ban", "delete", address.pk)).text
    mila.post(page("ban", "delete", address.pk), {"post": "yes"})
    assert not is_banned(None, "198.51.100.7", timezone.now())

    data = {"action": "lift", "_selected_action": [visitor.pk]}
    assert "1 ban is lifted." in told(mila.post(page("ban"), data, follow=True))
    assert not is_banned(world.zoya, None, timezone.now())


def test_whom_is_not_changed_afterwards(world: World, mila: Client) -> None:
    row = Ban.objects.create(ip="198.51.100.7")
    data = {"ip": "203.0.113.1", "reason": "Spam", "expires_at_0": "", "expires_at_1": ""}
    told(mila.post(page("ban", "change", row.pk), data, follow=True))
    assert (Ban.objects.get().ip, Ban.objects.get().reason) == ("198.51.100.7", "Spam")


def test_the_list_tells_which_are_in_force(world: World, mila: Client) -> None:
    Ban.objects.create(ip="198.51.100.7")
    Ban.objects.create(visitor=world.zoya, expires_at=timezone.now() - timedelta(days=1))
    html = mila.get(page("ban")).text
    assert "in force" in html
    assert "expired" in html
