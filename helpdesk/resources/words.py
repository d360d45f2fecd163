"""Categories by their name, stages by name and channel, quick replies by where they stand and what they are called."""

from typing import Any

import tablib

from helpdesk.models import Category, ContactPoint, Operator, OperatorGroup, QuickReply, Stage
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, Whole, YesNo


class CategoryResource(Configuration):
    name = Column("name")
    archived = Column("archived", YesNo(), default=False)
    position = Column("position", Whole(), default=0)

    class Meta:
        model = Category
        import_id_fields = ("name",)
        fields = ("name", "archived", "position")


class StageResource(Configuration):
    name = Column("name")
    contact_point = Column("contact_point", ByName(ContactPoint))
    status = Column("status", default=Stage.Status.OPEN)
    conversion = Column("conversion", YesNo(), default=False)
    archived = Column("archived", YesNo(), default=False)
    position = Column("position", Whole(), default=0)
    joins = ("contact_point",)

    class Meta:
        model = Stage
        import_id_fields = ("name", "contact_point")
        fields = ("name", "contact_point", "status", "conversion", "archived", "position")

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Where every stage is for every channel the column may be left out."""
        if "contact_point" not in (dataset.headers or ()):
            dataset.append_col([""] * len(dataset), header="contact_point")
        super().before_import(dataset, **kwargs)


class QuickReplyResource(Configuration):
    folder = Column("folder")
    title = Column("title")
    group = Column("group", ByName(OperatorGroup))
    operator = Column("operator", ByName(Operator, "user__username"))
    text = Column("text")
    joins = ("group", "operator__user")

    class Meta:
        model = QuickReply
        import_id_fields = ("folder", "title", "group", "operator")
        fields = ("folder", "title", "group", "operator", "text")

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Common replies outside folders need neither column."""
        for column in ("folder", "group", "operator"):
            if column not in (dataset.headers or ()):
                dataset.append_col([""] * len(dataset), header=column)
        super().before_import(dataset, **kwargs)
