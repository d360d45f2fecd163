"""What a channel leaves open is inherited (SPEC 3.3)."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.policies import NAMES, Algorithm, PresenceMode, Terms, inherit

DEFAULTS = {f.name: f.default for f in fields(Terms)}
OTHERS = {
    "algorithm": "cyclic",
    "limit": 3,
    "portion": 2,
    "portion_minutes": 5,
    "pause": 9,
    "personal_manager": False,
    "last_operator_days": 0,
    "presence": "status",
    "accept": "at_once",
    "accept_seconds": 40,
    "reassign": "off",
    "pass_minutes": 0,
    "anyone": True,
}


def test_every_term_is_tried() -> None:
    assert set(OTHERS) == set(NAMES)
    assert all(OTHERS[name] != DEFAULTS[name] for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_own_before_general_before_default(name: str) -> None:
    for general, own, value, inherited in (
        ({}, None, DEFAULTS[name], True),
        ({name: OTHERS[name]}, None, OTHERS[name], True),
        ({name: OTHERS[name]}, {name: None}, OTHERS[name], True),
        ({name: OTHERS[name]}, {name: DEFAULTS[name]}, DEFAULTS[name], False),
        ({name: None}, {name: OTHERS[name]}, OTHERS[name], False),
        ({name: None}, {name: None}, DEFAULTS[name], True),
    ):
        terms, which = inherit(general, own)
        assert (getattr(terms, name), which[name]) == (value, inherited)


def test_nothing_that_is_false_or_zero_counts_as_left_open() -> None:
    own = {"limit": 0, "portion": 0, "pause": 0, "personal_manager": False, "last_operator_days": 0, "anyone": False}
    terms, inherited = inherit(dict.fromkeys(own, 7) | {"personal_manager": True, "anyone": True}, own)
    assert {name: getattr(terms, name) for name in own} == own
    assert not any(inherited[name] for name in own)


@given(st.fixed_dictionaries({}, optional={name: st.none() | st.just(OTHERS[name]) for name in NAMES}))
def test_terms_have_their_own_types(general: dict[str, object]) -> None:
    terms, _ = inherit(general)
    assert isinstance(terms.algorithm, Algorithm)
    assert isinstance(terms.presence, PresenceMode)
    assert all(type(getattr(terms, name)) is type(DEFAULTS[name]) for name in NAMES)
