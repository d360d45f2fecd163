"""The rules for one event, in their order (SPEC 5.1): what becomes of the conversation, what to send, and why.

Pure: equal input gives equal output. The caller claims each rule once for an event (`Rule.once_key`), carries out what
`Result.done` lists, in that order, and does not ask the rules again about these changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from routing.automation.actions import Action
from routing.automation.conditions import Condition
from routing.automation.deeds import perform
from routing.automation.facts import Directory, Facts, Kind
from routing.automation.questions import failing
from routing.automation.rule import Rule

DEEPEST = 3
"""Runs of rules that one person's deed may cause one after the other, should a change ever come back as an event."""


class Verdict(StrEnum):
    MATCHED = "matched"
    FAILED = "failed"  # at `Trace.conditions`
    DISABLED = "disabled"
    STOPPED = "stopped"  # a rule before it was the last


@dataclass(frozen=True, slots=True)
class Told:
    """One action of a rule that matched. `result`: done, unchanged (it stood so already), refused.

    `reason` says why it was refused, or done otherwise than it was meant (full: back in the queue instead).
    """

    action: Action
    result: str
    reason: str = ""

    def as_data(self) -> dict[str, Any]:
        reason = {"reason": self.reason} if self.reason else {}
        return {"do": self.action.name, "result": self.result, **reason}


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of one rule."""

    rule: str
    verdict: Verdict
    conditions: tuple[Condition, ...] = ()
    """What did not hold; of several at least one had to."""
    actions: tuple[Told, ...] = ()

    def as_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"rule": self.rule, "verdict": self.verdict.value}
        if self.conditions:
            data["conditions"] = [condition.as_data() for condition in self.conditions]
        if self.actions:
            data["actions"] = [told.as_data() for told in self.actions]
        return data


@dataclass(frozen=True, slots=True)
class Done:
    """An action to be carried out, and the key of the rule that is its cause."""

    rule: str
    action: Action


@dataclass(frozen=True, slots=True)
class Result:
    """`facts`: as they are afterwards. `trace`: one entry for each rule of this kind, in their order."""

    facts: Facts
    trace: tuple[Trace, ...]

    @property
    def done(self) -> tuple[Done, ...]:
        """Everything that has an effect, in its order."""
        told = ((trace.rule, told) for trace in self.trace for told in trace.actions)
        return tuple(Done(rule, one.action) for rule, one in told if one.result == "done")

    @property
    def effects(self) -> tuple[Done, ...]:
        """The part of `done` that the facts do not show: texts, notes, alerts, webhooks, asking the policy."""
        return tuple(done for done in self.done if done.action.outward)

    def as_data(self) -> list[dict[str, Any]]:
        """The trace as plain data, for storing beside the event."""
        return [trace.as_data() for trace in self.trace]


def may_run(depth: int) -> bool:
    """Whether rules may still be asked about an event that `depth` runs of rules led to, one causing the next."""
    return depth < DEEPEST


def run(rules: Iterable[Rule], kind: Kind, facts: Facts, directory: Directory) -> Result:
    """Ask the rules of this kind, each on what those before it left. Never raises: what cannot be is refused."""
    trace, stopped = [], False
    for rule in rules:
        if rule.kind is not kind:
            continue
        told, facts = _ask(rule, facts, directory, stopped)
        stopped = stopped or (rule.stop and told.verdict is Verdict.MATCHED)
        trace.append(told)
    return Result(facts, tuple(trace))


def _ask(rule: Rule, facts: Facts, directory: Directory, stopped: bool) -> tuple[Trace, Facts]:
    if not rule.enabled:
        return Trace(rule.key, Verdict.DISABLED), facts
    if stopped:
        return Trace(rule.key, Verdict.STOPPED), facts
    if not_held := failing(rule.conditions, facts):
        return Trace(rule.key, Verdict.FAILED, not_held), facts
    told = []
    for action in rule.actions:
        deed = perform(action, facts, directory)
        facts = deed.facts
        result = "done" if deed.changed else "refused" if deed.reason else "unchanged"
        told.append(Told(action, result, deed.reason))
    return Trace(rule.key, Verdict.MATCHED, actions=tuple(told)), facts
