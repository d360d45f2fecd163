"""What a client may buy: as much of a deal as is known when it begins (SPEC 4.8). The rest is kept where deals are."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_TITLE = 120


class Deal(models.Model):
    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("deal", "new")
        IN_WORK = "in_work", pgettext_lazy("deal", "in work")
        WON = "won", pgettext_lazy("deal", "won")
        LOST = "lost", pgettext_lazy("deal", "lost")

    contact = models.ForeignKey(
        "helpdesk.Contact", on_delete=models.CASCADE, related_name="deals", verbose_name=_("contact")
    )
    title = models.CharField(pgettext_lazy("deal", "title"), max_length=LONGEST_TITLE)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    # Where it came from. A deal outlives both.
    conversation = models.ForeignKey(
        "helpdesk.Conversation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("conversation"),
    )
    contact_point = models.ForeignKey(
        "helpdesk.ContactPoint",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("channel"),
    )
    created_at = models.DateTimeField(_("opened"), default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        indexes = [models.Index(fields=["contact", "-created_at", "-id"], name="deals_of_contact")]

    def __str__(self) -> str:
        return self.title
