"""Everything that is remembered. One file per idea; this page is the table of contents."""

from helpdesk.models.ban import Ban
from helpdesk.models.board import BoardVersion, GroupLoad
from helpdesk.models.contact_point import ContactPoint
from helpdesk.models.conversation import Conversation
from helpdesk.models.event import Event
from helpdesk.models.group import OperatorGroup, RegionsScope, WhenAway, WhenFull
from helpdesk.models.hold import HoldScenario, HoldStep
from helpdesk.models.library import Category, QuickReply
from helpdesk.models.message import Message
from helpdesk.models.people import Operator, OperatorStatus, User, VisibilityLevel
from helpdesk.models.presence import PresenceLease
from helpdesk.models.region import IpRange, RegionSet
from helpdesk.models.schedule import Schedule, ScheduleException, SchedulePeriod, Weekday
from helpdesk.models.visitor import Contact, Visitor

__all__ = [
    "Ban",
    "BoardVersion",
    "Category",
    "Contact",
    "ContactPoint",
    "Conversation",
    "Event",
    "GroupLoad",
    "HoldScenario",
    "HoldStep",
    "IpRange",
    "Message",
    "Operator",
    "OperatorGroup",
    "OperatorStatus",
    "PresenceLease",
    "QuickReply",
    "RegionSet",
    "RegionsScope",
    "Schedule",
    "ScheduleException",
    "SchedulePeriod",
    "User",
    "VisibilityLevel",
    "Visitor",
    "Weekday",
    "WhenAway",
    "WhenFull",
]
