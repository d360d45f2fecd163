"""SPEC 10.1, 10.2: web, worker and Redis are killed in turn while fifty visitors write, and nobody's words suffer."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.chaos.town import Town, eventually, town
from tests.stack import Stack

VISITORS = 50
LIMIT = 12
DOWN_SECONDS = 2.0
RECOVERY_SECONDS = 10.0

# Rates are not what is tested here, and one address stands for fifty homes.
ENVIRONMENT = {"SWITCHBOARD_RATE_LIMITS_SCALE": "1000"}


@pytest.fixture
def stack() -> Iterator[Stack]:
    with Stack(demo=True, own_redis=True, environment=ENVIRONMENT) as running:
        running.execute("UPDATE helpdesk_operatorgroup SET default_limit = %s", [LIMIT])
        running.execute('UPDATE helpdesk_operator SET "limit" = NULL')
        yield running


def test_killed_while_fifty_write(stack: Stack) -> None:
    asyncio.run(_killed_while_fifty_write(stack))


async def _killed_while_fifty_write(stack: Stack) -> None:
    async with town(stack.url, VISITORS) as inhabited:
        inhabited.begin(pause=0.6, over=20)
        for name in ("web", "worker", "redis"):
            await inhabited.until_said(100)
            assert await inhabited.until_something_is_in_the_air() > 0
            stack.kill(name)
            await asyncio.sleep(DOWN_SECONDS)
            await asyncio.to_thread(stack.restart, name)
            await _everybody_is_served(stack, name)
            _nobody_is_above_the_limit(stack)
        await inhabited.until_everybody_has_said(3)
        await inhabited.fall_silent()
        assert all(writer.visitor.reconnects for writer in inhabited.writers), "somebody never lost the connection"
        await _everybody_is_served(stack, "the end")
        _nothing_is_lost_doubled_or_reordered(stack, inhabited)
        _what_is_shown_is_what_was_said(inhabited)
        assert _nobody_is_above_the_limit(stack) >= VISITORS


async def _everybody_is_served(stack: Stack, after: str) -> None:
    """Whoever waits at this moment has somebody within ten seconds."""
    waiting = {pk for (pk,) in stack.query("SELECT id FROM helpdesk_conversation WHERE queued_at IS NOT NULL")}
    still = "SELECT id FROM helpdesk_conversation WHERE queued_at IS NOT NULL AND id = ANY(%s)"
    await eventually(
        RECOVERY_SECONDS,
        f"{len(waiting)} waiting conversations assigned after {after}",
        lambda: not stack.query(still, [list(waiting)]),
    )


def _nothing_is_lost_doubled_or_reordered(stack: Stack, inhabited: Town) -> None:
    rows = stack.query(
        "SELECT m.text, m.client_id::text, m.conversation_id FROM helpdesk_message m"
        " JOIN helpdesk_event e ON e.message_id = m.id"
        " WHERE m.author = 'visitor' AND m.text LIKE 'visitor %%, message %%'"
        " ORDER BY m.conversation_id, e.seq",
    )
    stored: dict[str, list[tuple[str, str]]] = {}
    for text, client_id, _ in rows:
        stored.setdefault(text.partition(",")[0], []).append((text, client_id))
    for writer in inhabited.writers:
        said = [(said.text, said.client_id) for said in writer.said]
        assert stored.get(f"visitor {writer.number}", []) == said
        assert all(said.acked_at and not said.refused for said in writer.said)
    conversations = Counter(text.partition(",")[0] for text, _ in {(text.partition(",")[0], c) for text, _, c in rows})
    assert set(conversations.values()) == {1}, "nobody's talk was split in two"
    gaps = stack.query(
        "SELECT conversation_id FROM helpdesk_event GROUP BY 1"
        " HAVING max(seq) <> count(*) OR max(public_seq) <> count(public_seq)"
    )
    assert gaps == []


def _what_is_shown_is_what_was_said(inhabited: Town) -> None:
    """On the visitor's own screen: once, and in order."""
    for writer in inhabited.writers:
        thread = writer.visitor.thread
        assert [event["text"] for _, event in thread.shown if event.get("author") == "visitor"] == [
            said.text for said in writer.said
        ]


def _nobody_is_above_the_limit(stack: Stack) -> int:
    """How many live conversations have somebody."""
    loads = stack.query("SELECT assignee_id, count(*) FROM helpdesk_conversation WHERE active GROUP BY assignee_id")
    by_operator = {operator: load for operator, load in loads if operator is not None}
    assert max(by_operator.values()) <= LIMIT, by_operator
    return sum(by_operator.values())
