"""Rules in a sweep over several conversations read, and point at, what has just been written (SPEC 5.1, 5.9)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from helpdesk.actions import due
from helpdesk.actions.change import Change
from helpdesk.models import Webhook, WebhookCall
from tests.actions.test_automation import fresh, kinds, rule
from tests.conftest import World

STEP = timedelta(seconds=30)


def test_each_has_its_call(world: World) -> None:
    hook = Webhook.objects.create(name="Desk", url="http://localhost:1/", secret="s3cret")
    rule("held", {"do": "call_webhook", "webhook": hook.pk}, {"do": "add_tag", "tag": "held"}, event="message.held")
    begun = [world.write(world.arrive()) for _ in range(3)]
    assert due.sweep(world.now + STEP) == 3
    assert WebhookCall.objects.count() == 3
    for conversation in begun:
        assert kinds(conversation)[-2:] == ["message.held", "conversation.ruled"]
        assert (fresh(conversation).tags, fresh(conversation).hold_done) == (["held"], 1)


def test_one_that_fails_takes_nothing_with_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rule("held", {"do": "add_note", "text": "Held"}, event="message.held")
    begun = [world.write(world.arrive()) for _ in range(3)]
    write = Change.write

    def stumble(change: Change, message: Any) -> Any:
        if message.staff_only and change.conversation.pk == begun[1].pk:
            raise ValueError(uuid4())
        return write(change, message)

    monkeypatch.setattr(Change, "write", stumble)
    assert due.sweep(world.now + STEP) == 3
    ended = ["message.held", "message.noted", "conversation.ruled"]
    assert kinds(begun[0])[-3:] == kinds(begun[2])[-3:] == ended
    assert kinds(begun[1])[-2:] == ["message.held", "conversation.ruled"]
    assert all(fresh(conversation).hold_done == 1 for conversation in begun)
