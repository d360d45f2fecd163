"""Why me, why is it waiting: the reasons as a table, for whoever sees the conversation (SPEC 3.8)."""

import re
from datetime import timedelta

import pytest

from helpdesk.actions import assignments, distribution, presence, traces
from helpdesk.models import Conversation, Event, Operator
from tests.conftest import World
from tests.views.conftest import LogIn


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def ask(log_in: LogIn, operator: Operator, conversation: Conversation, seq: int | None = None) -> str:
    answer = log_in(operator).get(f"/inbox/{conversation.pk}/why/" + (f"{seq}/" if seq is not None else ""))
    assert answer.status_code == 200
    return words(answer.content.decode())


@pytest.fixture
def given(world: World) -> Conversation:
    """Boris is at lunch, Gleb is away: Anna gets it."""
    presence.set_status(world.boris, "lunch", now=world.now)
    presence.leave(world.gleb.pk)
    conversation = world.write(world.zoya)
    assert distribution.drain(now=world.now) == 1
    conversation.refresh_from_db()
    assert conversation.assignee == world.anna
    return conversation


@pytest.fixture
def waiting(world: World) -> Conversation:
    conversation = world.write(world.zoya)
    for operator in (world.anna, world.boris, world.gleb):
        presence.leave(operator.pk)
    assert distribution.drain(now=world.now) == 0
    conversation.refresh_from_db()
    assert conversation.noted == "away"
    return conversation


def test_why_me(world: World, log_in: LogIn, given: Conversation) -> None:
    page = ask(log_in, world.anna, given)
    assert page.startswith("Why me? Assigned automatically to Anna")
    assert re.search(r"Anna 0 of 3 ✓ yes ✓ yes ✓ yes was given it", page)
    assert re.search(r"Boris 0 of 3 ✓ yes ✗ no · not asked the status receives nothing", page)
    assert "not at the screen" in page
    assert ask(log_in, world.boris, given).startswith("Why Anna?")
    assert f'data-show="/inbox/{given.pk}/why/"' in log_in(world.anna).get(f"/inbox/{given.pk}/head/").content.decode()


def test_an_item_of_the_timeline_leads_to_its_own_reasons(world: World, log_in: LogIn, given: Conversation) -> None:
    event = given.events.get(kind="conversation.assigned")
    assignments.release(world.anna, given.pk, now=world.now)
    items = log_in(world.anna).get(f"/inbox/{given.pk}/items/").content.decode()
    assert items.count(f'data-show="/inbox/{given.pk}/why/{event.seq}/"') == 1
    assert "was given it" in ask(log_in, world.anna, given, event.seq)


def test_why_it_waits_then_and_now(world: World, log_in: LogIn, waiting: Conversation) -> None:
    page = ask(log_in, world.vera, waiting)
    assert page.startswith("Why is it waiting? In the queue: nobody who takes part is there and free")
    then, now = page.split("As of now")
    for part in (then, now):
        assert "Of those who take part nobody is there and free." in part
        assert "Vera 0 of 3 ✗ no · not asked · not asked not a member of the group" in part


def test_what_has_just_come_is_judged_now(world: World, log_in: LogIn) -> None:
    conversation = world.write(world.zoya)
    page = ask(log_in, world.anna, conversation)
    assert page.startswith("Why is it waiting? As of now")


def test_by_hand_no_filters_were_asked(world: World, log_in: LogIn, given: Conversation) -> None:
    assignments.take(world.boris, given.pk, seen_assignee=world.anna.pk, now=world.now)
    page = ask(log_in, world.boris, given)
    assert page.startswith("Why me? Boris took it over from Anna")
    assert "By hand: no filters were asked." in page
    assert "Assigned automatically to Anna" in page


def test_whoever_answers_has_taken_it_by_hand(world: World, log_in: LogIn) -> None:
    conversation = world.write(world.zoya)
    world.answer(world.boris, conversation)
    assert ask(log_in, world.boris, conversation).startswith("Why me? Boris accepted the conversation")


def test_an_acceptance_hides_no_assignment(world: World, log_in: LogIn, given: Conversation) -> None:
    assignments.accept(world.anna, given.pk, now=world.now)
    page = ask(log_in, world.anna, given)
    assert page.startswith("Why me? Assigned automatically to Anna")
    assert page.count("was given it") == 1


def test_what_is_forgotten_is_said_to_be(world: World, log_in: LogIn, given: Conversation) -> None:
    assert traces.forget(now=world.now + timedelta(days=91)) == 1
    page = ask(log_in, world.anna, given)
    assert "they are kept for 90 days" in page
    assert "✓" not in page
    assert "why/" not in log_in(world.anna).get(f"/inbox/{given.pk}/items/").content.decode()


def test_an_old_one_without_anything_says_so(world: World, log_in: LogIn) -> None:
    conversation = world.write(world.zoya)
    Conversation.objects.filter(pk=conversation.pk).update(active=False, queued_at=None)
    assert "Nothing has been noted" in ask(log_in, world.anna, conversation)


def test_reasons_are_those_of_this_conversation(world: World, log_in: LogIn, given: Conversation) -> None:
    other = world.write(world.arrive())
    client = log_in(world.anna)
    seq = given.events.get(kind="conversation.assigned").seq
    assert client.get(f"/inbox/{given.pk}/why/1/").status_code == 404, "not every item has reasons"
    assert client.get(f"/inbox/{other.pk}/why/{seq}/").status_code == 404


@pytest.mark.parametrize(("level", "status"), [("own", 404), ("groups", 404), ("all", 200)])
def test_whoever_sees_it_may_ask(world: World, log_in: LogIn, given: Conversation, level: str, status: int) -> None:
    Operator.objects.filter(pk=world.dina.pk).update(visibility=level)
    seq = given.events.get(kind="conversation.assigned").seq
    for page in ("why/", f"why/{seq}/"):
        assert log_in(world.dina).get(f"/inbox/{given.pk}/{page}").status_code == status


def test_names_cannot_write_html(world: World, log_in: LogIn, given: Conversation) -> None:
    Operator.objects.filter(pk=world.boris.pk).update(name="<script>alert(1)</script>")
    page = log_in(world.anna).get(f"/inbox/{given.pk}/why/").content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script" not in page
    assert Event.objects.filter(data__has_key="trace").count() == 1
