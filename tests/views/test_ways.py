"""Where people are led when they come in, and how they go out."""

import pytest
from django.conf import LazySettings
from django.test import Client

from helpdesk.demo.seed import seed
from helpdesk.models import PresenceLease
from tests.conftest import NOW, World
from tests.views.conftest import LogIn


def test_an_operator_who_supervises_too_goes_to_the_inbox(world: World, log_in: LogIn) -> None:
    world.anna.user.is_staff = True
    world.anna.user.save()
    client = log_in(world.anna)
    assert client.get("/").url == "/inbox/"
    assert "/admin/" in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("staff", [True, False])
def test_whoever_has_no_inbox_is_told_what_to_do(world: World, log_in: LogIn, staff: bool) -> None:
    world.anna.enabled = False
    world.anna.save()
    world.anna.user.is_staff = staff
    world.anna.user.save()
    answer = log_in(world.anna).get("/inbox/")
    assert answer.status_code == 403
    assert "no inbox yet" in answer.content.decode()
    assert ("/admin/" in answer.content.decode()) is staff


def test_logging_out_ends_the_presence_at_once(world: World, log_in: LogIn) -> None:
    client = log_in(world.anna)
    assert client.post("/logout/").url == "/login/"
    assert not PresenceLease.objects.filter(operator=world.anna).exists()
    assert PresenceLease.objects.filter(operator=world.boris).exists()
    assert client.get("/inbox/").status_code == 302


def test_a_link_cannot_log_anybody_out(world: World, log_in: LogIn) -> None:
    assert log_in(world.anna).get("/logout/").status_code == 405


def test_only_a_demonstration_names_its_log_ins(db: None, client: Client, settings: LazySettings) -> None:
    seed("en", now=NOW)
    assert "<code>anna</code>" in client.get("/login/").content.decode()
    settings.DEMO = False
    assert "anna" not in client.get("/login/").content.decode()
