"""Turning somebody out again (SPEC 7.9)."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from helpdesk.actions import bans
from helpdesk.bans import Banned, is_banned, of_addresses
from helpdesk.models import Ban
from tests.conftest import NOW, World
from tests.routing.tables import rows

ADDRESSES = rows("bans.tsv", Path(__file__).parent / "data")


def test_a_ban_that_has_expired_is_renewed(world: World) -> None:
    conversation = world.write(world.zoya)
    Ban.objects.create(visitor=world.zoya, reason="Old", expires_at=world.now - timedelta(hours=1))
    bans.ban(world.anna, conversation.pk, reason="Spam", now=world.now)
    assert is_banned(world.zoya, None, world.now)
    row = Ban.objects.get()
    assert (row.reason, row.created_by, row.created_at) == ("Spam", world.anna.user, world.now)


@pytest.mark.parametrize("case", ADDRESSES, ids=lambda case: f"{case['banned']} {case['note']}")
def test_the_table_of_addresses(db: None, case: dict[str, str]) -> None:
    """As rows are stored, in whatever spelling; the door and the copy in memory say the same."""
    Ban.objects.create(ip=case["banned"])
    turned_out = case["turned_out"] == "yes"
    assert is_banned(None, case["address"] or None, NOW) is turned_out
    assert of_addresses(NOW).has(case["address"] or None, NOW) is turned_out


def test_the_door_reads_no_other_bans(world: World, django_assert_num_queries: Any) -> None:
    Ban.objects.bulk_create(Ban(ip=f"10.0.{n // 250}.{n % 250}") for n in range(500))
    with django_assert_num_queries(1) as asked:
        assert not is_banned(world.zoya, "198.51.100.7", NOW)
    [query] = asked.captured_queries
    assert "LIMIT 1" in query["sql"]
    assert "198.51.100.0/24" in query["sql"]
    assert "10.0." not in query["sql"]


def test_bans_of_before_are_respelled(db: None) -> None:
    Ban.objects.bulk_create([Ban(ip="2001:DB8:0::1"), Ban(ip="198.51.100"), Ban(ip="203.0.113.9/24")])
    import_module("helpdesk.migrations.0009_ban_spelling").spell(apps, None)
    assert set(Ban.objects.values_list("ip", flat=True)) == {"2001:db8::1", "198.51.100", "203.0.113.0/24"}


def test_each_ban_of_an_address_ends_by_itself() -> None:
    over, later = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)
    banned = Banned([("198.51.100.7", over), ("198.51.100.0/24", later), ("198.51.100.9", None)])
    assert banned.has("198.51.100.7", NOW)
    assert not banned.has("198.51.100.7", later)
    assert banned.has("198.51.100.9", later)
