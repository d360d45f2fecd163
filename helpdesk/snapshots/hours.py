"""The working hours that one conversation is under (SPEC 5.7)."""

from helpdesk import models
from helpdesk.board.hours import schedule_of
from helpdesk.models import Conversation
from routing.hours import Schedule


def schedules_of(conversation: Conversation) -> tuple[Schedule, ...]:
    """Its channel's, then its group's; where both have some, both must be open. No query where neither has any."""
    group = conversation.group
    wanted = [conversation.contact_point.schedule_id, group.schedule_id if group else None]
    pks = [pk for pk in wanted if pk is not None]
    if not pks:
        return ()
    rows = {row.pk: row for row in models.Schedule.objects.filter(pk__in=pks).prefetch_related("periods", "exceptions")}
    return tuple(schedule_of(rows[pk]) for pk in dict.fromkeys(pks) if pk in rows)
