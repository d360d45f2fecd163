"""The world of document O: two lines of support, and one visitor whose conversations stand as each story wants them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from helpdesk.actions import messages
from helpdesk.automation.recipes import apply
from helpdesk.models import Automation, Conversation, Operator, OperatorGroup, Visitor
from helpdesk.queries import my, reader_of
from routing.placement import Tab, is_blue, tab_of
from tests.conftest import NOW, World, make_operator

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "recipes"


@dataclass
class Lines:
    """`anna` and `alla` answer chats, `boris` helps with words; `gregory` is in no line and sees everything."""

    first: OperatorGroup
    second: OperatorGroup
    anna: Operator
    alla: Operator
    boris: Operator
    gregory: Operator
    zoya: Visitor
    now: datetime = NOW

    @property
    def everybody(self) -> set[Operator]:
        return {self.anna, self.alla, self.boris, self.gregory}

    def stands(self, status: str, active: bool, assignee: Operator | None, accepted: bool) -> Conversation:
        """A conversation of the visitor's as it stood before the story begins."""
        return Conversation.objects.create(
            contact_point=self.zoya.contact_point,
            visitor=self.zoya,
            status=status,
            active=active,
            assignee=assignee,
            accepted=accepted,
            queued_at=self.now if active and assignee is None else None,
            created_at=self.now,
            closed_at=self.now if status == "closed" else None,
        )

    def staff_writes(self, operator: Operator, conversation: Conversation) -> Conversation:
        """As the inbox does it: into a closed one nobody can write, so a new one begins."""
        conversation.refresh_from_db()
        write = messages.write_first if conversation.status == "closed" else messages.reply
        stored = write(operator, conversation.pk, "Here is what you asked for.", client_id=uuid4(), now=self.now)
        return stored.conversation

    def visitor_writes(self) -> Conversation:
        stored = messages.receive(self.zoya.pk, "Thanks, and now?", client_id=uuid4(), group_id=None, now=self.now)
        return stored.conversation

    def stand(self, conversation: Conversation) -> tuple[str, bool, Operator | None, bool]:
        c = Conversation.objects.select_related("assignee").get(pk=conversation.pk)
        return c.status, c.active, c.assignee, c.accepted

    def alerted(self, conversation: Conversation) -> set[Operator]:
        """Who finds it in the tab My: blue while nobody has taken it up, else because it is theirs."""
        facts = Conversation.objects.get(pk=conversation.pk).facts()
        called = {o for o in self.everybody if tab_of(facts, reader_of(o)) is Tab.MY}
        blue = {o for o in self.everybody if is_blue(facts, reader_of(o))}
        assert {o for o in self.everybody if conversation in my(o)} == called
        assert blue == (set() if facts.accepted else called) or not facts.active
        return called


def build_lines(world: World) -> Lines:
    """No department is switched on: every operator is told of every conversation, as in the document."""
    OperatorGroup.objects.update(enabled=False)
    Operator.objects.exclude(pk__in=(world.anna.pk, world.boris.pk)).delete()
    first = OperatorGroup.objects.create(name="Line 1")
    second = OperatorGroup.objects.create(name="Line 2")
    alla, gregory = make_operator("alla"), make_operator("gregory")
    first.members.set([world.anna, alla])
    second.members.set([world.boris])
    world.at_the_screen(alla, gregory)
    return Lines(first, second, world.anna, alla, world.boris, gregory, world.zoya, world.now)


def cook(recipe: str, *begins: str) -> None:
    """The rules of a recipe, all of them or those whose names begin so."""
    apply((RECIPES / recipe).read_text(encoding="utf-8"))
    if begins:
        kept = [row.pk for row in Automation.objects.all() if row.name.startswith(begins)]
        Automation.objects.exclude(pk__in=kept).update(enabled=False)
