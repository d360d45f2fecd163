"""Building the dealership in an empty database."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from helpdesk.demo import cast
from helpdesk.demo.history import play
from helpdesk.demo.words import Words, words
from helpdesk.models import (
    Category,
    ContactPoint,
    DistributionPolicy,
    HoldScenario,
    HoldStep,
    Operator,
    OperatorGroup,
    QuickReply,
    Reassign,
    User,
    Visitor,
)


class NotEmptyError(Exception):
    """Somebody's own data are here: a demo among them would do harm."""


def is_seeded() -> bool:
    return ContactPoint.objects.filter(public_key=cast.PUBLIC_KEY).exists()


def seed(language: str, *, now: datetime) -> None:
    """Create everything, in one transaction. `language` is en or ru. Raises NotEmptyError."""
    if any(model.objects.exists() for model in (User, ContactPoint, OperatorGroup, Visitor)):
        raise NotEmptyError
    said = words(language)
    with transaction.atomic():
        contact_point = _contact_point(said)
        operators = _people(said)
        groups = _groups(said, operators)
        _library(said, groups)
        # Nobody is logged in yet: what they have begun would go back to the queue within seconds.
        DistributionPolicy.objects.filter(contact_point=None).update(reassign=Reassign.UNANSWERED)
        play(said, contact_point, groups, operators, language=language, now=now)


def _contact_point(said: Words) -> ContactPoint:
    scenario = HoldScenario.objects.create(name=said.hold_scenario)
    for (after, action), text in zip(cast.HOLD_STEPS, said.hold_steps, strict=True):
        HoldStep.objects.create(scenario=scenario, after=after, text=text, action=action)
    return ContactPoint.objects.create(
        name=said.contact_point,
        public_key=cast.PUBLIC_KEY,
        title=said.title,
        greeting=said.greeting,
        color="#b3261e",
        hold_scenario=scenario,
    )


def _people(said: Words) -> dict[str, Operator]:
    _user(said, cast.OWNER, is_staff=True, is_superuser=True)
    _user(said, cast.SUPERVISOR, is_staff=True)
    return {
        person.username: Operator.objects.create(
            user=_user(said, person.username),
            name=" ".join(said.people[person.username]),
            limit=person.limit,
            senior=person.senior,
        )
        for person in cast.OPERATORS
    }


def _user(said: Words, username: str, **roles: bool) -> User:
    first, last = said.people[username]
    user = User(username=username, first_name=first, last_name=last, **roles)
    # The validators would refuse it, and rightly: everybody knows it.
    user.set_password(cast.PASSWORD)
    user.save()
    return user


def _groups(said: Words, operators: Mapping[str, Operator]) -> dict[str, OperatorGroup]:
    groups = {}
    for position, key in enumerate(cast.GROUPS):
        # Each department has its own part of the site; what is nobody's, such as finance, is everybody's.
        elsewhere = [f"/demo/{other}/*" for other in cast.GROUPS if other != key]
        group = OperatorGroup.objects.create(
            name=said.groups[key], enabled=True, position=position, exclude_pages=elsewhere
        )
        group.members.set(operators[person.username] for person in cast.OPERATORS if key in person.groups)
        groups[key] = group
    return groups


def _library(said: Words, groups: Mapping[str, OperatorGroup]) -> None:
    for position, name in enumerate(said.categories.values()):
        Category.objects.create(name=name, position=position)
    for title, folder, text, group in said.quick_replies:
        QuickReply.objects.create(title=title, folder=folder, text=text, group=groups[group] if group else None)
