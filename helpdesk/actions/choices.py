"""Where a new conversation goes: the server's own look at what the widget has offered (SPEC 2.6, 2.7)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helpdesk.actions.errors import Invalid
from helpdesk.board import current
from helpdesk.models import OperatorGroup, Visitor
from routing.audience import Mode
from routing.board import Visit
from routing.snapshot import EVERYONE


def for_chat(visitor: Visitor, group_id: int | None, page: str, now: datetime) -> OperatorGroup | None:
    """The group that a first message goes to; None is everyone's.

    The screen may be a minute old, so it is judged anew. Raises Invalid: choose_group (with the groups that are there
    now), request_form (nobody is there, a request can be left), nobody (not even that).
    """
    known = current.known(now)
    found = known.audience(page, visitor.ip, now, visitor.contact_point_id)
    if found.mode is Mode.NONE:
        raise Invalid("nobody", _("Nobody can answer here at the moment."))
    if found.mode is Mode.REQUEST:
        text = _("Nobody is here right now. Leave your contacts, and we will answer.")
        raise Invalid("request_form", text, groups=known.named(found.shown))
    if group_id in found.shown:
        return _group(group_id)
    if found.mode is Mode.CHOICE and group_id is None and visitor.contact_point.menu_id is not None:
        # Everyone's until the menu has asked (SPEC 5.8).
        return None
    if found.mode is Mode.DIRECT and (group_id is None or found.shown == (EVERYONE,)):
        return _group(found.shown[0])
    raise Invalid("choose_group", _("Please choose a department."), groups=known.named(found.shown))


def for_request(visitor: Visitor, group_id: int | None, page: str, now: datetime) -> OperatorGroup | None:
    """The group that a request goes to: any whose regions and pages fit, whether somebody is there or not.

    Raises Invalid: choose_group, nobody.
    """
    known = current.known(now)
    configuration = known.configuration
    concerned = [g.id for g in configuration.board.concerned(Visit.at(page, configuration.place_of(visitor.ip)))]
    shown = known.audience(page, visitor.ip, now, visitor.contact_point_id).shown
    if group_id in concerned:
        return _group(group_id)
    offered = list(shown) or concerned
    if len(offered) == 1 and (group_id is None or offered == [EVERYONE]):
        return _group(offered[0])
    if not offered:
        raise Invalid("nobody", _("Nobody can answer here at the moment."))
    raise Invalid("choose_group", _("Please choose a department."), groups=known.named(offered))


def _group(pk: int | None) -> OperatorGroup | None:
    return OperatorGroup.objects.get(pk=pk) if pk is not None else None
