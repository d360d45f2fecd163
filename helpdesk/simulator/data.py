"""An answer as plain data (docs/SIMULATOR.md)."""

from dataclasses import asdict
from typing import Any

from helpdesk.simulator.afterwards import afterwards, given_out, queue
from helpdesk.simulator.answer import Answer, Talk
from helpdesk.simulator.places import Where
from helpdesk.simulator.sentences import OBSTACLES, why
from routing import traces


def as_data(answer: Answer) -> dict[str, Any]:
    """For JSON. Texts are in the active language, everything else is in codes."""
    point, client = answer.question.point, answer.question.client
    return {
        "page": answer.page,
        "place": _place(answer.where),
        "at": answer.at.isoformat(),
        "contact_point": {"id": point.pk, "name": point.name} if point else None,
        "contact": {"id": client.pk, "name": client.name} if client else None,
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
        "policy": _policy(answer),
        "conversations": [_talk(answer, talk) for talk in answer.talks],
    }


def _policy(answer: Answer) -> dict[str, Any]:
    policy = answer.policy
    return {
        **asdict(policy.terms),
        "weight": policy.weight,
        "participants": [{"id": pk, "name": answer.names[pk]} for pk in sorted(policy.participants)],
        "fallback": [{"id": pk, "name": answer.names[pk]} for pk in sorted(policy.fallback)],
        "rank": answer.rank,
        "ageing_minutes": answer.ageing,
        "text": given_out(answer),
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
        "why": trace.why,
        "queue": {"place": talk.place, "length": talk.length, "ahead": talk.ahead, "text": queue(answer, talk)},
        "considered": trace.considered,
        "dropped": [
            {"id": one.operator, "name": names[one.operator], "step": one.step.value, "reason": one.reason}
            for one in trace.dropped
        ],
        # A conversation that is not there has no number.
        "trace": traces.as_data(trace) | {"conversation": None},
        "afterwards": afterwards(answer, talk),
        "hold": [{"after": step.after, "text": step.text, "action": step.action.value} for step in talk.hold],
    }
