"""Where the visitor of a past conversation is, and whether it was open then: looked up only where a rule asks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from helpdesk.automation.history import Moment
from helpdesk.board.hours import schedules
from helpdesk.board.places import Places
from helpdesk.models import Conversation, OperatorGroup
from routing.automation.rule import Rule
from routing.automation.subjects import Subject
from routing.hours import Schedule


@dataclass(frozen=True, slots=True)
class Around:
    """`places` and `hours` are None where no rule asks. The hours are today's, as of the moment in question."""

    places: Places | None
    hours: dict[int, Schedule] | None
    groups: dict[int, int | None]

    @classmethod
    def read(cls, rules: Iterable[Rule]) -> "Around":
        asked = {c.subject for rule in rules for c in (*rule.conditions.every, *rule.conditions.some)}
        return cls(
            places=Places.read() if Subject.PLACE in asked else None,
            hours=schedules() if Subject.WORKING_HOURS in asked else None,
            groups=dict(OperatorGroup.objects.values_list("pk", "schedule")),
        )

    def seen(self, moment: Moment, row: Conversation) -> Moment:
        facts = moment.facts
        if self.hours is not None:
            facts = replace(facts, working_hours=self._is_open(facts.group, row, moment.at))
        if self.places is not None and row.visitor.ip:
            facts = replace(facts, place=self.places.find(row.visitor.ip))
        return replace(moment, facts=facts)

    def _is_open(self, group: int | None, row: Conversation, at: datetime) -> bool:
        schedule = self.groups.get(group or 0) or row.contact_point.schedule_id
        return schedule is None or self.hours is None or self.hours[schedule].is_open(at)
