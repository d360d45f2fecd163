"""The shape of a policy: one general row, and rows of channels that say what they do otherwise."""

from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise


class Inheriting(models.Model):
    """The general one has no contact point. What is None in a channel's own is inherited from the general one.

    Each has a `contact_point` of its own, because a channel calls each kind by another name.
    """

    general_name: ClassVar[Promise]
    contact_point: Any
    contact_point_id: int | None

    class Meta:
        abstract = True
        ordering = [models.F("contact_point").asc(nulls_first=True)]

    def __str__(self) -> str:
        return str(self.general_name if self.is_general else self.contact_point)

    @property
    def is_general(self) -> bool:
        return self.contact_point_id is None
