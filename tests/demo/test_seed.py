"""The demo's dealership: complete in both languages, made once, never among somebody's own data."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from helpdesk.demo import cast, logins
from helpdesk.demo.seed import NotEmptyError, is_seeded, seed
from helpdesk.demo.words import LANGUAGES, words
from helpdesk.models import ContactPoint, Conversation, Event, Operator, OperatorGroup, User
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


@pytest.mark.django_db
def test_a_second_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    before = Conversation.objects.count()
    call_command("demo", language="ru")
    assert Conversation.objects.count() == before
    assert "here already" in capsys.readouterr().out


@pytest.mark.django_db
def test_it_stays_out_of_a_database_in_use() -> None:
    ContactPoint.objects.create(name="Somebody's own")
    with pytest.raises(CommandError, match="data of its own"):
        call_command("demo")
    with pytest.raises(NotEmptyError):
        seed("en", now=timezone.now())
    assert not is_seeded()
    assert not User.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_say_everything_the_cast_needs(language: str) -> None:
    said = words(language)
    assert set(said.groups) == set(cast.GROUPS)
    assert set(said.people) == {cast.OWNER, cast.SUPERVISOR, *(person.username for person in cast.OPERATORS)}
    assert set(said.talks) == {talk.name for talk in cast.TALKS}
    assert len(said.hold_steps) == len(cast.HOLD_SECONDS)
    assert {talk.category for talk in cast.TALKS if talk.category} <= set(said.categories)
    assert {talk.contact for talk in cast.TALKS if talk.contact} == set(said.contacts)


def test_both_languages_tell_the_same_story() -> None:
    english, russian = words("en"), words("ru")
    assert list(english.categories) == list(russian.categories)
    assert [reply[3] for reply in english.quick_replies] == [reply[3] for reply in russian.quick_replies]
    for name, lines in english.talks.items():
        assert [line[0] for line in lines] == [line[0] for line in russian.talks[name]], name


def test_every_history_ends_before_the_next_leans_on_an_empty_house() -> None:
    """A lease lives 45 s: two talks closer than that could fall to the wrong operator."""
    starts = sorted(talk.ago for talk in cast.TALKS)
    assert all(later - earlier > timedelta(seconds=45) for earlier, later in pairwise(starts))
