"""How conversations end, as operators see it: menu, warning, stages, outcomes (SPEC 4.2, 4.3, 4.6, 4.9, 4.10)."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.actions import conversations
from helpdesk.models import Category, ContactPoint, Conversation, ServicePolicy, Stage
from helpdesk.views.wording import sentence
from tests.conftest import World
from tests.views.conftest import LogIn


def do(client: Client, conversation: Conversation, verb: str, **data: object) -> Any:
    answer = client.post(f"/inbox/{conversation.pk}/{verb}/", data)
    conversation.refresh_from_db()
    return answer


@pytest.fixture
def conversation(world: World) -> Conversation:
    """Anna's, answered."""
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    conversation.refresh_from_db()
    return conversation


@pytest.fixture
def anna(world: World, log_in: LogIn) -> Client:
    return log_in(world.anna, partial=True)


def head(client: Client, conversation: Conversation) -> str:
    return client.get(f"/inbox/{conversation.pk}/head/").text


def stages(html: str) -> list[str]:
    box = re.search(r'<select[^>]* id="stage".*?</select>', html, re.DOTALL)
    return re.findall(r"<option[^>]*>([^<]+)<", box[0]) if box else []


class TestEnd:
    @pytest.mark.parametrize("status", ["open", "pending"])
    def test_it_says_how_it_is_left(self, conversation: Conversation, anna: Client, status: str) -> None:
        assert do(anna, conversation, "end", status=status).status_code == 200
        assert (conversation.active, conversation.status) == (False, status)

    def test_without_a_status_it_stays_as_it_is(self, conversation: Conversation, anna: Client) -> None:
        do(anna, conversation, "end")
        assert (conversation.active, conversation.status) == (False, "open")

    @pytest.mark.parametrize("status", ["closed", "solved"])
    def test_no_other_is_taken(self, conversation: Conversation, anna: Client, status: str) -> None:
        answer = do(anna, conversation, "end", status=status)
        assert (answer.status_code, answer.json()["code"]) == (400, "no_status")
        assert conversation.active

    def test_a_category_that_is_required_is_asked_for(self, conversation: Conversation, anna: Client) -> None:
        ServicePolicy.objects.filter(contact_point=None).update(category_required=True)
        assert "required to close" in head(anna, conversation)
        answer = do(anna, conversation, "close")
        assert (answer.status_code, answer.json()["code"]) == (400, "category_required")
        assert "Choose a category first" in answer.json()["text"]
        do(anna, conversation, "category", category=Category.objects.create(name="Price").pk)
        assert "required to close" not in head(anna, conversation)
        assert do(anna, conversation, "close").status_code == 200

    def test_how_it_came_out_is_told_once_it_has_ended(self, conversation: Conversation, anna: Client) -> None:
        assert "head-outcome" not in head(anna, conversation)
        do(anna, conversation, "end")
        assert '<span class="head-outcome" title="Outcome">served</span>' in head(anna, conversation)
        do(anna, conversation, "close")
        assert '<span class="head-outcome" title="Outcome">served</span>' in head(anna, conversation)

    def test_a_request_has_not_ended(self, conversation: Conversation, anna: Client) -> None:
        Conversation.objects.filter(pk=conversation.pk).update(kind="request", active=False)
        html = head(anna, conversation)
        assert '<span class="tag">Request</span>' in html
        assert "Ended" not in html


class TestSilence:
    def test_the_head_knows_from_when_on_to_warn(self, world: World, conversation: Conversation, anna: Client) -> None:
        ServicePolicy.objects.filter(contact_point=None).update(silence=90, warning=45, postpone=120)
        world.write(world.zoya, "And when?", after=5)
        html = head(anna, conversation)
        since, ends = (
            datetime.fromisoformat(re.search(pattern, html)[1])  # type: ignore[index]
            for pattern in (r'data-from="([^"]+)"', r'<time class="left" datetime="([^"]+)" data-left="ends_in"')
        )
        assert (ends - since, ends - world.now) == (timedelta(seconds=45), timedelta(seconds=95))
        assert "Postpone 2 min" in html

    @pytest.mark.parametrize("off", [{"silence": 0}, {"warning": 0}])
    def test_nothing_is_said_where_it_is_off(
        self, world: World, conversation: Conversation, anna: Client, off: dict[str, int]
    ) -> None:
        ServicePolicy.objects.filter(contact_point=None).update(**off)
        world.write(world.zoya, "And when?", after=5)
        assert "postpone" not in head(anna, conversation)

    def test_it_is_put_off(self, conversation: Conversation, anna: Client) -> None:
        due = conversation.silence_due_at
        assert due is not None
        assert do(anna, conversation, "postpone").status_code == 200
        assert conversation.silence_due_at is not None
        assert conversation.silence_due_at >= due + timedelta(minutes=5)

    def test_what_waits_in_the_queue_is_not_put_off(self, world: World, anna: Client) -> None:
        waiting = world.write(world.arrive())
        assert "postpone" not in head(anna, waiting)
        answer = do(anna, waiting, "postpone")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_ending")


class TestStages:
    def test_those_of_the_channel_and_of_all_are_offered(
        self, world: World, conversation: Conversation, anna: Client
    ) -> None:
        assert stages(head(anna, conversation)) == []
        other = ContactPoint.objects.create(name="Another site")
        Stage.objects.create(name="In work", position=1)
        Stage.objects.create(name="Booked", status="closed", contact_point=world.site, position=2)
        Stage.objects.create(name="Elsewhere", contact_point=other)
        Stage.objects.create(name="Old", archived=True)
        assert stages(head(anna, conversation)) == ["Not set", "In work · open", "Booked · closed"]

    def test_one_that_is_archived_since_is_still_shown(self, conversation: Conversation, anna: Client) -> None:
        stage = Stage.objects.create(name="Thinks", status="pending")
        assert do(anna, conversation, "stage", stage=stage.pk).status_code == 200
        assert (conversation.stage, conversation.status) == (stage, "pending")
        Stage.objects.update(archived=True)
        assert stages(head(anna, conversation)) == ["Not set", "Thinks · pending"]
        assert do(anna, conversation, "stage", stage="").status_code == 200
        assert conversation.stage is None

    def test_one_of_another_channel_is_refused(self, conversation: Conversation, anna: Client) -> None:
        other = ContactPoint.objects.create(name="Another site")
        stage = Stage.objects.create(name="Elsewhere", contact_point=other)
        for value, code in ((stage.pk, "no_stage"), (999999, "no_stage"), ("x", "bad_frame")):
            answer = do(anna, conversation, "stage", stage=value)
            assert (answer.status_code, answer.json()["code"]) == (400, code)
        assert conversation.stage is None

    def test_however_many_there_are_the_head_costs_the_same(self, conversation: Conversation, anna: Client) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                head(anna, conversation)
            return len(queries)

        Stage.objects.create(name="In work")
        before = cost()
        for number in range(20):
            Stage.objects.create(name=f"Stage {number}")
        assert cost() == before


def test_what_happened_is_told_in_words(world: World, conversation: Conversation) -> None:
    def last() -> str:
        return sentence(conversation.events.latest("seq"))

    stage = Stage.objects.create(name="In work")
    conversations.set_stage(world.anna, conversation.pk, stage.pk, now=world.now)
    assert last() == "Anna set the stage: In work"
    conversations.set_stage(world.anna, conversation.pk, None, now=world.now)
    assert last() == "Anna cleared the stage"
    conversations.postpone(world.anna, conversation.pk, now=world.now)
    assert last() == "Anna put off the end that silence would bring"
    conversations.end(world.anna, conversation.pk, status="pending", now=world.now)
    assert last() == "Anna ended the chat: pending"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("open", "Both sides were silent: the chat ended by itself"),
        ("pending", "Both sides were silent: the chat ended by itself, pending"),
    ],
)
def test_an_end_by_silence_is_told_in_words(world: World, conversation: Conversation, status: str, told: str) -> None:
    conversations.end(conversations.SILENCE, conversation.pk, status=status, now=world.now)
    assert sentence(conversation.events.latest("seq")) == told
