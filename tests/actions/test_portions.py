"""The first to come in the morning doesn't get the whole night (SPEC 3.5)."""

from datetime import datetime, timedelta

import pytest

from helpdesk.actions import distribution, presence
from helpdesk.models import ContactPoint, Conversation, Operator, PresenceLease
from tests.actions.terms import general, of
from tests.conftest import World

NIGHT, PORTION = 100, 7
NINE = datetime.fromisoformat("2026-03-03T09:00:00+00:00")


@pytest.fixture
def night(world: World) -> World:
    """Hundred conversations that nobody was given before everybody went home; everybody's limit is high."""
    Operator.objects.update(limit=1000)
    general(portion=PORTION, portion_minutes=60)
    for number in range(NIGHT):
        world.write(world.arrive(), after=number / 10)
    PresenceLease.objects.all().delete()
    return world


def come(operator: Operator, at: datetime) -> None:
    presence.renew(operator.pk, "tab", now=at)


def pass_at(at: datetime, *there: Operator) -> None:
    for operator in there:
        come(operator, at)
    distribution.drain(now=at)


def holds(operator: Operator) -> int:
    return Conversation.objects.filter(assignee=operator).count()


def test_the_first_gets_the_portion_the_second_hers_and_the_rest_comes_after_the_interval(night: World) -> None:
    anna, boris = night.anna, night.boris
    pass_at(NINE, anna)
    assert holds(anna) == PORTION
    pass_at(NINE + timedelta(minutes=1), anna, boris)
    assert (holds(anna), holds(boris)) == (PORTION, PORTION)
    pass_at(NINE + timedelta(minutes=59, seconds=59), anna, boris)
    assert (holds(anna), holds(boris)) == (PORTION, PORTION)
    pass_at(NINE + timedelta(minutes=60), anna, boris)
    assert (holds(anna), holds(boris)) == (2 * PORTION, PORTION)
    pass_at(NINE + timedelta(minutes=61), anna, boris)
    assert (holds(anna), holds(boris)) == (2 * PORTION, 2 * PORTION)


def test_the_night_is_given_out_in_its_order(night: World) -> None:
    pass_at(NINE, night.anna)
    pass_at(NINE + timedelta(minutes=1), night.anna, night.boris)
    in_order = list(Conversation.objects.order_by("created_at", "id").values_list("assignee", flat=True))
    assert in_order[: 2 * PORTION] == [night.anna.pk] * PORTION + [night.boris.pk] * PORTION
    assert set(in_order[2 * PORTION :]) == {None}


def test_in_the_end_everything_is_given_and_nobody_ever_had_more_than_a_portion(night: World) -> None:
    at, given = NINE, []
    while Conversation.objects.filter(queued_at__isnull=False).exists():
        before = {o.pk: holds(o) for o in (night.anna, night.boris)}
        pass_at(at, night.anna, night.boris)
        given += [(at, o.pk, holds(o) - before[o.pk]) for o in (night.anna, night.boris)]
        at += timedelta(minutes=13)
        assert at < NINE + timedelta(days=1)
    assert sum(number for _, _, number in given) == NIGHT
    for start, operator, _ in given:
        within = [n for t, who, n in given if who == operator and start <= t < start + timedelta(minutes=60)]
        assert sum(within) <= PORTION


def test_whoever_ends_theirs_early_gets_no_more_for_it(night: World) -> None:
    """The portion counts what was given, not what is held."""
    pass_at(NINE, night.anna)
    Conversation.objects.filter(assignee=night.anna).update(active=False)
    pass_at(NINE + timedelta(minutes=1), night.anna)
    assert holds(night.anna) == PORTION


def test_a_channel_with_another_interval_keeps_its_own_account(night: World) -> None:
    """Its short memory must not make the others forget."""
    quick = ContactPoint.objects.create(name="quick", public_key="quick")
    of(quick, portion_minutes=5)
    pass_at(NINE, night.anna)
    at = NINE + timedelta(minutes=10)
    night.now = at
    come(night.anna, at)
    visitor = night.arrive()
    visitor.contact_point = quick
    visitor.save()
    mine = night.write(visitor)
    pass_at(at, night.anna)
    mine.refresh_from_db()
    assert mine.assignee == night.anna
    assert holds(night.anna) == PORTION + 1
    pass_at(NINE + timedelta(minutes=20), night.anna)
    assert holds(night.anna) == PORTION + 1


def test_zero_is_no_bound(night: World) -> None:
    general(portion=0)
    pass_at(NINE, night.anna)
    assert holds(night.anna) == NIGHT
