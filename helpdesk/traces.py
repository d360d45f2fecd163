"""The steps and reasons of an assignment in words (SPEC 3.8)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from routing.decisions import Step

STEPS: dict[str, str | Promise] = {
    Step.PARTICIPANT: _("Participants"),
    Step.ASSIGNABLE: _("Status and presence"),
    Step.BELOW_LIMIT: _("Below the limit"),
    Step.LEAST_LOADED: _("Least loaded"),
    Step.LONGEST_IDLE: _("Longest without an assignment"),
}
REASONS: dict[str, str | Promise] = {
    "not_in_group": _("not a member of the group"),
    "absent": _("not at the screen"),
    "status": _("the status receives nothing"),
    "at_limit": _("at the limit"),
    "busier": _("holds more live conversations"),
    "served_more_recently": _("was given a conversation more recently"),
}
