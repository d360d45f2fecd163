"""What the timeline keeps of the rules that were asked: which of them acted and how, and why the others did not."""

import json
from collections.abc import Mapping
from typing import Any

from routing.automation.conditions import Condition
from routing.automation.engine import Result, Told, Trace, Verdict

MOST_BYTES = 2048
MOST_CONDITIONS = 5
LONGEST_TEXT = 60
"""Of what a rule says; the message itself stands beside it in the timeline."""


def as_data(result: Result, names: Mapping[str, str]) -> dict[str, Any]:
    """{"rules": entries, "more": how many others were left out}, at most 2 KB as JSON (SPEC 4.11).

    An entry of a rule that acted: {rule, key, did: [action as data, with result and reason]}; of another one:
    {rule, verdict, conditions: what did not hold; of several at least one had to}, with `of` how many there are where
    that is more. Those that acted are never left out, only cut short.
    """
    acted = [_acted(trace, names) for trace in result.trace if trace.verdict is Verdict.MATCHED]
    others = [_other(trace, names) for trace in result.trace if trace.verdict is not Verdict.MATCHED]
    while _too_long(data := _told(acted, others, len(result.trace))):
        if others:
            others.pop()
        elif any(entry["did"] for entry in acted):
            max(acted, key=lambda entry: len(json.dumps(entry)))["did"].pop()
        else:
            acted.pop()
    return data


def _told(acted: list[Any], others: list[Any], number: int) -> dict[str, Any]:
    more = number - len(acted) - len(others)
    return {"rules": [*acted, *others]} | ({"more": more} if more else {})


def _too_long(data: dict[str, Any]) -> bool:
    return len(json.dumps(data, ensure_ascii=False).encode()) > MOST_BYTES


def _acted(trace: Trace, names: Mapping[str, str]) -> dict[str, Any]:
    return {"rule": names[trace.rule], "key": trace.rule, "did": [_did(told) for told in trace.actions]}


def _did(told: Told) -> dict[str, Any]:
    data = told.action.as_data() | {"result": told.result}
    if told.reason:
        data["reason"] = told.reason
    if "text" in data:
        data["text"] = data["text"][:LONGEST_TEXT]
    return data


def _other(trace: Trace, names: Mapping[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {"rule": names[trace.rule], "verdict": trace.verdict.value}
    if trace.conditions:
        data["conditions"] = [_condition(condition) for condition in trace.conditions[:MOST_CONDITIONS]]
    if len(trace.conditions) > MOST_CONDITIONS:
        data["of"] = len(trace.conditions)
    return data


def _condition(condition: Condition) -> dict[str, Any]:
    data = condition.as_data()
    if isinstance(value := data.get("value"), list):
        data["value"] = value[:5]
    return data
