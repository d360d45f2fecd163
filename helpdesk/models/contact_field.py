"""What else a supervisor wants to know of a client: fields of the client card (SPEC 4.8)."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST = 500
"""Characters of one value."""


class ContactField(models.Model):
    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", pgettext_lazy("kind of field", "number")
        DATE = "date", _("date")
        CHOICE = "choice", _("one of a list")

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TEXT)
    choices = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("choices"),
        default=list,
        blank=True,
        help_text=_("One per line."),
    )
    archived = models.BooleanField(
        _("archived"), default=False, help_text=_("No longer shown on cards; what was filled in is kept.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("field of contacts")
        verbose_name_plural = _("fields of contacts")

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Under which cards keep its value."""
        return str(self.pk)

    def clean(self) -> None:
        if self.kind == self.Kind.CHOICE and not self.choices:
            raise ValidationError({"choices": _("Write what can be chosen, one per line.")})
        if self.kind != self.Kind.CHOICE and self.choices:
            raise ValidationError({"choices": _("Only a field of the kind “one of a list” has choices.")})
        if self.pk is not None and self.is_filled():
            was = ContactField.objects.filter(pk=self.pk).values_list("kind", flat=True).first()
            if was not in (None, self.kind):
                raise ValidationError({"kind": _("Cards have it filled in. Archive it and add another field.")})

    def is_filled(self) -> bool:
        """Any card has a value of it."""
        return apps.get_model("helpdesk", "Contact").objects.filter(extra__has_key=self.key).exists()

    def read(self, written: str) -> str:
        """The value as cards keep it; empty where nothing was written. Raises ValidationError."""
        text = written.strip()
        if not text:
            return ""
        if len(text) > LONGEST:
            raise ValidationError(_("At most %(most)s characters.") % {"most": LONGEST})
        match self.kind:
            case self.Kind.NUMBER:
                return _number(text)
            case self.Kind.DATE:
                return _date(text)
            case self.Kind.CHOICE if text not in self.choices:
                raise ValidationError(_("“%(text)s” is not one of the choices.") % {"text": text})
        return text


def _number(text: str) -> str:
    """Plain decimal, however it was written: 1 500,50 is 1500.50."""
    try:
        number = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number.adjusted()) > 30:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    return format(number, "f")


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValidationError(_("“%(text)s” is not a date such as 2030-12-31.") % {"text": text}) from None
