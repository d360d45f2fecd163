"""What watchdogs are told."""

from django.conf import LazySettings
from django.test import Client


def test_ok_while_both_engines_answer(db: None, client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_names_what_is_down(db: None, client: Client, settings: LazySettings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"down: redis\n")
