"""The menu that a visitor meets before people: "send 1 for …" (SPEC 5.8, 3.14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.group import OperatorGroup
from helpdesk.models.message import MAX_TEXT
from helpdesk.models.people import Operator


class Menu(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    greeting = models.TextField(_("greeting"), max_length=MAX_TEXT, help_text=_("Said before the choices."))
    repeat = models.TextField(
        _("second try"),
        max_length=MAX_TEXT,
        blank=True,
        help_text=_("After a wrong choice. Empty: the greeting again."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("menu")
        verbose_name_plural = _("menus")

    def __str__(self) -> str:
        return self.name


class MenuOption(models.Model):
    """A choice leads to a group or to one operator."""

    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=80)
    group = models.ForeignKey(
        OperatorGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("to the group")
    )
    operator = models.ForeignKey(
        Operator, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("or to")
    )

    class Meta:
        ordering = ["number"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(fields=["menu", "number"], name="menu_number"),
            models.CheckConstraint(
                condition=models.Q(group=None) ^ models.Q(operator=None),
                name="menu_option_has_one_target",
                violation_error_message=_("A choice leads to a group or to an operator: one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} \u2013 {self.label}"
