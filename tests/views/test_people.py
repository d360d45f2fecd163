"""To whom one can transfer, and one's own status (SPEC 3.2, 3.9)."""

import re

from django.utils import timezone

from helpdesk.actions import assignments, presence
from tests.conftest import World
from tests.views.conftest import LogIn


def offered(html: str) -> list[str]:
    """The names in the order of the menu, as text without tags."""
    buttons = re.findall(r"<button.*?</button>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", button).split()) for button in buttons]


def test_groups_and_people_with_presence_and_load(world: World, log_in: LogIn) -> None:
    world.at_the_screen(world.vera, now=timezone.now())
    for _ in range(3):
        assignments.take(world.boris, world.write(world.arrive()).pk, now=world.now)
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    menu = offered(log_in(world.gleb).get(f"/inbox/{conversation.pk}/transfer/menu/").content.decode())
    assert "Tatra: new 1 of 1 free" in menu
    assert any(m.startswith("Skoda: new its group now") for m in menu)
    assert any(re.match(r"Boris .*full: 3 of 3", m) for m in menu)
    assert any(m.startswith("Gleb you") for m in menu)
    assert not any(m.startswith("Anna") for m in menu), "nobody is offered to the one who has it already"


def test_whoever_can_take_it_comes_first(world: World, log_in: LogIn) -> None:
    now = timezone.now()
    conversation = world.write(world.zoya)
    world.at_the_screen(world.vera, world.gleb, now=now)
    presence.set_status(world.gleb, "lunch", now=world.now)
    presence.leave(world.dina.pk)
    menu = offered(log_in(world.anna).get(f"/inbox/{conversation.pk}/transfer/menu/").content.decode())
    people = [m.split()[0] for m in menu if m.split()[0] in {"Vera", "Gleb", "Dina"}]
    assert people == ["Vera", "Gleb", "Dina"]
    assert any(m.startswith("Vera Free 0 of 3") for m in menu)
    assert any(m.startswith("Gleb At lunch") for m in menu)
    assert any(m.startswith("Dina not at the screen") for m in menu)


def test_status_is_set_and_shown(world: World, log_in: LogIn) -> None:
    answer = log_in(world.anna).post("/inbox/status/", {"status": "lunch"})
    assert "At lunch" in answer.content.decode()
    world.anna.refresh_from_db()
    assert world.anna.status_id == "lunch"


def test_a_status_that_does_not_exist_is_refused(world: World, log_in: LogIn) -> None:
    answer = log_in(world.anna).post("/inbox/status/", {"status": "asleep"})
    assert (answer.status_code, answer.json()["code"]) == (400, "no_status")
    world.anna.refresh_from_db()
    assert world.anna.status_id == "free"
