"""Operators by their log-in, groups by their name."""

from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from import_export.results import Result

from helpdesk.actions import groups
from helpdesk.actions.errors import Invalid
from helpdesk.models import (
    HoldScenario,
    Operator,
    OperatorGroup,
    OperatorStatus,
    RegionSet,
    RegionsScope,
    Schedule,
    User,
    VisibilityLevel,
    WhenAway,
    WhenFull,
)
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, ByNames, Listed, Whole, YesNo


class OperatorResource(Configuration):
    """The user must exist: accounts and passwords are not made from files."""

    user = Column("user", ByName(User, "username"))
    name = Column("name")
    enabled = Column("enabled", YesNo(), default=True)
    limit = Column("limit", Whole())
    status = Column("status", ByName(OperatorStatus, "code"), default="free")
    schedule = Column("schedule", ByName(Schedule))
    visibility = Column("visibility", default=VisibilityLevel.ALL)
    senior = Column("senior", YesNo(), default=False)
    joins = ("user", "schedule", "status")

    class Meta:
        model = Operator
        import_id_fields = ("user",)
        fields = ("user", "name", "enabled", "limit", "status", "schedule", "visibility", "senior")


class OperatorGroupResource(Configuration):
    name = Column("name")
    enabled = Column("enabled", YesNo(), default=False)
    members = Column("members", ByNames(Operator, "user__username"))
    default_limit = Column("default_limit", Whole(), default=5)
    fallback = Column("fallback", ByName(OperatorGroup))
    hold_scenario = Column("hold_scenario", ByName(HoldScenario))
    hidden = Column("hidden", YesNo(), default=False)
    takes_messengers = Column("takes_messengers", YesNo(), default=False)
    regions_scope = Column("regions_scope", default=RegionsScope.ONLY)
    regions = Column("regions", Listed(", "))
    # Names of sets may contain commas.
    region_sets = Column("region_sets", ByNames(RegionSet, "name", "\n"))
    include_pages = Column("include_pages", Listed("\n"))
    exclude_pages = Column("exclude_pages", Listed("\n"))
    schedule = Column("schedule", ByName(Schedule))
    when_full = Column("when_full", default=WhenFull.QUEUE)
    when_away = Column("when_away", default=WhenAway.REQUEST)
    position = Column("position", Whole(), default=0)
    joins = ("fallback", "hold_scenario", "schedule")

    class Meta:
        model = OperatorGroup
        import_id_fields = ("name",)
        fields = (
            "name",
            "enabled",
            "members",
            "default_limit",
            "fallback",
            "hold_scenario",
            "hidden",
            "takes_messengers",
            "regions_scope",
            "regions",
            "region_sets",
            "include_pages",
            "exclude_pages",
            "schedule",
            "when_full",
            "when_away",
            "position",
        )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.moved = 0
        self.wanted = False  # how the row at hand wants the switch

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return super().filter_export(queryset).prefetch_related("members__user", "region_sets")

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        _put_fallbacks_first(dataset)

    def before_save_instance(self, instance: OperatorGroup, row: dict[str, Any], **kwargs: Any) -> None:
        """Raises ValidationError for an enabled group that would have no members.

        The switch itself is thrown by the action, when the members are there.
        """
        self.wanted = instance.enabled
        if self.wanted and not self._members(instance, row):
            raise ValidationError({"enabled": groups.NO_MEMBERS})
        instance.enabled = OperatorGroup.objects.filter(pk=instance.pk, enabled=True).exists()

    def save_m2m(self, instance: OperatorGroup, row: dict[str, Any], **kwargs: Any) -> None:
        super().save_m2m(instance, row, **kwargs)
        now = timezone.now()
        if self.wanted and not instance.enabled:
            groups.enable(instance.pk, now=now, one_of_many=True)
        elif instance.enabled and not self.wanted:
            self.moved += groups.disable(instance.pk, now=now, one_of_many=True)
        instance.enabled = self.wanted

    def after_import(self, dataset: tablib.Dataset, result: Result, **kwargs: Any) -> None:
        """Raises ValidationError when the file as a whole would hide every group."""
        try:
            groups.refuse_nobody()
        except Invalid as error:
            raise ValidationError(str(error.text)) from error
        super().after_import(dataset, result, **kwargs)
        result.moved = self.moved

    def _members(self, instance: OperatorGroup, row: dict[str, Any]) -> bool:
        if "members" in row:
            return bool(self.fields["members"].clean(row))
        return instance.pk is not None and instance.members.exists()


def _put_fallbacks_first(dataset: tablib.Dataset) -> None:
    """A group may fall back to one that stands further down; rows that depend on nothing below stay where they are."""
    if not {"name", "fallback"} <= set(dataset.headers or ()):
        return
    name, fallback = dataset.headers.index("name"), dataset.headers.index("fallback")
    rows = {row[name]: row for row in dataset}
    if len(rows) < len(dataset):
        return
    ordered: dict[Any, Any] = {}

    def place(row: Any, above: frozenset[Any]) -> None:
        key, target = row[name], row[fallback]
        if target in rows and target not in ordered and target not in above:
            place(rows[target], above | {key})
        ordered.setdefault(key, row)

    for row in rows.values():
        place(row, frozenset({row[name]}))
    headers, sorted_rows = dataset.headers, list(ordered.values())
    dataset.wipe()
    dataset.headers = headers
    dataset.extend(sorted_rows)
