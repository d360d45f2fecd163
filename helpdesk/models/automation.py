"""Supervisors' rules, what they call, and what they have already done once (SPEC 5.1)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from routing.automation import facts


class Automation(models.Model):
    """A rule. `conditions` and `actions` are the data of `routing.automation`; the admin writes them from its forms."""

    class Kind(models.TextChoices):
        INCOMING = facts.Kind.INCOMING.value, _("a conversation begins")
        CHANGED = facts.Kind.CHANGED.value, _("something happens to it")
        TIMED = facts.Kind.TIMED.value, _("time passes")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("when"), max_length=8, choices=Kind, default=Kind.INCOMING)
    name = models.CharField(_("name"), max_length=80, unique=True)
    enabled = models.BooleanField(_("enabled"), default=True)
    stop = models.BooleanField(
        _("stop after this rule"), default=False, help_text=_("If it acts, the rules after it are not asked.")
    )
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)
    actions = models.JSONField(_("actions"), default=list, blank=True)
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def __str__(self) -> str:
        return self.name


class AutomationOnce(models.Model):
    """A timed rule acts once for one wait; the row is written in the transaction in which it acts."""

    key = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("done once")
        verbose_name_plural = _("done once")

    def __str__(self) -> str:
        return self.key


class Webhook(models.Model):
    """An address of the company's own that rules can call."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(
        _("secret"), max_length=100, blank=True, help_text=_("Signs each call, so that the receiver can trust it.")
    )
    enabled = models.BooleanField(_("enabled"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name


class WebhookCall(models.Model):
    """One call of a webhook, written in the transaction of the rule that wants it; `helpdesk.webhooks` makes it.

    `body` is what is sent, to the byte: JSON that the secret signs. While `due_at` is not empty it is still to be made.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("called off")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls", verbose_name=_("webhook"))
    conversation = models.ForeignKey("helpdesk.Conversation", on_delete=models.CASCADE, related_name="webhook_calls")
    rule = models.UUIDField()
    body = models.TextField()
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("what went wrong"), max_length=200, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("wanted at"))

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name = _("call of a webhook")
        verbose_name_plural = _("calls of webhooks")
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="webhook_due")]

    def __str__(self) -> str:
        return str(self.id)
