"""The form of a policy. A channel's own says at every term what holds while it is left empty."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.widgets import UnfoldAdminSelectWidget

from helpdesk.admin import policy_words
from helpdesk.admin.base import without_shortcuts
from helpdesk.models import ContactPoint, DistributionPolicy
from helpdesk.snapshots.policies import values_of
from routing.policies import NAMES, Terms, inherit

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


class PolicyForm(forms.ModelForm):
    class Meta:
        model = DistributionPolicy
        fields = (
            "contact_point",
            "operators",
            "groups",
            "fallback",
            *NAMES,
            "default_limit",
            "ageing_minutes",
            "traces_days",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in HELP.items():
            self.fields[name].help_text = str(text)
        without_shortcuts(self, "contact_point", "operators", "groups", "fallback")
        if self.instance.pk and self.instance.contact_point_id is None:
            self._fill_in()
        else:
            self._show_inherited(DistributionPolicy.objects.get(contact_point=None))

    def _fill_in(self) -> None:
        """In the general policy nothing is left open: what was never set shows the value that holds."""
        for name in NAMES:
            field = self.fields[name]
            field.required = True
            if self.initial.get(name) is None:
                self.initial[name] = getattr(Terms(), name)
        for name in ("algorithm", "presence", "accept", "reassign"):
            self._choices(name).choices = self._without_empty(name)
        for name in ("anyone", "personal_manager"):
            self.fields[name] = self._yes_or_no(name, [])
        self.fields["operators"].help_text = _(
            "While nobody is named here or below: all members of the group that the visitor chose."
        )
        self._choices("fallback").empty_label = pgettext("group", "none, they wait in the queue")

    def _show_inherited(self, general: DistributionPolicy) -> None:
        terms, _inherited = inherit(values_of(general))
        for name in NAMES:
            text = policy_words.inherited(policy_words.said(name, getattr(terms, name)))
            field = self.fields[name]
            if name in ("anyone", "personal_manager"):
                self.fields[name] = self._yes_or_no(name, [("", text)])
            elif isinstance(field, forms.TypedChoiceField):
                self._choices(name).choices = [("", text), *self._without_empty(name)]
            else:
                field.widget.attrs["placeholder"] = text
        people = policy_words.participants(general) or policy_words.all_members()
        self.fields["operators"].help_text = _(
            "While nobody is named here or below, this is inherited: %(people)s."
        ) % {"people": people}
        fallback = general.fallback or pgettext("group", "none, they wait in the queue")
        self._choices("fallback").empty_label = policy_words.inherited(str(fallback))
        if "contact_point" in self.fields:
            point: Any = self.fields["contact_point"]
            point.queryset = ContactPoint.objects.filter(policy=None)
            point.required, point.empty_label = True, None

    def _without_empty(self, name: str) -> list[Any]:
        return [choice for choice in self._choices(name).choices if choice[0]]

    def _choices(self, name: str) -> Any:
        return self.fields[name]

    def _yes_or_no(self, name: str, first: list[tuple[str, str]]) -> forms.TypedChoiceField:
        """In place of a select whose third answer would be "unknown"."""
        old = self.fields[name]
        return forms.TypedChoiceField(
            label=old.label,
            help_text=old.help_text,
            required=not first,
            choices=[*first, ("True", _("yes")), ("False", _("no"))],
            coerce=lambda value: value == "True",
            empty_value=None,
            widget=UnfoldAdminSelectWidget,
        )
