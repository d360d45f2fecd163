"""Policies by their channel, the general one by an empty channel; statuses by their code."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.results import Result

from helpdesk.models import ContactPoint, DistributionPolicy, Operator, OperatorGroup, OperatorStatus
from helpdesk.outbox import announce_availability
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, ByNames, Whole, YesNo, is_empty


class OperatorStatusResource(Configuration):
    code = Column("code")
    name = Column("name")
    receives = Column("receives", YesNo(), default=False)
    position = Column("position", Whole(), default=0)

    class Meta:
        model = OperatorStatus
        import_id_fields = ("code",)
        fields = ("code", "name", "receives", "position")

    def after_commit_of(self, result: Result) -> None:
        announce_availability()


class OrInherited(Column):
    """A choice that may be left open; an empty cell is no choice."""

    def clean(self, row: Any, **kwargs: Any) -> Any:
        return super().clean(row, **kwargs) or None


class OfAllChannels(Column):
    """What only the general policy says. In other rows the cell is empty and must stay so."""

    def get_value(self, instance: Any) -> Any:
        return super().get_value(instance) if instance.contact_point_id is None else ""

    def clean(self, row: Any, **kwargs: Any) -> Any:
        if not is_empty(row.get("contact_point")) and not is_empty(row[self.column_name]):
            raise ValueError(_("Only the general policy has this; leave it empty for a channel."))
        return super().clean(row, **kwargs)


class DistributionPolicyResource(Configuration):
    """One row for each channel that has a policy of its own, and one without a channel: the general policy."""

    contact_point = Column("contact_point", ByName(ContactPoint))
    operators = Column("operators", ByNames(Operator, "user__username"))
    # Names of groups may contain commas.
    groups = Column("groups", ByNames(OperatorGroup, "name", "\n"))
    fallback = Column("fallback", ByName(OperatorGroup))
    anyone = Column("anyone", YesNo())
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
    default_limit = OfAllChannels("default_limit", Whole(), default=5)
    ageing_minutes = OfAllChannels("ageing_minutes", Whole(), default=0)
    traces_days = OfAllChannels("traces_days", Whole(), default=90)
    joins = ("contact_point", "fallback")

    class Meta:
        model = DistributionPolicy
        import_id_fields = ("contact_point",)
        fields = (
            "contact_point",
            "operators",
            "groups",
            "fallback",
            "anyone",
            "algorithm",
            "limit",
            "portion",
            "portion_minutes",
            "pause",
            "personal_manager",
            "last_operator_days",
            "presence",
            "accept",
            "accept_seconds",
            "reassign",
            "default_limit",
            "ageing_minutes",
            "traces_days",
        )

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return super().filter_export(queryset).prefetch_related("operators__user", "groups")

    def after_commit_of(self, result: Result) -> None:
        announce_availability()
