"""Departments: what visitors choose from, where and when they are shown, and what happens when nobody is free."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.people import Operator
from helpdesk.models.region import REGION_LENGTH, check_codes
from routing import board
from routing.patterns import LONGEST, PatternError, read
from routing.regions import Scope


class RegionsScope(models.TextChoices):
    ONLY = Scope.ONLY.value, _("only these")
    ALL_BUT = Scope.ALL_BUT.value, _("all but these")


class WhenFull(models.TextChoices):
    QUEUE = board.WhenFull.QUEUE.value, _("let visitors wait in the queue")
    HIDE = board.WhenFull.HIDE.value, _("hide the group")
    REQUEST = board.WhenFull.REQUEST.value, _("offer the request form")


class WhenAway(models.TextChoices):
    REQUEST = board.WhenAway.REQUEST.value, _("offer the request form")
    HIDE = board.WhenAway.HIDE.value, _("hide the group")


PATTERN_REASONS = {
    "empty": _("an empty line"),
    "too_long": _("it is too long"),
    "spaces": _("it contains a space"),
    "fragment": _("what follows a # never reaches the server"),
    "scheme": _("only http and https pages have a widget"),
    "start": _("begin with / for a path, or with a host name"),
    "host": _("this is no host name"),
    "port": _("this is no port"),
    "punycode": _("this is no host name"),
}


class OperatorGroup(models.Model):
    """A department. Its name is what visitors choose from."""

    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("Visitors see this name."))
    enabled = models.BooleanField(
        _("enabled"),
        default=False,
        help_text=_("While no group is enabled, every operator gets every conversation."),
    )
    members = models.ManyToManyField(Operator, related_name="groups", blank=True, verbose_name=_("members"))
    default_limit = models.PositiveSmallIntegerField(
        _("default limit"),
        default=5,
        help_text=_("Live conversations at once for members who have no limit of their own."),
    )
    fallback = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fallback group"),
        help_text=_("Gets the unassigned conversations when this group is switched off."),
    )
    hold_scenario = models.ForeignKey(
        "helpdesk.HoldScenario",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=_("hold scenario"),
        help_text=_("What a waiting visitor is told. Empty: the channel's scenario."),
    )
    hidden = models.BooleanField(
        _("hidden from visitors"),
        default=False,
        help_text=_("A first line sends conversations here; transfers and rules reach it, visitors never see it."),
    )
    takes_messengers = models.BooleanField(
        _("also takes messengers"),
        default=False,
        help_text=_("Gets conversations from messengers, mail and phone, whatever the page and the region."),
    )
    regions_scope = models.CharField(
        _("regions"),
        max_length=8,
        choices=RegionsScope,
        default=RegionsScope.ONLY,
        help_text=_("What the list below means. An empty list: everywhere."),
    )
    regions = ArrayField(
        models.CharField(max_length=REGION_LENGTH), verbose_name=_("list of regions"), default=list, blank=True
    )
    region_sets = models.ManyToManyField(
        "helpdesk.RegionSet", related_name="groups", blank=True, verbose_name=_("region sets")
    )
    include_pages = ArrayField(
        models.CharField(max_length=LONGEST),
        verbose_name=_("shown on pages"),
        default=list,
        blank=True,
        help_text=_("One pattern per line, such as /skoda/*. Empty: on all pages."),
    )
    exclude_pages = ArrayField(
        models.CharField(max_length=LONGEST),
        verbose_name=_("but not on pages"),
        default=list,
        blank=True,
        help_text=_("Goes before the pages above."),
    )
    schedule = models.ForeignKey(
        "helpdesk.Schedule",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=_("working hours"),
        help_text=_("Empty: always."),
    )
    when_full = models.CharField(
        _("when everybody is at the limit"),
        max_length=8,
        choices=WhenFull,
        default=WhenFull.QUEUE,
        help_text=_("A hidden group shows again when a slot has been free for 30 seconds."),
    )
    when_away = models.CharField(_("when nobody is there"), max_length=8, choices=WhenAway, default=WhenAway.REQUEST)
    position = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Smaller numbers come first."))

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("operator group")
        verbose_name_plural = _("operator groups")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self._refuse_fallback_loop()
        self._refuse_patterns()
        self._refuse_regions()

    def _refuse_patterns(self) -> None:
        for field in ("include_pages", "exclude_pages"):
            for text in getattr(self, field):
                why = why_no_pattern(text)
                if why is not None:
                    raise ValidationError({field: _("“%(text)s”: %(why)s.") % {"text": text, "why": why}})

    def _refuse_regions(self) -> None:
        check_codes(self.regions, "regions")

    def _refuse_fallback_loop(self) -> None:
        seen, group = {self.pk}, self.fallback
        while group is not None:
            if group.pk in seen:
                raise ValidationError({"fallback": _("This chain of fallback groups leads back to itself.")})
            seen.add(group.pk)
            group = group.fallback


def why_no_pattern(text: str) -> str | None:
    """Why this is no pattern of pages, in words for its supervisor; None when it is one."""
    try:
        read(text)
    except PatternError as error:
        return str(PATTERN_REASONS[error.reason])
    return None
