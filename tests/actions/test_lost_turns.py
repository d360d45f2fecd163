"""Whose turn it is after a lost claim is asked anew: a plan knows only who was full when it was made (SPEC 3.4)."""

from typing import Any

import pytest

from helpdesk.actions import distribution
from helpdesk.models import Conversation
from tests.actions.terms import general
from tests.conftest import World, make_operator


def test_the_rest_of_the_rotation_is_planned_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    general(algorithm="cyclic")
    people = [make_operator(f"operator{number}") for number in range(3)]
    world.skoda.members.set(people)
    world.at_the_screen(*people)
    begun = [world.write(world.arrive()) for _ in range(6)]
    tried: list[tuple[int, int, bool]] = []
    claim = distribution.claim

    def lose_the_second(proposal: Any, *rest: Any, **more: Any) -> bool:
        won = len(tried) != 1 and claim(proposal, *rest, **more)
        tried.append((proposal.conversation, proposal.operator, won))
        return won

    monkeypatch.setattr(distribution, "claim", lose_the_second)
    assert distribution.drain(now=world.now) == 6
    in_turn = [operator.pk for operator in people] * 2
    first, *others = [(c.pk, operator, True) for c, operator in zip(begun, in_turn, strict=True)]
    assert tried == [first, (begun[1].pk, in_turn[1], False), *others]


def test_other_rotations_go_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    general(algorithm="cyclic")
    world.at_the_screen(world.anna, world.boris, world.gleb)
    lost = world.write(world.arrive(), group=world.skoda)
    other = world.write(world.arrive(), group=world.tatra)
    monkeypatch.setattr(distribution, "ROUNDS", 1)
    claim = distribution.claim
    monkeypatch.setattr(
        distribution, "claim", lambda one, *rest, **more: one.conversation != lost.pk and claim(one, *rest, **more)
    )
    distribution.drain(now=world.now)
    assert set(Conversation.objects.filter(assignee=None).values_list("pk", flat=True)) == {lost.pk}
    assert Conversation.objects.get(pk=other.pk).assignee is not None
