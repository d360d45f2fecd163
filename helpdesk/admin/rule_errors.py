"""Why a row of a rule makes no sense, in words for its supervisor."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.models.group import PATTERN_REASONS
from routing.automation import conditions
from routing.automation.actions import ActionError
from routing.automation.conditions import ConditionError

_L = gettext_lazy

EXPRESSION_REASONS: Mapping[str, str | Promise] = {
    "empty": _L("it is empty"),
    "too_long": _L("it is too long"),
    "too_deep": _L("there are too many groups within groups"),
    "too_big": _L("it is too big"),
    "unsupported": _L("this way of writing is not understood here"),
    "bracket": _L("a bracket has no partner"),
    "range": _L("a range goes backwards"),
    "repeat": _L("there is nothing that could be repeated, or too often"),
    "end": _L("it ends in the middle"),
}


def told(error: ConditionError | ActionError) -> str:
    if isinstance(error, ActionError):
        return _("This cannot be used: %(detail)s") % {"detail": error.detail}
    match error.reason:
        case "expression":
            return _("This is no expression: %(why)s.") % {"why": EXPRESSION_REASONS[error.detail]}
        case "pattern":
            return _("This is no page: %(why)s.") % {"why": PATTERN_REASONS[error.detail]}
        case "region":
            return _("There is no region “%(code)s”.") % {"code": error.detail}
        case "key":
            return _("Choose what the visitor told.")
        case "values":
            return _("Write at least one and at most %(most)s.") % {"most": conditions.MOST_VALUES}
        case "value":
            return _("“%(value)s” cannot be used here.") % {"value": error.detail}
        case _:
            return _("This question makes no sense here.")
