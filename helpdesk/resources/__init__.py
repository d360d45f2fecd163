"""Configuration as files: what is exported, and how a file is read back (SPEC 8.2). One file for each task."""

from helpdesk.resources.automation import AutomationResource, WebhookResource
from helpdesk.resources.cards import ContactFieldResource, ContactResource
from helpdesk.resources.channels import ContactPointResource
from helpdesk.resources.deals import DealResource
from helpdesk.resources.distribution import DistributionPolicyResource, OperatorStatusResource
from helpdesk.resources.holds import HoldScenarioResource
from helpdesk.resources.menus import MenuResource
from helpdesk.resources.people import OperatorGroupResource, OperatorResource
from helpdesk.resources.regions import IpRangeResource, RegionSetResource
from helpdesk.resources.safety import BanResource
from helpdesk.resources.schedules import ScheduleResource
from helpdesk.resources.service import ServicePolicyResource
from helpdesk.resources.words import CategoryResource, QuickReplyResource, StageResource

__all__ = [
    "AutomationResource",
    "BanResource",
    "CategoryResource",
    "ContactFieldResource",
    "ContactPointResource",
    "ContactResource",
    "DealResource",
    "DistributionPolicyResource",
    "HoldScenarioResource",
    "IpRangeResource",
    "MenuResource",
    "OperatorGroupResource",
    "OperatorResource",
    "OperatorStatusResource",
    "QuickReplyResource",
    "RegionSetResource",
    "ScheduleResource",
    "ServicePolicyResource",
    "StageResource",
    "WebhookResource",
]
