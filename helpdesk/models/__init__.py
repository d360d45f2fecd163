"""Everything that is remembered. One file per idea; this page is the table of contents."""

from helpdesk.models.automation import Automation, AutomationOnce, Webhook, WebhookCall
from helpdesk.models.ban import Ban
from helpdesk.models.board import BoardVersion, GroupLoad
from helpdesk.models.contact_field import ContactField
from helpdesk.models.contact_point import ContactPoint
from helpdesk.models.conversation import Conversation
from helpdesk.models.deal import Deal
from helpdesk.models.event import Event
from helpdesk.models.group import OperatorGroup, RegionsScope, WhenAway, WhenFull
from helpdesk.models.hold import HoldAction, HoldScenario, HoldStep
from helpdesk.models.library import Category, QuickReply
from helpdesk.models.menu import Menu, MenuOption
from helpdesk.models.message import Message
from helpdesk.models.people import Operator, OperatorStatus, User, VisibilityLevel
from helpdesk.models.policy import Acceptance, Algorithm, DistributionPolicy, Portion, PresenceMode, Reassign, Turn
from helpdesk.models.presence import PresenceLease
from helpdesk.models.region import IpRange, RegionSet
from helpdesk.models.reinforcement import Reinforcement
from helpdesk.models.schedule import Schedule, ScheduleException, SchedulePeriod, Weekday
from helpdesk.models.service import ServicePolicy
from helpdesk.models.stage import Stage
from helpdesk.models.visitor import Contact, Visitor

__all__ = [
    "Acceptance",
    "Algorithm",
    "Automation",
    "AutomationOnce",
    "Ban",
    "BoardVersion",
    "Category",
    "Contact",
    "ContactField",
    "ContactPoint",
    "Conversation",
    "Deal",
    "DistributionPolicy",
    "Event",
    "GroupLoad",
    "HoldAction",
    "HoldScenario",
    "HoldStep",
    "IpRange",
    "Menu",
    "MenuOption",
    "Message",
    "Operator",
    "OperatorGroup",
    "OperatorStatus",
    "Portion",
    "PresenceLease",
    "PresenceMode",
    "QuickReply",
    "Reassign",
    "RegionSet",
    "RegionsScope",
    "Reinforcement",
    "Schedule",
    "ScheduleException",
    "SchedulePeriod",
    "ServicePolicy",
    "Stage",
    "Turn",
    "User",
    "VisibilityLevel",
    "Visitor",
    "Webhook",
    "WebhookCall",
    "Weekday",
    "WhenAway",
    "WhenFull",
]
