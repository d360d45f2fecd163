"""When a visitor may be called back (SPEC 7.4): the slots of a channel or group, from what is kept in memory."""

from datetime import datetime, time

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from helpdesk.actions.errors import Invalid
from helpdesk.board import current
from helpdesk.board.knowledge import Configuration
from helpdesk.snapshots.service import service_of
from routing import callbacks
from routing.callbacks import DEFAULT, CallbackSetting, Slot
from routing.hours import Period, Schedule

ALWAYS = Schedule(settings.TIME_ZONE, ((Period(time(0), time(0)),),) * 7)
"""Where neither group nor channel has working hours, it is open around the clock, and so calls may be asked for."""


def slots(point: int, group: int | None, zone: str, now: datetime) -> tuple[Slot, ...]:
    """What may be chosen from, in the visitor's zone (the schedule's where that is unknown)."""
    return callbacks.slots(_hours(current.known(now).configuration, point, group), now, zone, setting_of(point))


def refuse_gone(due_at: datetime | None, point: int, group: int | None, now: datetime) -> None:
    """Raises Invalid (slot_gone): a form may have been open for hours. None is no promise, and always possible."""
    if due_at is None:
        return
    schedule = _hours(current.known(now).configuration, point, group)
    if not callbacks.offers(schedule, due_at, now, setting_of(point)):
        raise Invalid("slot_gone", _("This time is not free any more. Please choose another one."), field="due")


def setting_of(point: int) -> CallbackSetting:
    """The channel's; the usual length where the stored one divides no day."""
    try:
        return CallbackSetting(length=service_of(point).callback_minutes)
    except ValueError:
        return DEFAULT


def _hours(configuration: Configuration, point: int, group: int | None) -> Schedule:
    """The group's own, else the channel's, else always."""
    own = next((rules.schedule for rules in configuration.board.groups if rules.id == group), None)
    return own or configuration.hours_of(point) or ALWAYS
