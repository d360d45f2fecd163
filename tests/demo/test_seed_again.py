"""A second seeding, foreign data, and words that fit the cast in both languages."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from helpdesk.demo import cast
from helpdesk.demo.seed import NotEmptyError, is_seeded, seed
from helpdesk.demo.words import LANGUAGES, words
from helpdesk.models import ContactPoint, Conversation, User


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
    assert len(said.hold_steps) == len(cast.HOLD_STEPS)
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
