"""A supervisor's own statuses of conversations, such as New → In work → Booked (SPEC 4.6)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.contact_point import ContactPoint
from routing import lifecycle


class Stage(models.Model):
    class Status(models.TextChoices):
        OPEN = lifecycle.Status.OPEN.value, _("open")
        PENDING = lifecycle.Status.PENDING.value, _("pending")
        CLOSED = lifecycle.Status.CLOSED.value, _("closed")

    name = models.CharField(_("name"), max_length=60)
    contact_point = models.ForeignKey(
        ContactPoint,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="stages",
        verbose_name=_("channel"),
        help_text=_("Empty: for every channel."),
    )
    status = models.CharField(
        _("stands for"),
        max_length=8,
        choices=Status,
        default=Status.OPEN,
        help_text=_("A conversation that comes to this stage gets this status."),
    )
    conversion = models.BooleanField(_("counts as a conversion"), default=False)
    archived = models.BooleanField(
        _("archived"), default=False, help_text=_("No longer offered to operators; reports keep it.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(fields=["name", "contact_point"], name="one_stage_of_a_name_for_each_channel")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Names of general ones differ as well: a database takes each empty channel for another one."""
        if self.contact_point_id is None:
            same = Stage.objects.filter(name=self.name, contact_point=None).exclude(pk=self.pk)
            if same.exists():
                raise ValidationError({"name": _("There is a stage of this name for every channel already.")})
