"""What supervisors change by form or by file wakes the queue at once: nobody waits for a sweep (SPEC 3.7)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from helpdesk import bell
from helpdesk.actions import assignments, distribution
from helpdesk.models import Conversation, Operator, OperatorGroup, OperatorStatus, User
from tests.actions.terms import general, of
from tests.admin import test_groups, test_operators, test_policies
from tests.admin.conftest import page, told
from tests.admin.test_imports import confirm, rows, upload
from tests.conftest import World

Deed = Callable[[World, Client], Any]


@dataclass(frozen=True)
class Case:
    """Why nobody gets what waits, and what a supervisor does about it, in each of the two ways."""

    obstacle: Callable[[World], Any]
    form: Deed
    file: Deed


def imports(model: str, **columns: Any) -> Deed:
    return lambda world, mila: told(confirm(mila, model, upload(mila, model, rows(**columns))))


def full(world: World) -> None:
    of(world.site, limit=1)
    for operator in (world.anna, world.boris, world.gleb):
        assignments.take(operator, world.write(world.arrive(operator.name)).pk, now=world.now)


def switched_off(world: World) -> None:
    """Whose limits only this group gives."""
    general(default_limit=0)
    world.used.members.remove(world.gleb)
    OperatorGroup.objects.filter(pk=world.skoda.pk).update(enabled=False)


def only_gleb(**state: Any) -> Callable[[World], Any]:
    """Everybody has gone, and so is this about him."""

    def obstacle(world: World) -> None:
        Operator.objects.exclude(pk=world.gleb.pk).update(enabled=False)
        Operator.objects.filter(pk=world.gleb.pk).update(**state)

    return obstacle


CASES = {
    "the limit of a policy": Case(
        full,
        lambda w, mila: mila.post(
            page("distributionpolicy", "change", w.site.policy.pk), test_policies.OPEN | {"limit": 2}
        ),
        imports("distributionpolicy", contact_point="Cheshka", limit=2),
    ),
    "members of a group": Case(
        lambda w: w.skoda.members.clear(),
        lambda w, mila: test_groups.change(mila, w.skoda, members=[w.dina.pk]),
        imports("operatorgroup", name="Skoda: new", members="dina"),
    ),
    "what a status means": Case(
        lambda w: OperatorStatus.objects.update(receives=False),
        lambda w, mila: mila.post(page("operatorstatus", "change", "free"), {"name": "", "receives": "on"}),
        imports("operatorstatus", code="free", receives="true"),
    ),
    "somebody's status": Case(
        only_gleb(status="lunch"),
        lambda w, mila: test_operators.change(mila, Operator.objects.get(pk=w.gleb.pk), status="free"),
        imports("operator", user="gleb", status="free"),
    ),
    "somebody's limit": Case(
        only_gleb(limit=0),
        lambda w, mila: test_operators.selected(mila, "set_limit", w.gleb, limit="3"),
        imports("operator", user="gleb", limit=3),
    ),
    "a group that is switched on": Case(
        switched_off,
        lambda w, mila: test_groups.change(mila, OperatorGroup.objects.get(pk=w.skoda.pk), enabled="on"),
        imports("operatorgroup", name="Skoda: new", enabled="true"),
    ),
}


@pytest.mark.parametrize("way", ["form", "file"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_whoever_waits_is_looked_at_at_once(
    world: World, mila: Client, at_once: Callable, case: Case, way: str
) -> None:
    waiting = world.write(world.zoya)
    case.obstacle(world)
    assert assignee(world, waiting) is None
    bell.answer()
    with at_once():
        getattr(case, way)(world, mila)
    assert bell.is_rung()
    assert assignee(world, waiting) is not None


def test_an_account_that_is_switched_off_wakes_it(world: World, owner: Client, at_once: Callable) -> None:
    assignments.take(world.anna, world.write(world.zoya).pk, now=world.now)
    bell.answer()
    with at_once():
        owner.post(page("user", "delete", world.anna.user.pk), {"_switch_off": "1"})
    assert bell.is_rung()
    assert not User.objects.get(username="anna").is_active
    assert not Operator.objects.get(pk=world.anna.pk).enabled


def assignee(world: World, conversation: Conversation) -> Operator | None:
    distribution.drain(now=world.now)
    conversation.refresh_from_db()
    return conversation.assignee
