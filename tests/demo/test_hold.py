"""Holding visitors at the demo's dealership, as document L has it: wait a little, then another way (SPEC 5.5)."""

import pytest
from django.utils import timezone

from helpdesk.actions import due
from helpdesk.demo.seed import seed
from helpdesk.demo.words import LANGUAGES, words
from helpdesk.models import Conversation
from helpdesk.queries import hold_steps
from routing.holds import hold_doubts


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_waits_is_asked_to_wait_and_then_offered_a_call_or_a_request(language: str) -> None:
    now = timezone.now()
    seed(language, now=now)
    while due.sweep(now):
        pass
    longest = Conversation.objects.filter(queued_at__isnull=False).earliest("queued_at")
    told = longest.events.filter(cause__why="hold").order_by("seq")
    assert [event.kind for event in told] == ["message.held", "message.held", "conversation.offered"]
    assert [event.message.text for event in told if event.message] == list(words(language).hold_steps)
    assert longest.offered == "callback"
    assert not list(hold_doubts(hold_steps(longest), has_fallback=False))
