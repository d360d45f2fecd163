"""Coming in, going out, and who is led where."""

from django.test import Client

from tests.conftest import World


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
