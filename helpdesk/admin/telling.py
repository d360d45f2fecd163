"""What a supervisor is told about the consequences of what was just saved."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.models import Conversation, Operator, OperatorGroup


def operator_switched_off(request: HttpRequest, operator: Operator) -> None:
    live = Conversation.objects.filter(assignee=operator, active=True).count()
    if not live:
        messages.info(request, _("%(name)s receives nothing from now on.") % {"name": operator.name})
        return
    text = ngettext(
        "%(name)s receives nothing new from now on but still holds %(count)s live conversation. "
        "Transfer it in the inbox.",
        "%(name)s receives nothing new from now on but still holds %(count)s live conversations. "
        "Transfer them in the inbox.",
        live,
    )
    messages.warning(request, text % {"name": operator.name, "count": live})


def group_switched_off(request: HttpRequest, group: OperatorGroup, moved: int) -> None:
    text = ngettext(
        "“%(name)s” is gone for new visitors. %(count)s unassigned conversation moved on.",
        "“%(name)s” is gone for new visitors. %(count)s unassigned conversations moved on.",
        moved,
    )
    messages.success(request, text % {"name": group.name, "count": moved})
    if not OperatorGroup.objects.filter(enabled=True).exists():
        messages.warning(request, _("No group is switched on any more: every operator gets every conversation."))


def group_switched_on(request: HttpRequest, group: OperatorGroup) -> None:
    if group.hidden:
        text = _("“%(name)s” is switched on. Visitors do not see it; transfers and rules reach it.")
    else:
        text = _("Visitors see “%(name)s” from now on.")
    messages.success(request, text % {"name": group.name})
    if not group.members.filter(enabled=True).exists():
        messages.warning(request, _("All its members are switched off: nobody will answer."))
    if not OperatorGroup.objects.filter(enabled=True).exclude(pk=group.pk).exists():
        _first_group(request)


def _first_group(request: HttpRequest) -> None:
    """Until now every operator had every conversation (SPEC 2.1)."""
    outside = Operator.objects.filter(enabled=True).exclude(groups__enabled=True).count()
    text = _("It is the first one: new conversations go to members of groups that are switched on, to nobody else.")
    if outside:
        text += " " + ngettext(
            "%(count)s operator is in no such group and receives nothing new.",
            "%(count)s operators are in no such group and receive nothing new.",
            outside,
        ) % {"count": outside}
    messages.warning(request, text)
