"""Calls that rules want: signed, made once by one worker, again when they fail, never into private networks unasked."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from helpdesk import webhooks
from helpdesk.models import Automation, Webhook, WebhookCall
from tests.conftest import World


class Desk(HTTPServer):
    """The company's own server; `answer` is the status it gives, and `heard` what it was told."""

    answer = 200
    heard: list[tuple[dict[str, str], bytes]]


class Clerk(BaseHTTPRequestHandler):
    server: Desk

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.answer)
        if self.server.answer == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def desk(settings: Any) -> Iterator[Desk]:
    settings.WEBHOOKS_INSIDE = True
    server = Desk(("127.0.0.1", 0), Clerk)
    server.heard = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def call(world: World, desk: Desk) -> WebhookCall:
    hook = Webhook.objects.create(name="Desk", url=f"http://localhost:{desk.server_port}/calls?a=1", secret="s3cret")
    Automation.objects.create(name="call", kind="incoming", actions=[{"do": "call_webhook", "webhook": hook.pk}])
    world.write(world.zoya, "Цена?")
    return WebhookCall.objects.get()


def make(world: World, after: float = 0) -> WebhookCall | None:
    now = world.now + timedelta(seconds=after)
    claimed = webhooks.claim(now)
    if claimed is not None:
        webhooks.make(claimed, now=now)
    return claimed


def test_it_is_made_once_and_signed(world: World, desk: Desk, call: WebhookCall) -> None:
    assert make(world)
    call.refresh_from_db()
    assert (call.state, call.due_at, call.attempts, call.error) == ("sent", None, 1, "")
    assert make(world, after=3600) is None
    [(headers, body)] = desk.heard
    assert body.decode() == call.body
    assert json.loads(body)["event"]["text"] == "Цена?"
    signed = webhooks.signature("s3cret", headers["X-Switchboard-Timestamp"], body.decode())
    assert headers["X-Switchboard-Signature"] == f"sha256={signed}"
    assert headers["X-Switchboard-Delivery"] == str(call.id)
    assert headers["Host"] == f"localhost:{desk.server_port}"


def test_without_a_secret_nothing_is_signed(world: World, desk: Desk, call: WebhookCall) -> None:
    Webhook.objects.update(secret="")
    make(world)
    assert "X-Switchboard-Signature" not in desk.heard[0][0]


@pytest.mark.parametrize("answer", [500, 404, 302])
def test_what_fails_is_tried_again_later_and_later_and_then_given_up(
    world: World, desk: Desk, call: WebhookCall, answer: int
) -> None:
    desk.answer = answer
    moment = 0.0
    for pause in (10, 60, 600, 3600):
        assert make(world, after=moment)
        call.refresh_from_db()
        assert (call.state, call.error) == ("waiting", f"answered with {answer}")
        assert call.due_at == world.now + timedelta(seconds=moment + pause)
        assert make(world, after=moment + pause - 1) is None
        moment += pause
    assert make(world, after=moment)
    call.refresh_from_db()
    assert (call.state, call.due_at, call.attempts) == ("failed", None, 5)
    # A redirect was not followed: that would have been one more.
    assert len(desk.heard) == 5


def test_one_that_fails_first_may_succeed_later(world: World, desk: Desk, call: WebhookCall) -> None:
    desk.answer = 503
    make(world)
    desk.answer = 204
    make(world, after=10)
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("sent", 2)


def test_nobody_listens(world: World, desk: Desk, call: WebhookCall) -> None:
    desk.shutdown()
    desk.server_close()
    make(world)
    call.refresh_from_db()
    assert call.state == "waiting"
    assert call.error.startswith("ConnectError")


def test_private_networks_are_not_called_unasked(world: World, desk: Desk, call: WebhookCall, settings: Any) -> None:
    settings.WEBHOOKS_INSIDE = False
    make(world)
    call.refresh_from_db()
    assert (call.error, desk.heard) == ("the address is in a private network", [])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
    ],
)
def test_nor_by_their_numbers(world: World, desk: Desk, call: WebhookCall, settings: Any, url: str) -> None:
    settings.WEBHOOKS_INSIDE = False
    Webhook.objects.update(url=url)
    make(world)
    call.refresh_from_db()
    assert call.error == "the address is in a private network"


def test_what_is_claimed_is_somebodys_for_a_minute(world: World, call: WebhookCall) -> None:
    assert webhooks.claim(world.now)
    assert webhooks.claim(world.now + timedelta(seconds=59)) is None
    assert webhooks.claim(world.now + timedelta(seconds=60)), "whoever had it has died"


@pytest.mark.parametrize("model", [Webhook, Automation])
def test_what_was_switched_off_meanwhile_is_called_off(world: World, desk: Desk, call: WebhookCall, model: Any) -> None:
    model.objects.update(enabled=False)
    make(world)
    call.refresh_from_db()
    assert (call.state, call.due_at, desk.heard) == ("dropped", None, [])


def test_what_is_old_and_done_is_forgotten(world: World, desk: Desk, call: WebhookCall) -> None:
    webhooks.forget(now=world.now + timedelta(days=31))
    assert WebhookCall.objects.exists(), "it is still to be made"
    make(world)
    webhooks.forget(now=world.now + timedelta(days=31))
    assert not WebhookCall.objects.exists()
