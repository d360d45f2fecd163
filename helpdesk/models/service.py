"""What happens by itself: silence, outcomes, automatic replies; general, and what a channel does otherwise."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.models.contact_point import ContactPoint
from helpdesk.models.inheriting import Inheriting
from helpdesk.models.message import MAX_TEXT
from routing.callbacks import MINUTES

_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")
_PLACEHOLDERS: dict[str, tuple[str, ...]] = {"reply_hours": ("{opens}",), "reply_offline": (), "reply_busy": ()}


class ServicePolicy(Inheriting):
    """The names are those of `routing.service.Service`."""

    general_name = _("General service policy")

    contact_point = models.OneToOneField(
        ContactPoint,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="service",
        verbose_name=_("channel"),
    )
    silence = models.PositiveIntegerField(
        _("end after silence, s"),
        null=True,
        blank=True,
        help_text=_("When neither side has written for so long the chat ends by itself. 0: never."),
    )
    warning = models.PositiveIntegerField(
        _("warn before, s"),
        null=True,
        blank=True,
        help_text=_("The operator sees how long is left and can put it off."),
    )
    postpone = models.PositiveIntegerField(_("put off by, s"), null=True, blank=True, validators=[MinValueValidator(1)])
    cancelled_under = models.PositiveIntegerField(
        _("cancelled under, s"),
        null=True,
        blank=True,
        help_text=_("A chat that the visitor ends sooner than this counts as cancelled."),
    )
    category_required = models.BooleanField(
        _("a category is required"), null=True, blank=True, help_text=_("Nobody can close without one.")
    )
    reply_hours = models.TextField(
        _("outside working hours"),
        max_length=MAX_TEXT,
        null=True,
        blank=True,
        help_text=_("{opens} is when it opens next, in the visitor's own time."),
    )
    reply_offline = models.TextField(_("when nobody is there"), max_length=MAX_TEXT, null=True, blank=True)
    reply_busy = models.TextField(_("when everybody is busy"), max_length=MAX_TEXT, null=True, blank=True)
    callback_minutes = models.PositiveSmallIntegerField(
        _("slots for a call, min"), null=True, blank=True, help_text=_("A divisor of a day, such as 15, 30 or 60.")
    )

    deal_with_card = models.BooleanField(
        _("open a deal with each new client card"),
        null=True,
        blank=True,
        help_text=_("When an operator makes a card, a new deal of this client is opened along with it."),
    )

    class Meta(Inheriting.Meta):
        verbose_name = _("service policy")
        verbose_name_plural = _("service policies")
        constraints = [models.UniqueConstraint(Coalesce("contact_point", 0), name="one_service_for_each_channel")]

    def clean(self) -> None:
        """A placeholder that nothing would fill is refused: visitors would read it as it stands. So are odd slots."""
        wrong: dict[str, str | Promise] = {}
        for name, known in _PLACEHOLDERS.items():
            strange = [one for one in _PLACEHOLDER.findall(getattr(self, name) or "") if one not in known]
            if strange and known:
                wrong[name] = _("%(strange)s means nothing here. What can be filled in: %(known)s.") % {
                    "strange": strange[0],
                    "known": ", ".join(known),
                }
            elif strange:
                wrong[name] = _("%(strange)s means nothing here: nothing is filled in.") % {"strange": strange[0]}
        minutes = self.callback_minutes
        if minutes is not None and (not minutes or MINUTES % minutes):
            wrong["callback_minutes"] = _("A day cannot be divided into slots of so many minutes.")
        if wrong:
            raise ValidationError(wrong)
