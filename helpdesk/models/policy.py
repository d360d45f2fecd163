"""How conversations are given out: the general policy, and what a channel does otherwise (SPEC 3.3)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from helpdesk.models.contact_point import ContactPoint
from helpdesk.models.group import OperatorGroup
from helpdesk.models.inheriting import Inheriting
from helpdesk.models.people import Operator
from routing import policies


class Algorithm(models.TextChoices):
    CYCLIC = policies.Algorithm.CYCLIC.value, _("in turn")
    LEAST_LOADED = policies.Algorithm.LEAST_LOADED.value, _("least loaded")
    MOST_FREE = policies.Algorithm.MOST_FREE.value, _("most free slots")


class PresenceMode(models.TextChoices):
    BOTH = policies.PresenceMode.BOTH.value, _("status and presence")
    STATUS = policies.PresenceMode.STATUS.value, _("status only")
    PRESENCE = policies.PresenceMode.PRESENCE.value, _("presence only")


class Acceptance(models.TextChoices):
    BY_HAND = policies.Acceptance.BY_HAND.value, _("by a button or the first reply")
    AT_ONCE = policies.Acceptance.AT_ONCE.value, _("at once")


class Reassign(models.TextChoices):
    OFF = policies.Reassign.OFF.value, _("no")
    UNANSWERED = policies.Reassign.UNANSWERED.value, _("those nobody has answered yet")
    LAST_WORD = policies.Reassign.LAST_WORD.value, _("all in which the visitor has the last word")


class DistributionPolicy(Inheriting):
    """The names are those of `routing.policies.Terms`."""

    general_name = _("General policy")

    contact_point = models.OneToOneField(
        ContactPoint,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="policy",
        verbose_name=_("channel"),
    )
    operators = models.ManyToManyField(Operator, related_name="policies", blank=True, verbose_name=_("operators"))
    groups = models.ManyToManyField(OperatorGroup, related_name="policies", blank=True, verbose_name=_("groups"))
    fallback = models.ForeignKey(
        OperatorGroup,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fallback group"),
        help_text=_("Gets what nobody else takes part in."),
    )
    anyone = models.BooleanField(
        _("anyone who may reply"),
        null=True,
        blank=True,
        help_text=_("Where nobody takes part and there is no fallback group. This breaks the groups' isolation."),
    )
    algorithm = models.CharField(_("algorithm"), max_length=16, choices=Algorithm, null=True, blank=True)
    limit = models.PositiveSmallIntegerField(
        _("limit in one channel"),
        null=True,
        blank=True,
        help_text=_(
            "How much one operator holds from one channel at once, beside the operator's own limit. 0: no bound."
        ),
    )
    portion = models.PositiveSmallIntegerField(
        _("portion"),
        null=True,
        blank=True,
        help_text=_("So many automatic assignments at most to one operator per interval. 0: no portions."),
    )
    portion_minutes = models.PositiveSmallIntegerField(
        _("interval of portions, min"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )
    pause = models.PositiveSmallIntegerField(
        _("pause between assignments, s"),
        null=True,
        blank=True,
        help_text=_("After an automatic assignment an operator gets no other for so long. 0: no pause."),
    )
    personal_manager = models.BooleanField(_("prefer the personal manager"), null=True, blank=True)
    last_operator_days = models.PositiveSmallIntegerField(
        _("prefer who talked last, within days"),
        null=True,
        blank=True,
        help_text=_("0: who talked to the client before makes no difference."),
    )
    presence = models.CharField(
        _("what counts"),
        max_length=16,
        choices=PresenceMode,
        null=True,
        blank=True,
        help_text=_("Presence is an open inbox; the status is set by hand."),
    )
    accept = models.CharField(_("acceptance"), max_length=16, choices=Acceptance, null=True, blank=True)
    accept_seconds = models.PositiveSmallIntegerField(
        _("back to the queue if not accepted within, s"), null=True, blank=True, help_text=_("0: never.")
    )
    reassign = models.CharField(
        _("take from operators who are gone"), max_length=16, choices=Reassign, null=True, blank=True
    )
    pass_minutes = models.PositiveSmallIntegerField(
        _("not again to who passed it on, min"),
        null=True,
        blank=True,
        help_text=_(
            "Whoever gives a conversation away or lets it lapse is not given it again for so long, even if nobody else "
            "is there. 0: it may come back at once."
        ),
    )

    # Of the general policy alone.
    default_limit = models.PositiveSmallIntegerField(
        _("limit of operators in no group"),
        default=5,
        help_text=_("For operators who have no limit of their own and no group that gives them one."),
    )
    ageing_minutes = models.PositiveSmallIntegerField(
        _("ageing, min"),
        default=0,
        help_text=_(
            "After each so many minutes of waiting a conversation moves one channel up in the queue. 0: never."
        ),
    )
    traces_days = models.PositiveSmallIntegerField(
        _("keep the reasons, days"),
        default=90,
        validators=[MinValueValidator(1)],
        help_text=_("For so long you can ask why somebody was given a conversation."),
    )

    class Meta(Inheriting.Meta):
        verbose_name = _("distribution policy")
        verbose_name_plural = _("distribution policies")
        constraints = [models.UniqueConstraint(Coalesce("contact_point", 0), name="one_policy_for_each_channel")]


class Turn(models.Model):
    """Whom the cyclic algorithm served last, for each policy and group; moved by the claim itself (SPEC 3.4)."""

    policy = models.ForeignKey(DistributionPolicy, on_delete=models.CASCADE, related_name="turns")
    group = models.ForeignKey(OperatorGroup, on_delete=models.CASCADE, null=True)
    operator = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("policy", Coalesce("group", 0), name="one_turn_for_each_group")]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.group_id} {self.operator}"


class Portion(models.Model):
    """When an operator was last given something by a policy that has portions (SPEC 3.5)."""

    policy = models.ForeignKey(DistributionPolicy, on_delete=models.CASCADE, related_name="portions")
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="portions")
    given = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "operator"], name="one_portion_for_each_operator")]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.operator_id} {len(self.given)}"
