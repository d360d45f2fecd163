"""Law 1: conversations, messages and events are written in `helpdesk/actions/` and nowhere else."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUARDED = {"Conversation", "Message", "Event"}
WRITES = {"create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "save"}
MAY_WRITE = ("helpdesk/actions/", "helpdesk/migrations/", "tests/")


def breaches(source: str) -> list[str]:
    """Calls that write a guarded model: `Message(…).save()`, `Conversation.objects….update(…)`, `event.delete()`."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        names = {node.id for node in ast.walk(call.func) if isinstance(node, ast.Name)}
        writes = isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
        if writes and names & (GUARDED | {name.lower() for name in GUARDED}):
            found.append(ast.unparse(call))
    return found


def sources() -> list[Path]:
    files = [file for room in ("helpdesk", "channels_app", "routing") for file in (ROOT / room).rglob("*.py")]
    return [file for file in files if not str(file.relative_to(ROOT)).startswith(MAY_WRITE)]


def test_nobody_else_writes() -> None:
    found = {str(file.relative_to(ROOT)): lines for file in sources() if (lines := breaches(file.read_text()))}
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "Conversation.objects.filter(pk=1).update(active=False)",
        "Message(text='x').save()",
        "Event.objects.create(kind='x')",
        "conversation.save()",
        "message.delete()",
    ],
)
def test_the_guard_sees_a_breach(line: str) -> None:
    assert breaches(line) == [line]


def test_reading_is_no_breach() -> None:
    assert breaches("Conversation.objects.filter(pk=1).exists()\noperator.save()") == []
