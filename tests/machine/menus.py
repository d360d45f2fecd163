"""Menus before people: while one asks, the conversation is nobody's to sort out (SPEC 5.8, 6.1)."""

from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from helpdesk import queries
from helpdesk.actions import due, messages
from helpdesk.models import ContactPoint, Conversation, Menu
from routing.placement import is_blue
from tests.machine.house import House, perhaps
from tests.machine.people import ANY

WORDS = st.sampled_from(["1", "2", "3", "Hello"])


class Menus(House):
    menu: Menu

    @initialize(asks=st.booleans())
    def write_a_menu(self, asks: bool) -> None:
        """One choice leads to a group, one to a group that is empty, one to a person."""
        self.menu = Menu.objects.create(name="First", greeting="What is it about?")
        self.menu.options.create(number=1, label="New cars", group=self.office.groups[1])
        self.menu.options.create(number=2, label="Service", group=self.office.groups[2])
        self.menu.options.create(number=3, label="Anna", operator=self.office.people[0])
        self.let_it_ask(0, asks)

    @rule(n=ANY, asks=st.booleans())
    def let_it_ask(self, n: int, asks: bool) -> None:
        point = ContactPoint.objects.get(pk=self.office.points[n % 2].pk)
        point.menu = self.menu if asks else None
        point.save()
        self.office.points[n % 2] = point

    @rule(n=ANY, word=WORDS)
    def answer_the_menu(self, n: int, word: str) -> None:
        asked = Conversation.objects.filter(pk=self.conversation(n, menu_times__gt=0)).first()
        if asked is not None:
            with perhaps():
                messages.receive(asked.visitor_id, word, client_id=uuid4(), group_id=None, now=self.now)

    @invariant()
    def menus_run_out(self) -> None:
        now = self.now
        for c in Conversation.objects.filter(menu_due_at__lte=now):
            assert due.run(c.pk, now=now)
            c.refresh_from_db()
            assert c.queued_at == now

    @invariant()
    def nobody_is_called_while_a_menu_asks(self) -> None:
        asked = list(Conversation.objects.filter(menu_times__gt=0))
        operator = self.operator(self.looks)
        reader = queries.reader_of(operator) if asked else None
        for c in asked:
            assert not is_blue(c.facts(), reader)
            assert queries.my(operator).filter(pk=c.pk).exists() == (operator.pk in c.seniors)
