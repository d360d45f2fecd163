"""What every web process keeps in memory, and how it learns that its copy is old."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BoardVersion(models.Model):
    """One row. `number` grows with every change of what decides who is shown to whom, in the change's transaction."""

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("board version")
        verbose_name_plural = _("board versions")

    def __str__(self) -> str:
        return str(self.number)


class GroupLoad(models.Model):
    """Whether a group is hidden for being full (SPEC 2.11); kept in a row, so that all processes say the same."""

    group = models.OneToOneField("helpdesk.OperatorGroup", on_delete=models.CASCADE, related_name="load")
    full = models.BooleanField(default=False)
    free_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("group's load")
        verbose_name_plural = _("groups' loads")

    def __str__(self) -> str:
        return f"{self.group_id} {self.full}"
