"""Hold scenarios: what a waiting visitor is told, and when (SPEC 5.5)."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.message import MAX_TEXT
from routing import holds


class HoldAction(models.TextChoices):
    WORDS = holds.HoldAction.WORDS.value, _("just the words")
    OFFER_REQUEST = holds.HoldAction.OFFER_REQUEST.value, _("offer the request form")
    OFFER_CALLBACK = holds.HoldAction.OFFER_CALLBACK.value, _("offer a call at a convenient time")
    FALLBACK = holds.HoldAction.FALLBACK.value, _("move to the fallback group")
    RELEASE = holds.HoldAction.RELEASE.value, _("take from whoever has not accepted")


class HoldScenario(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("hold scenario")
        verbose_name_plural = _("hold scenarios")

    def __str__(self) -> str:
        return self.name


class HoldStep(models.Model):
    scenario = models.ForeignKey(HoldScenario, on_delete=models.CASCADE, related_name="steps")
    after = models.PositiveIntegerField(
        _("after, s"), validators=[MinValueValidator(1)], help_text=_("Seconds from the start of waiting.")
    )
    text = models.TextField(
        _("text"), max_length=MAX_TEXT, blank=True, help_text=_("May be empty where the action says enough.")
    )
    action = models.CharField(_("action"), max_length=16, choices=HoldAction, default=HoldAction.WORDS)

    class Meta:
        ordering = ["after"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [models.UniqueConstraint(fields=["scenario", "after"], name="hold_step_moment")]

    def __str__(self) -> str:
        return _("after %(seconds)s s") % {"seconds": self.after}

    def clean(self) -> None:
        if self.action == HoldAction.WORDS and not self.text.strip():
            raise ValidationError({"text": _("Write what is said, or choose what else this step does.")})
