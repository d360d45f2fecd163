"""What supervisors call the parts of rules: subjects, operators, actions, values and reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.events import CATALOGUE
from routing.automation.facts import Author, Sort
from routing.automation.subjects import ABOUT, Op, Shape, Subject
from routing.lifecycle import Status

Words = str | Promise

SUBJECTS: Mapping[Subject, Words] = {
    Subject.AUTHOR: _("Who acts"),
    Subject.AUTHOR_OPERATOR: _("The operator who acts"),
    Subject.AUTHOR_GROUPS: _("The group of the operator who acts"),
    Subject.EVENT: _("What has happened"),
    Subject.TEXT: _("The text"),
    Subject.SORT: _("Chat or request"),
    Subject.CONTACT_POINT: _("Channel"),
    Subject.GROUP: _("Group of the conversation"),
    Subject.STATUS: _("Status"),
    Subject.ACTIVE: _("Live"),
    Subject.WAS_ACTIVE: _("Live before this"),
    Subject.ACCEPTED: _("Accepted"),
    Subject.ASSIGNEE: _("Assignee"),
    Subject.ASSIGNEE_GROUPS: _("The assignee's group"),
    Subject.STAGE: _("Stage"),
    Subject.CATEGORY: _("Category"),
    Subject.TAGS: _("Tags"),
    Subject.PRIORITY: _("Priority"),
    Subject.PAGE: _("Page"),
    Subject.PLACE: _("Region"),
    Subject.WORKING_HOURS: _("Within working hours"),
    Subject.PRECHAT: _("What the visitor told of themselves"),
    Subject.WAITING: _("Waiting for a person, s"),
    Subject.FIRST: _("First conversation of the contact"),
}

_AMONG = {Op.ANY_OF: _("is"), Op.NONE_OF: _("is not")}
_THERE = {Op.EMPTY: _("is empty"), Op.FILLED: _("is not empty")}

OPERATORS: Mapping[Shape, Mapping[Op, Words]] = {
    Shape.FLAG: {Op.IS: _("is")},
    Shape.CHOICE: _AMONG,
    Shape.GIVEN: _AMONG,
    Shape.REFERENCE: _AMONG | _THERE,
    Shape.MEMBERS: _AMONG | _THERE,
    Shape.LABELS: _AMONG | _THERE,
    Shape.WORDS: {
        Op.CONTAINS: _("contains"),
        Op.LACKS: _("does not contain"),
        Op.MATCHES: _("matches the expression"),
        Op.IS: _("is exactly"),
        Op.IS_NOT: _("is anything but"),
        **_THERE,
    },
    Shape.PAGE: {Op.UNDER: _("is one of"), Op.NOT_UNDER: _("is none of"), **_THERE},
    Shape.PLACE: {Op.WITHIN: _("is in"), Op.OUTSIDE: _("is not in"), **_THERE},
    Shape.NUMBER: {
        Op.MORE_THAN: _("is more than"),
        Op.LESS_THAN: _("is less than"),
        Op.IS: _("is"),
        Op.IS_NOT: _("is not"),
    },
    Shape.SECONDS: {Op.MORE_THAN: _("is more than"), Op.LESS_THAN: _("is less than")},
}
"""What forms offer: one value and several are the same question there."""

ACTIONS: Mapping[str, Words] = {
    "assign": _("Assign to a person"),
    "assign_group": _("Give to a group"),
    "assign_by_policy": _("Let the policy choose somebody"),
    "unassign": _("Assign to nobody"),
    "accept": _("Fix it to the assignee"),
    "end": _("End it with the status"),
    "set_status": _("Set the status"),
    "set_stage": _("Set the stage"),
    "set_category": _("Set the category"),
    "add_tag": _("Add a tag"),
    "remove_tag": _("Take a tag away"),
    "set_priority": _("Set the priority"),
    "send_text": _("Say to the visitor"),
    "add_note": _("Leave a note for colleagues"),
    "notify": _("Alert people"),
    "call_webhook": _("Call a webhook"),
}

AUTHORS: Mapping[str, Words] = {
    Author.VISITOR: _("the visitor"),
    Author.OPERATOR: _("an operator"),
    Author.HOUSE: _("the machine"),
}
SORTS: Mapping[str, Words] = {Sort.CHAT: _("chat"), Sort.REQUEST: _("request")}
STATUSES: Mapping[str, Words] = {Status.OPEN: _("open"), Status.PENDING: _("pending"), Status.CLOSED: _("closed")}
FLAGS: Mapping[Any, Words] = {True: _("yes"), False: _("no")}
PRECHAT: Mapping[str, Words] = {
    "name": pgettext_lazy("person", "name"),
    "email": _("e-mail"),
    "phone": _("phone"),
}

REASONS: Mapping[str, Words] = {
    "closed": _("the conversation is closed by then"),
    "unassigned": _("nobody is responsible by then"),
    "active": _("a live conversation has to be ended before it is closed"),
    "gone": _("what it names is gone or switched off"),
    "off": _("the group is switched off"),
    "nobody": _("it names nobody"),
    "full": _("that operator is at the limit or not there, so it waits in the queue"),
    "inactive": _("the conversation has ended by then"),
}
"""Why an action is not done, or not quite as it was meant."""

WHATS: Mapping[str, Words] = {
    "operators": _("operators"),
    "groups": _("groups"),
    "contact_points": _("channels"),
    "stages": _("stages"),
    "categories": _("categories"),
    "webhooks": _("webhooks"),
}


NO_NEWS = frozenset({"conversation.waits", "conversation.ruled", "conversation.alerted"})
"""Events that rules are not asked about: the machine talking to itself."""

# What is said comes first, being what nearly all rules ask about.
_EVENTS = {
    kind.name: kind.meaning
    for kind in sorted(CATALOGUE.values(), key=lambda kind: not kind.name.startswith("message."))
    if kind.name not in NO_NEWS
}


def closed_set(subject: Subject) -> Mapping[Any, Words]:
    """The values of a subject that has a closed set of them, with their names; empty for the others."""
    match subject:
        case Subject.AUTHOR:
            return AUTHORS
        case Subject.SORT:
            return SORTS
        case Subject.STATUS:
            return STATUSES
        case Subject.EVENT:
            return _EVENTS
        case _:
            return FLAGS if ABOUT[subject].shape is Shape.FLAG else {}
