"""The demo's dealership: complete in both languages, made once, never among somebody's own data."""

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from helpdesk.demo import cast, logins
from helpdesk.demo.seed import seed
from helpdesk.demo.words import LANGUAGES
from helpdesk.models import Conversation, Event, Operator, OperatorGroup, User
from helpdesk.queries import counts


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dealership_opens(language: str) -> None:
    now = timezone.now()
    seed(language, now=now)
    assert OperatorGroup.objects.filter(enabled=True, members__isnull=False).distinct().count() == 4
    assert Operator.objects.count() == 8
    assert Conversation.objects.count() == len(cast.TALKS)
    assert Conversation.objects.filter(status="closed").count() == 12
    assert Conversation.objects.filter(queued_at__isnull=False).count() == 2
    assert Event.objects.filter(kind="conversation.assigned").count() == len(cast.TALKS) - 2
    assert not Event.objects.filter(created_at__gte=now).exists(), "history lies in the past"


@pytest.mark.django_db
def test_every_talk_goes_to_the_operator_the_cast_names() -> None:
    seed("en", now=timezone.now())
    talks = sorted(cast.TALKS, key=lambda talk: talk.ago, reverse=True)
    for talk, conversation in zip(talks, Conversation.objects.order_by("id"), strict=True):
        person = talk.moved_to[1] if talk.moved_to else talk.operator
        assert (conversation.assignee.user.username if conversation.assignee else "") == person, talk.name


@pytest.mark.django_db
def test_operators_find_something_to_do() -> None:
    seed("en", now=timezone.now())
    for operator in Operator.objects.all():
        assert counts(operator)["my"] > 0, f"{operator} opens an empty inbox"


@pytest.mark.django_db
def test_everybody_can_log_in() -> None:
    seed("en", now=timezone.now())
    for role, username, password in logins():
        user = authenticate(username=username, password=password)
        assert isinstance(user, User)
        assert (user.is_superuser, user.is_staff) == {
            "owner": (True, True),
            "supervisor": (False, True),
            "operator": (False, False),
        }[role]
    assert User.objects.count() == len(logins())
