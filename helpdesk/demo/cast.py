"""Who works at the dealership and what has happened there, without a word that depends on the language."""

from dataclasses import dataclass
from datetime import timedelta

from routing.holds import HoldAction

PUBLIC_KEY = "demo-site"
PASSWORD = "demo"
OWNER = "owner"
SUPERVISOR = "olga"

GROUPS = ("skoda", "tatra", "used", "service")
HOLD_STEPS = ((30, HoldAction.WORDS), (60, HoldAction.OFFER_CALLBACK))
"""People wait for half a minute or a minute. An offer of a call is one of a request too."""


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    groups: tuple[str, ...]
    limit: int | None = None
    senior: bool = False


OPERATORS = (
    Person("anna", ("skoda", "used")),
    Person("boris", ("skoda",)),
    Person("clara", ("skoda", "tatra"), senior=True),
    Person("dmitry", ("tatra",)),
    Person("elena", ("tatra", "used")),
    Person("fedor", ("skoda", "used"), limit=2),
    Person("galina", ("service",)),
    Person("ivan", ("service", "used"), limit=3),
)


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation. `ago` is when it began, before the moment of seeding; `pace` the seconds between two messages.

    `ending`: closed, ended (not live, not closed), live, given (assigned, not accepted yet), waiting (in the queue).
    `moved_to` is the group it is passed on to, and who takes it there. `name` finds the words in the language's file.
    """

    name: str
    group: str
    operator: str
    ago: timedelta
    ending: str
    category: str | None = None
    contact: str | None = None
    moved_to: tuple[str, str] | None = None
    pace: int = 40


def _days(days: int, hours: int = 0, minutes: int = 0) -> timedelta:
    return timedelta(days=days, hours=hours, minutes=minutes)


def _minutes(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


MANAGERS = {"petr": "anna", "marina": "galina"}
"""Of these contacts, who is the personal manager."""

TALKS = (
    Talk("octavia_price", "skoda", "anna", _days(6, 5), "closed", category="price", contact="petr"),
    Talk("tatra_lead_time", "tatra", "dmitry", _days(6, 2, 30), "closed", category="delivery"),
    Talk("noise_in_suspension", "service", "galina", _days(5, 7), "closed", category="repair", contact="marina"),
    Talk("trade_in", "used", "fedor", _days(5, 1, 10), "closed", category="trade-in"),
    Talk("wrong_door", "skoda", "boris", _days(4, 6), "closed", category="repair", moved_to=("service", "galina")),
    Talk("kodiaq_in_stock", "skoda", "clara", _days(4, 2), "closed", category="stock"),
    Talk("credit", "skoda", "boris", _days(3, 8), "closed", category="finance"),
    Talk("mileage", "used", "elena", _days(3, 3), "closed", category="stock", contact="timur"),
    Talk("dump_truck", "tatra", "clara", _days(2, 5), "closed", category="price"),
    Talk("winter_tyres", "service", "ivan", _days(2, 4), "closed", category="repair"),
    Talk("test_drive", "skoda", "anna", _days(1, 6), "closed", category="test-drive"),
    Talk("opening_hours", "service", "galina", _days(1, 2), "closed"),
    Talk("karoq_colour", "skoda", "clara", _days(0, 5), "ended", category="stock", contact="nina"),
    Talk("leasing", "tatra", "elena", _days(0, 4), "ended", category="finance"),
    Talk("recall", "service", "ivan", _days(0, 3), "ended", category="repair"),
    Talk("superb_options", "skoda", "anna", _minutes(9), "live", contact="petr_jr"),
    Talk("spare_parts", "service", "galina", _minutes(7), "live"),
    Talk("fabia_2019", "used", "elena", _minutes(5), "live"),
    Talk("crane_chassis", "tatra", "dmitry", _minutes(3), "given", pace=15),
    Talk("enyaq_range", "skoda", "", _minutes(2), "waiting", pace=15),
    Talk("oil_change", "service", "", _minutes(1), "waiting", pace=15),
)
