"""One exchange with one visitor, from the first message to the close (SPEC 1, 4.1)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from routing import lifecycle, outcome
from routing.placement import Facts

PREVIEW = 160
"""Characters of the last message kept for lists."""


class Conversation(models.Model):
    """Written only by `helpdesk.actions`; a test holds that."""

    class Status(models.TextChoices):
        OPEN = lifecycle.Status.OPEN.value, _("open")
        PENDING = lifecycle.Status.PENDING.value, _("pending")
        CLOSED = lifecycle.Status.CLOSED.value, _("closed")

    class Kind(models.TextChoices):
        """A chat is answered live, a request later (SPEC 1, 4.7)."""

        CHAT = "chat", _("chat")
        REQUEST = "request", _("request")

    class Outcome(models.TextChoices):
        """Exactly one for each that has ended (SPEC 4.10)."""

        SERVED = outcome.Outcome.SERVED.value, _("served")
        UNSERVED = outcome.Outcome.UNSERVED.value, _("unserved")
        CANCELLED = outcome.Outcome.CANCELLED.value, _("cancelled")
        MOVED = outcome.Outcome.MOVED.value, _("moved to a request")

    contact_point = models.ForeignKey(
        "helpdesk.ContactPoint", on_delete=models.PROTECT, related_name="conversations", verbose_name=_("channel")
    )
    visitor = models.ForeignKey(
        "helpdesk.Visitor", on_delete=models.CASCADE, related_name="conversations", verbose_name=_("visitor")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.CHAT)
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("continues")
    )
    group = models.ForeignKey(
        "helpdesk.OperatorGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("group"),
        help_text=_("Empty: everyone's."),
    )
    assignee = models.ForeignKey(
        "helpdesk.Operator",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("assignee"),
    )
    accepted = models.BooleanField(_("accepted"), default=False)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    active = models.BooleanField(_("live"), default=True)
    stage = models.ForeignKey(
        "helpdesk.Stage",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("stage"),
    )
    tags = ArrayField(models.CharField(max_length=50), verbose_name=_("tags"), default=list, blank=True)
    priority = models.SmallIntegerField(_("priority"), default=0, help_text=_("Greater ones are served first."))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    due_at = models.DateTimeField(_("promised for"), null=True, blank=True)
    category = models.ForeignKey(
        "helpdesk.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("category"),
    )

    # The last numbers given out; both only grow, under this row's lock (law 2).
    seq = models.PositiveIntegerField(default=0, editable=False)
    public_seq = models.PositiveIntegerField(default=0, editable=False)

    queued_at = models.DateTimeField(_("in queue since"), null=True, blank=True)
    waiting_since = models.DateTimeField(_("visitor waits since"), null=True, blank=True)
    unanswered_since = models.DateTimeField(_("unanswered since"), null=True, blank=True)
    # Why nobody has it yet, as it was last noted (`routing.decisions.Trace.why`); empty while nothing was noted.
    noted = models.CharField(max_length=8, blank=True, editable=False)
    # Who gave it away or let it lapse just now: not the one to be given it at once again.
    passed_by = models.ForeignKey(
        "helpdesk.Operator", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    passed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When a colleague handed it to the assignee, who may have been away.
    handed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Unaccepted by then, it goes back to the queue.
    accept_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Who talked to the client last; kept when the conversation goes to somebody else.
    answered_by = models.ForeignKey(
        "helpdesk.Operator", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Operators who were called in (SPEC 3.11). In the row, because every push asks who may see it.
    seniors = ArrayField(models.BigIntegerField(), default=list, editable=False)
    # Timers: each is due at its moment, `next_due_at` is the earliest of them; nothing else is swept (law 5).
    silence_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    reply_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    menu_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    rules_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    next_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The visitor's last word, the end that somebody has put off, and whether this wait has had its automatic reply.
    visitor_at = models.DateTimeField(null=True, blank=True, editable=False)
    postponed_to = models.DateTimeField(null=True, blank=True, editable=False)
    replied = models.BooleanField(default=False, editable=False)
    menu_times = models.PositiveSmallIntegerField(default=0, editable=False)
    # What a hold step has offered the visitor; empty when nothing is offered (any more).
    offered = models.CharField(max_length=8, blank=True, editable=False)
    hold_done = models.PositiveSmallIntegerField(default=0, editable=False)
    hold_due_at = models.DateTimeField(null=True, blank=True, editable=False)

    last_text = models.CharField(max_length=PREVIEW, blank=True, editable=False)
    last_author = models.CharField(max_length=8, blank=True, editable=False)
    last_at = models.DateTimeField(_("last message"), null=True, blank=True)
    start_page = models.CharField(_("page at start"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("begun"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.CheckConstraint(condition=~Q(active=True, status="closed"), name="closed_is_not_active"),
            models.CheckConstraint(condition=~Q(accepted=True, assignee=None), name="accepted_has_assignee"),
            models.CheckConstraint(
                condition=Q(queued_at=None) | Q(active=True, assignee=None), name="queued_is_live_and_unassigned"
            ),
            models.UniqueConstraint(fields=["visitor"], condition=~Q(status="closed"), name="one_unclosed_per_visitor"),
        ]
        indexes = [
            models.Index(fields=["queued_at", "id"], condition=Q(queued_at__isnull=False), name="queue"),
            models.Index(fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="next_due"),
            models.Index(
                fields=["visitor", "-answered_at"], condition=Q(answered_at__isnull=False), name="talked_to_visitor"
            ),
            models.Index(fields=["assignee"], condition=Q(active=True), name="load_of_operator"),
            models.Index(fields=["assignee", "-last_at"], condition=~Q(status="closed"), name="unclosed"),
            models.Index(fields=["-closed_at", "-id"], condition=Q(status="closed"), name="archive"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def state(self) -> lifecycle.State:
        return lifecycle.State(lifecycle.Status(self.status), self.active, self.assignee_id is not None, self.accepted)

    def facts(self) -> Facts:
        return Facts(
            assignee=self.assignee_id,
            group=self.group_id,
            status=self.status,
            active=self.active,
            accepted=self.accepted,
            seniors=tuple(self.seniors),
            in_menu=self.menu_times > 0,
        )
