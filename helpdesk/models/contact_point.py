"""Where conversations come from (SPEC 1). Screens call it a channel; that name is taken in code."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_public_key() -> str:
    return secrets.token_urlsafe(12)


class ContactPoint(models.Model):
    class Kind(models.TextChoices):
        SITE = "site", _("site")

    class Language(models.TextChoices):
        VISITOR = "", _("visitor's own")
        ENGLISH = "en", _("English")
        RUSSIAN = "ru", _("Russian")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.SITE)
    name = models.CharField(_("name"), max_length=80, unique=True)
    enabled = models.BooleanField(_("enabled"), default=True)
    branch = models.CharField(
        _("branch"),
        max_length=80,
        blank=True,
        help_text=_("Store or department that visitors from here belong to; operators see it, visitors do not."),
    )
    public_key = models.CharField(
        _("public key"), max_length=40, unique=True, default=new_public_key, help_text=_("Printed in the site's tag.")
    )
    allowed_origins = ArrayField(
        models.CharField(max_length=255),
        verbose_name=_("allowed origins"),
        default=list,
        blank=True,
        help_text=_("One per line, such as https://www.example.com. Empty: any site may show this widget."),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.VISITOR, blank=True)
    title = models.CharField(_("title"), max_length=60, blank=True, help_text=_("Heads the widget's panel."))
    greeting = models.CharField(_("greeting"), max_length=300, blank=True)
    color = models.CharField(
        _("colour"),
        max_length=7,
        default="#0b6bcb",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour such as #0b6bcb."))],
    )
    schedule = models.ForeignKey(
        "helpdesk.Schedule",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_points",
        verbose_name=_("working hours"),
        help_text=_("Empty: always open, as far as the channel goes; groups have hours of their own."),
    )
    menu = models.ForeignKey(
        "helpdesk.Menu",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_points",
        verbose_name=_("menu"),
        help_text=_("Asks new visitors what it is about before people do. Empty: no menu."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("How many slots of an operator one live conversation from here takes."),
    )
    priority = models.PositiveSmallIntegerField(
        _("place in the queue"),
        null=True,
        blank=True,
        help_text=_("Channels with a smaller number are served first. Empty: after all that have one."),
    )
    hold_scenario = models.ForeignKey(
        "helpdesk.HoldScenario",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_points",
        verbose_name=_("hold scenario"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.name
