"""Visitors' tokens."""

import time

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from channels_app import auth
from helpdesk.models import Visitor

TOKEN_OF = Visitor(pk=17, contact_point_id=3)


def test_a_token_says_who_and_where() -> None:
    assert auth.read(auth.token_for(TOKEN_OF)) == auth.Claims(17, 3)


@given(st.integers(0, 200), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_changed_token_says_nothing(place: int, character: str) -> None:
    token = auth.token_for(TOKEN_OF)
    place %= len(token)
    changed = token[:place] + character + token[place + 1 :]
    # The last character of base64 may carry bits that are not looked at.
    if changed != token and place != len(token) - 1:
        assert auth.read(changed) is None


@given(st.one_of(st.none(), st.text(), st.integers(), st.binary(), st.lists(st.text())))
def test_rubbish_says_nothing(rubbish: object) -> None:
    assert auth.read(rubbish) is None


@pytest.mark.parametrize("value", [[17], [17, 3, 1], "17", 17, {"visitor": 17}])
def test_something_else_signed_by_us_says_nothing(value: object) -> None:
    assert auth.read(signing.dumps(value, salt=auth.SALT)) is None
    assert auth.read(signing.dumps([17, 3])) is None


def test_a_token_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    token = auth.token_for(TOKEN_OF)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + auth.MAX_AGE.total_seconds() - 10)
    assert auth.read(token) is not None
    monkeypatch.setattr(time, "time", lambda: now + auth.MAX_AGE.total_seconds() + 10)
    assert auth.read(token) is None
