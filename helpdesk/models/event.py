"""What happened: timeline, outbox, cursor and source of every report in one table (law 2)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """Row `seq` of one conversation. `public_seq` numbers those that the visitor may see, None for the others.

    `cause` says who or what did it: {"by": "operator" | "visitor" | "system", "id": …, "name": …, "why": …}.
    """

    conversation = models.ForeignKey("helpdesk.Conversation", on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    public_seq = models.PositiveIntegerField(null=True)
    kind = models.CharField(_("kind"), max_length=40)
    cause = models.JSONField(_("cause"))
    data = models.JSONField(default=dict)
    message = models.OneToOneField(
        "helpdesk.Message", on_delete=models.CASCADE, null=True, blank=True, related_name="event"
    )
    created_at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["conversation", "seq"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["created_at"], condition=Q(data__has_key="trace"), name="event_with_trace"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="event_seq"),
            models.UniqueConstraint(
                fields=["conversation", "public_seq"], condition=Q(public_seq__isnull=False), name="event_public_seq"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.conversation_id}:{self.seq} {self.kind}"
