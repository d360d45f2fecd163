"""The form of a distribution policy, and what each of its terms means."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from helpdesk.admin import policy_words
from helpdesk.admin.base import without_shortcuts
from helpdesk.admin.inheriting_forms import InheritingForm
from helpdesk.admin.inheriting_words import inherited
from helpdesk.models import DistributionPolicy
from routing.policies import NAMES, Terms

HELP: dict[str, Promise] = {
    "groups": gettext_lazy("All their members, beside the operators above."),
    "algorithm": gettext_lazy(
        "In turn: one after another, whoever is away misses their turn. Least loaded: who holds the fewest. "
        "Most free slots: who is furthest from their limit; big limits get more."
    ),
    "presence": gettext_lazy(
        "Presence is an open inbox; the status is set by hand. With the status only, conversations also go to "
        "people who have gone home and forgot to change it."
    ),
    "portion": gettext_lazy(
        "So many automatic assignments at most to one operator per interval, so that the first one in the morning "
        "does not get the whole night. 0: no portions."
    ),
    "portion_minutes": gettext_lazy("The interval moves with the clock: the last so many minutes count."),
    "personal_manager": gettext_lazy("Comes before the algorithm. A manager who is away or full is not waited for."),
    "last_operator_days": gettext_lazy(
        "Whoever talked to the client within so many days comes first, if there and free. 0: it makes no difference."
    ),
    "accept": gettext_lazy(
        "At once: the conversation counts as taken up as soon as it is given, and nothing takes it back unanswered."
    ),
    "reassign": gettext_lazy(
        "From operators whose inbox has been closed for a minute, or who have logged out; it goes back to its old "
        "place in the queue."
    ),
    "anyone": gettext_lazy(
        "Where nobody takes part and no fallback group helps: operators of other groups get the conversation and "
        "read it. This breaks the groups' isolation."
    ),
}

OF_ALL_CHANNELS = ("default_limit", "ageing_minutes", "traces_days")
NOWHERE = pgettext_lazy("group", "none, they wait in the queue")


class PolicyForm(InheritingForm):
    kind = Terms
    said = staticmethod(policy_words.said)

    class Meta:
        model = DistributionPolicy
        fields = ("contact_point", "operators", "groups", "fallback", *NAMES, *OF_ALL_CHANNELS)
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_shortcuts(self, "contact_point", "operators", "groups", "fallback")

    def fill_in(self) -> None:
        super().fill_in()
        text = _("While nobody is named here or below: all members of the group that the visitor chose.")
        self._explain_people(text, NOWHERE)

    def show_inherited(self, general: DistributionPolicy) -> None:
        super().show_inherited(general)
        people = policy_words.participants(general) or policy_words.all_members()
        text = _("While nobody is named here or below, this is inherited: %(people)s.") % {"people": people}
        self._explain_people(text, inherited(str(general.fallback or NOWHERE)))

    def _explain_people(self, operators: str, no_fallback: str | Promise) -> None:
        fallback: Any = self.fields["fallback"]
        self.fields["operators"].help_text, fallback.empty_label = operators, no_fallback
