"""What was said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MAX_TEXT = 4000
"""Characters in one message, the visitor's and the operator's alike."""


class Message(models.Model):
    """Never changed once written. `staff_only` marks a note that no visitor ever sees."""

    class Author(models.TextChoices):
        VISITOR = "visitor", _("visitor")
        OPERATOR = "operator", _("operator")
        SERVICE = "service", _("service")

    conversation = models.ForeignKey("helpdesk.Conversation", on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(_("author"), max_length=8, choices=Author)
    visitor = models.ForeignKey("helpdesk.Visitor", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    operator = models.ForeignKey("helpdesk.Operator", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    staff_only = models.BooleanField(_("note"), default=False)
    text = models.TextField(_("text"), max_length=MAX_TEXT)
    client_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(_("sent"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            # By author, not by conversation: a retry after the close must not begin a second conversation.
            models.UniqueConstraint(
                fields=["visitor", "client_id"], condition=Q(client_id__isnull=False), name="visitor_sends_once"
            ),
            models.UniqueConstraint(
                fields=["operator", "client_id"], condition=Q(client_id__isnull=False), name="operator_sends_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
