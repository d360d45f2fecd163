"""Coming in, going out, and who is led where."""

import pytest
from django.conf import LazySettings
from django.test import Client

from helpdesk.demo.seed import seed
from helpdesk.models import PresenceLease
from tests.conftest import NOW, World
from tests.views.conftest import LogIn


def test_somebody_unknown_is_led_to_the_log_in(db: None, client: Client) -> None:
    assert client.get("/").url == "/login/"
    assert client.get("/inbox/").url == "/login/?next=/inbox/"
    assert client.get("/inbox/5/?tab=others").url == "/login/?next=/inbox/5/%3Ftab%3Dothers"


def test_a_script_is_not_answered_with_a_form(db: None, client: Client) -> None:
    answer = client.get("/inbox/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.json() == {"code": "log_in", "login": "/login/"}


def test_an_operator_logs_in_and_is_in_the_inbox(world: World, client: Client) -> None:
    answer = client.post("/login/", {"username": "anna", "password": "secret"}, follow=True)
    assert [step[0] for step in answer.redirect_chain] == ["/", "/inbox/"]
    assert answer.status_code == 200


def test_a_wrong_password_is_said_and_the_name_is_kept(world: World, client: Client) -> None:
    answer = client.post("/login/", {"username": "anna", "password": "wrong"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert 'value="anna"' in answer.content.decode()


def test_the_way_back_leads_nowhere_else(world: World, client: Client) -> None:
    answer = client.post(
        "/login/", {"username": "anna", "password": "secret", "next": "https://elsewhere.example/inbox/"}
    )
    assert answer.url == "/"


def test_a_supervisor_without_an_inbox_goes_to_the_administration(world: World, client: Client) -> None:
    client.force_login(world.mila, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").url == "/admin/"


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
