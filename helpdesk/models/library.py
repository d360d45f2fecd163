"""What operators choose from: categories and quick replies (SPEC 4.9, 6.6)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.message import MAX_TEXT


class Category(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    archived = models.BooleanField(
        _("archived"), default=False, help_text=_("No longer offered to operators; reports keep it.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name


class QuickReply(models.Model):
    """Common when neither group nor operator is set, a group's or somebody's own otherwise."""

    title = models.CharField(_("title"), max_length=80)
    folder = models.CharField(_("folder"), max_length=80, blank=True)
    text = models.TextField(_("text"), max_length=MAX_TEXT)
    group = models.ForeignKey(
        "helpdesk.OperatorGroup",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="quick_replies",
        verbose_name=_("group"),
    )
    operator = models.ForeignKey(
        "helpdesk.Operator",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="quick_replies",
        verbose_name=_("operator"),
    )

    class Meta:
        ordering = ["folder", "title"]
        verbose_name = _("quick reply")
        verbose_name_plural = _("quick replies")

    def __str__(self) -> str:
        return f"{self.folder} / {self.title}" if self.folder else self.title

    def clean(self) -> None:
        if self.group_id and self.operator_id:
            raise ValidationError(_("A quick reply belongs to a group or to one operator, not to both."))
