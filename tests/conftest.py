"""One world, told like a story: the car dealership of document C.

Anna and Boris sell new Skodas, Vera sells new Tatras, Gleb sells used cars and helps with Skodas, Dina keeps the
service desk. Everybody is at the screen. Mila, the supervisor, configures; Zoya writes from the dealership's site.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

import helpdesk.celery  # noqa: F401 - tasks are sent to the configured broker, as in every process
from helpdesk.actions import arrivals, messages, presence
from helpdesk.models import ContactPoint, Conversation, HoldScenario, Operator, OperatorGroup, User, Visitor

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday morning. Tests pass it on and add to it; nobody asks the clock."""


@dataclass
class World:
    site: ContactPoint
    skoda: OperatorGroup
    tatra: OperatorGroup
    used: OperatorGroup
    service: OperatorGroup
    anna: Operator
    boris: Operator
    vera: Operator
    gleb: Operator
    dina: Operator
    mila: User
    zoya: Visitor
    now: datetime = NOW

    def arrive(self, name: str = "") -> Visitor:
        """Another visitor comes to the site."""
        return arrivals.begin(
            self.site,
            page="https://cheshka.example/skoda/",
            referrer="",
            user_agent=f"Firefox {name}",
            ip="192.0.2.7",
            language="en",
            now=self.now,
        )

    def write(
        self, visitor: Visitor, text: str = "Hello", group: OperatorGroup | None = None, after: float = 0
    ) -> Conversation:
        """The visitor writes, `after` seconds from now, choosing `group` (Skoda where none is given)."""
        stored = messages.receive(
            visitor.pk,
            text,
            client_id=uuid4(),
            group_id=(group or self.skoda).pk,
            now=self.now + timedelta(seconds=after),
        )
        return stored.conversation

    def answer(self, operator: Operator, conversation: Conversation, text: str = "Good morning") -> None:
        messages.reply(operator, conversation.pk, text, client_id=uuid4(), now=self.now)

    def at_the_screen(self, *operators: Operator, now: datetime | None = None) -> None:
        for operator in operators:
            presence.renew(operator.pk, str(uuid4()), now=now or self.now)


def build_world(now: datetime = NOW) -> World:
    """Usable outside pytest's fixtures too, e.g. with the real clock."""
    hold = HoldScenario.objects.create(name="Please wait")
    hold.steps.create(after=30, text="One moment, please.")
    hold.steps.create(after=90, text="We are still looking for somebody.")
    site = ContactPoint.objects.create(name="Cheshka", public_key="cheshka", hold_scenario=hold, greeting="Hello!")
    people = {name: make_operator(name) for name in ("anna", "boris", "vera", "gleb", "dina")}
    groups = {
        name: OperatorGroup.objects.create(name=title, enabled=True, default_limit=3, position=position)
        for position, (name, title) in enumerate(
            [("skoda", "Skoda: new"), ("tatra", "Tatra: new"), ("used", "Used cars"), ("service", "Service")]
        )
    }
    groups["skoda"].members.set([people["anna"], people["boris"], people["gleb"]])
    groups["tatra"].members.set([people["vera"]])
    groups["used"].members.set([people["gleb"]])
    groups["service"].members.set([people["dina"]])
    mila = User.objects.create_user("mila", password="secret", is_staff=True)
    zoya = arrivals.begin(
        site, page="https://cheshka.example/", referrer="", user_agent="Firefox", ip="192.0.2.1", language="ru", now=now
    )
    world = World(site, **groups, **people, mila=mila, zoya=zoya, now=now)
    world.at_the_screen(*people.values())
    return world


def make_operator(name: str, **fields: object) -> Operator:
    return Operator.objects.create(
        user=User.objects.create_user(name, password="secret"), name=name.capitalize(), **fields
    )


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Callable) -> Callable:
    """Run what an action tells the house after its commit, although the test's own transaction never commits."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
