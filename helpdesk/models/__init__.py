"""Everything that is remembered. One file per idea; this page is the table of contents."""

from helpdesk.models.ban import Ban
from helpdesk.models.contact_point import ContactPoint
from helpdesk.models.conversation import Conversation
from helpdesk.models.event import Event
from helpdesk.models.hold import HoldScenario, HoldStep
from helpdesk.models.library import Category, QuickReply
from helpdesk.models.message import Message
from helpdesk.models.people import Operator, OperatorGroup, OperatorStatus, User, VisibilityLevel
from helpdesk.models.presence import PresenceLease
from helpdesk.models.visitor import Contact, Visitor

__all__ = [
    "Ban",
    "Category",
    "Contact",
    "ContactPoint",
    "Conversation",
    "Event",
    "HoldScenario",
    "HoldStep",
    "Message",
    "Operator",
    "OperatorGroup",
    "OperatorStatus",
    "PresenceLease",
    "QuickReply",
    "User",
    "VisibilityLevel",
    "Visitor",
]
