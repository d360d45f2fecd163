"""The only place that names what a socket subscribes to and what a commit is pushed to.

`of_change` and `of_reader` belong together: whoever may see a conversation subscribes to at least one of its topics
(a property test holds that), and nobody subscribes to a topic that carries only what they may not see.
Staff topics end in a language, because a push carries rendered rows.
"""

from collections.abc import Iterable

from routing.placement import Facts, Reader, Visibility

EVERYONES = "none"
"""The group of conversations that belong to no group."""

VISITORS = "visitors"
"""Every visitor's socket: for what concerns many of them at once."""


def visitor(visitor_id: int) -> str:
    return f"visitor.{visitor_id}"


def operator(operator_id: int) -> str:
    """What concerns the operator and no conversation."""
    return f"operator.{operator_id}"


def thread(conversation_id: int, language: str) -> str:
    """The items of one conversation, for those who have it open."""
    return f"conversation.{conversation_id}.{language}"


def of_change(before: Facts | None, after: Facts, language: str) -> set[str]:
    """Where a changed row goes: to all who see it now, and to all who saw it before, so that they learn it is gone."""
    topics = {f"staff.all.{language}"}
    for facts in (before, after):
        if facts is not None:
            topics.add(_group(facts.group, language))
            topics |= {_own(person, language) for person in (facts.assignee, *facts.seniors) if person is not None}
    return topics


def of_reader(reader: Reader, language: str) -> set[str]:
    """What an operator's socket listens to."""
    own = {operator(reader.id)}
    if reader.visibility == Visibility.ALL:
        return own | {f"staff.all.{language}"}
    own.add(_own(reader.id, language))
    if reader.visibility == Visibility.GROUPS:
        own |= _groups(reader.groups, language)
    return own


def _groups(groups: Iterable[int], language: str) -> set[str]:
    return {_group(None, language), *(_group(group, language) for group in groups)}


def _group(group: int | None, language: str) -> str:
    return f"staff.group.{EVERYONES if group is None else group}.{language}"


def _own(operator_id: int, language: str) -> str:
    """What this operator is responsible for, or was called into."""
    return f"staff.operator.{operator_id}.{language}"
