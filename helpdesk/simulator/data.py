"""An answer as plain data (docs/SIMULATOR.md)."""

from typing import Any

from helpdesk.simulator.answer import Answer, Talk
from helpdesk.simulator.places import Where
from helpdesk.simulator.sentences import OBSTACLES, why


def as_data(answer: Answer) -> dict[str, Any]:
    """For JSON. Texts are in the active language, everything else is in codes."""
    point = answer.question.point
    return {
        "page": answer.page,
        "place": _place(answer.where),
        "at": answer.at.isoformat(),
        "contact_point": {"id": point.pk, "name": point.name} if point else None,
        "people": "everybody" if answer.question.everybody else "present",
        "mode": answer.mode.value,
        "obstacles": [{"code": code.value, "text": str(OBSTACLES[code])} for code in answer.obstacles],
        "crowded": answer.crowded,
        "groups": [
            {
                "id": verdict.group,
                "name": group.name,
                "shown": verdict.kept,
                "step": verdict.step.value if verdict.step else None,
                "reason": verdict.reason,
                "detail": verdict.detail,
                "text": why(group, verdict, answer.where),
            }
            for group, verdict in answer.groups
        ],
        "conversations": [_talk(answer, talk) for talk in answer.talks],
    }


def _place(where: Where) -> dict[str, Any]:
    place, found = where.place, where.found
    return {
        "name": where.name,
        "country": place.country if place else None,
        "subdivisions": list(place.subdivisions) if place else [],
        "regions": list(place.codes) if place else [],
        "address": found.address if found else None,
        "why": found.why.value if found else None,
        "network": found.network if found else "",
        "source": found.source if found else "",
    }


def _talk(answer: Answer, talk: Talk) -> dict[str, Any]:
    trace, names = talk.trace, answer.names
    chosen = {"id": trace.chosen, "name": names[trace.chosen]} if trace.chosen is not None else None
    return {
        "group": talk.group.id,
        "operator": chosen,
        "ahead": talk.ahead,
        "considered": trace.considered,
        "dropped": [
            {"id": one.operator, "name": names[one.operator], "step": one.step.value, "reason": one.reason}
            for one in trace.dropped
        ],
        "hold": [{"after": step.after, "text": step.text, "action": step.action.value} for step in talk.hold],
    }
