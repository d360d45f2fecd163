"""Policies by their channel, the general one by an empty channel; statuses by their code."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helpdesk.models import DistributionPolicy, Operator, OperatorGroup, OperatorStatus
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.inheriting import OfChannels
from helpdesk.resources.widgets import ByName, ByNames, Whole, YesNo, is_empty
from routing.policies import NAMES


class OperatorStatusResource(Configuration):
    code = Column("code")
    name = Column("name")
    receives = Column("receives", YesNo(), default=False)
    position = Column("position", Whole(), default=0)

    class Meta:
        model = OperatorStatus
        import_id_fields = ("code",)
        fields = ("code", "name", "receives", "position")


class OrInherited(Column):
    """A choice that may be left open; an empty cell is no choice."""

    def clean(self, row: Any, **kwargs: Any) -> Any:
        return super().clean(row, **kwargs) or None


class OfAllChannels(Column):
    """What only the general policy says. In other rows the cell is empty and must stay so."""

    def get_value(self, instance: Any) -> Any:
        return super().get_value(instance) if instance.is_general else ""

    def clean(self, row: Any, **kwargs: Any) -> Any:
        if not is_empty(row.get("contact_point")) and not is_empty(row[self.column_name]):
            raise ValueError(_("Only the general policy has this; leave it empty for a channel."))
        return super().clean(row, **kwargs)


class DistributionPolicyResource(OfChannels):
    operators = Column("operators", ByNames(Operator, "user__username"))
    # Names of groups may contain commas.
    groups = Column("groups", ByNames(OperatorGroup, "name", "\n"))
    fallback = Column("fallback", ByName(OperatorGroup))
    algorithm = OrInherited("algorithm")
    limit = Column("limit", Whole())
    portion = Column("portion", Whole())
    portion_minutes = Column("portion_minutes", Whole())
    pause = Column("pause", Whole())
    personal_manager = Column("personal_manager", YesNo())
    last_operator_days = Column("last_operator_days", Whole())
    presence = OrInherited("presence")
    accept = OrInherited("accept")
    accept_seconds = Column("accept_seconds", Whole())
    reassign = OrInherited("reassign")
    pass_minutes = Column("pass_minutes", Whole())
    anyone = Column("anyone", YesNo())
    default_limit = OfAllChannels("default_limit", Whole(), default=5)
    ageing_minutes = OfAllChannels("ageing_minutes", Whole(), default=0)
    traces_days = OfAllChannels("traces_days", Whole(), default=90)
    joins = ("contact_point", "fallback")

    class Meta:
        model = DistributionPolicy
        people, of_all = ("operators", "groups", "fallback"), ("default_limit", "ageing_minutes", "traces_days")
        fields = ("contact_point", *people, *NAMES, *of_all)

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return super().filter_export(queryset).prefetch_related("operators__user", "groups")
