"""The frame of every action: lock, permission, lifecycle, due times, events, save."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rules import permissions

from helpdesk import outbox
from helpdesk.actions.actor import Actor, System, cause_of
from helpdesk.actions.errors import NotAllowed, from_refusal
from helpdesk.automation.rules import book
from helpdesk.models import Conversation, Event, Message, Operator, Visitor
from helpdesk.queries import hold_steps, visible_to
from helpdesk.snapshots.service import service_of
from routing import autoend, holds
from routing.autoend import Silence
from routing.lifecycle import Refused, Verb, move
from routing.outcome import Course, Outcome, outcome
from routing.policies import Acceptance, Terms

_COLUMNS = tuple(field.attname for field in Conversation._meta.concrete_fields)  # noqa: SLF001 - documented API
TIMERS = ("accept_due_at", "menu_due_at", "reply_due_at", "hold_due_at", "rules_due_at", "silence_due_at")
"""The columns of which `next_due_at` is the earliest; `due.TIMERS` says what each does."""

followers: list[Callable[["Change"], None]] = []
"""What follows from a change in the same transaction; the app connects supervisors' rules (`automation.connect`)."""

RELATED = ("visitor__contact", "group", "assignee", "contact_point")


class Change:
    """One conversation under lock, and what is being done to it."""

    def __init__(self, conversation: Conversation, actor: Actor, now: datetime, *, new: bool = False) -> None:
        self.conversation = conversation
        self.actor = actor
        self.now = now
        self.commit = outbox.Commit(conversation, None if new else conversation.facts())
        self.accept_within = 0
        """Seconds until it goes back to the queue if its new assignee does not accept; 0: never."""
        self.moved = False
        """It became a request: that is its outcome, whatever else has happened (SPEC 4.10)."""
        self.ruled = 0
        """Of so many of its events supervisors' rules have been told; they are told of each once (SPEC 5.1)."""
        self._stored = columns(conversation)

    def move(self, verb: Verb, assignee: Operator | None = None) -> bool:
        """Go where `verb` leads; False when that is where it stood. Raises Conflict when it leads nowhere.

        A verb that leaves the conversation assigned keeps the assignee unless another is given.
        """
        conversation = self.conversation
        was = (conversation.state(), conversation.assignee_id)
        try:
            state = move(conversation.state(), verb)
        except Refused as refused:
            raise from_refusal(refused) from refused
        conversation.status, conversation.active, conversation.accepted = state.status, state.active, state.accepted
        if not state.assigned:
            conversation.assignee = None
        elif assignee is not None:
            conversation.assignee = assignee
        return was != (conversation.state(), conversation.assignee_id)

    def record(self, kind: str, *, message: Message | None = None, told: bool = True, **data: Any) -> Event:
        """`told`: False keeps it from the visitor whatever its kind."""
        cause = cause_of(self.actor)
        return outbox.record(self.commit, kind, cause=cause, now=self.now, data=data, message=message, told=told)

    @property
    def was_live(self) -> bool:
        """The visitor knows it as live. What is woken up and ended again in one change never was, for them."""
        before = self.commit.before
        return before is not None and before.active

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[None]:
        """What is recorded within is somebody else's doing: that of a rule which follows from this change."""
        self.actor, own = actor, self.actor
        try:
            yield
        finally:
            self.actor = own

    def passed_by(self, operator: Operator | None) -> None:
        """Somebody gives it away or lets it lapse: the machine will not offer it to them again at once."""
        self.conversation.passed_by, self.conversation.passed_at = operator, self.now

    def is_given(self, terms: Terms) -> None:
        """Somebody has just got it: accepted at once, or to be accepted in time, as the policy says (SPEC 3.10)."""
        if terms.accept is Acceptance.AT_ONCE:
            if self.move(Verb.ACCEPT):
                self.record("conversation.accepted")
        else:
            self.accept_within = terms.accept_seconds

    def save(self, *, silently: bool = False) -> None:
        """Write the row if anything was recorded: no event, no change. `silently`: a timer moves on without one."""
        if self.commit.events or silently:
            for follow in followers:
                follow(self)
            self._set_menu()
            self._set_queue()
            self._set_wait()
            self._set_reply()
            self._set_rules()
            self._set_acceptance()
            self._set_silence()
            self._set_outcome()
            self._set_next_due()
            # Only what differs: the statement is half as dear as one with all columns, and this is the hottest of all.
            changed = {name: now for name, now in columns(self.conversation).items() if now != self._stored[name]}
            if changed:
                Conversation.objects.filter(pk=self.conversation.pk).update(**changed)
                self._stored |= changed

    def _set_menu(self) -> None:
        """The menu is over where somebody has taken the visitor out of it, or the visitor has gone (SPEC 5.8)."""
        c = self.conversation
        if not c.active or c.assignee_id is not None:
            c.menu_times = 0
        if not c.menu_times:
            c.menu_due_at = None

    def _set_queue(self) -> None:
        """Whoever has a menu before them isn't waiting for people yet."""
        c = self.conversation
        queued = c.active and c.assignee_id is None and not c.menu_times
        c.queued_at = (c.queued_at or self.now) if queued else None
        if not queued:
            c.noted = ""

    def _set_wait(self) -> None:
        """The visitor waits from the first moment without a person until somebody accepts (SPEC 5.5)."""
        c = self.conversation
        if not c.active or c.accepted or c.menu_times:
            c.waiting_since, c.hold_due_at, c.offered = None, None, ""
        elif c.waiting_since is None:
            c.waiting_since, c.hold_done, c.replied = self.now, 0, False
            c.hold_due_at = holds.due_at(hold_steps(c), 0, self.now)

    def _set_rules(self) -> None:
        """A wait that begins is looked at by timed rules; one that ends is not any more (SPEC 5.1)."""
        c = self.conversation
        if c.waiting_since is None:
            c.rules_due_at = None
        elif c.waiting_since != self._stored["waiting_since"]:
            c.rules_due_at = book().first_look(c.waiting_since)

    def _set_reply(self) -> None:
        """Once somebody is found nobody is told that nobody is there (SPEC 5.6)."""
        c = self.conversation
        found = c.assignee_id is not None or c.status == Conversation.Status.CLOSED
        if found or (c.kind == Conversation.Kind.CHAT and c.queued_at is None):
            c.reply_due_at = None

    def _set_acceptance(self) -> None:
        """The clock runs from the moment somebody is given it, or has it again because the visitor came back; it stops
        when they accept or lose it (SPEC 3.10).
        """
        c = self.conversation
        if c.assignee_id != self._stored["assignee_id"] and c.handed_at != self.now:
            c.handed_at = None
        if not c.active or c.assignee_id is None or c.accepted:
            c.accept_due_at = None
        elif c.assignee_id != self._stored["assignee_id"] or not self._stored["active"]:
            c.accept_due_at = self.now + timedelta(seconds=self.accept_within) if self.accept_within else None

    def _set_silence(self) -> None:
        """A chat in which both sides are silent ends by itself (SPEC 4.3)."""
        c = self.conversation
        if c.kind != Conversation.Kind.CHAT or not c.active or c.assignee_id is None:
            c.silence_due_at = c.postponed_to = None
            return
        silence = Silence(True, True, c.visitor_at, c.answered_at, c.postponed_to)
        c.silence_due_at = autoend.due_at(silence, service_of(c.contact_point_id).auto_end)

    def _set_outcome(self) -> None:
        """Exactly one for each conversation that has ended, none for the others (SPEC 4.10).

        A chat that moved to a request came out as moved, and keeps that when the request is closed: what became of the
        request, its status, stage and category say.
        """
        c = self.conversation
        waits = c.kind == Conversation.Kind.REQUEST and c.status != Conversation.Status.CLOSED
        if c.active or (waits and not self.moved and c.outcome != Outcome.MOVED):
            c.outcome, c.ended_at = "", None
        elif not c.outcome:
            c.ended_at = self.now
            moved = self.moved or (c.kind == Conversation.Kind.REQUEST and self._has_moved())
            course = Course(c.created_at, self.now, isinstance(self.actor, Visitor), c.answered_at is not None, moved)
            c.outcome = outcome(course, service_of(c.contact_point_id).cancelled_under)

    def _has_moved(self) -> bool:
        """Before now: it may have been live again since."""
        return self.conversation.events.filter(kind="conversation.moved_to_request").exists()

    def _set_next_due(self) -> None:
        moments = [moment for name in TIMERS if (moment := getattr(self.conversation, name)) is not None]
        self.conversation.next_due_at = min(moments, default=None)


def columns(conversation: Conversation) -> dict[str, Any]:
    """The row as it stands in memory, by column."""
    return {name: getattr(conversation, name) for name in _COLUMNS}


@contextmanager
def changing(actor: Actor, conversation_id: int, *, now: datetime, permission: str | None = None) -> Iterator[Change]:
    """Lock the conversation for one action.

    Raises Conversation.DoesNotExist when the actor may not even see it, NotAllowed when `permission` is missing.
    """
    with transaction.atomic():
        conversation = lock_first(_seen_by(actor).filter(pk=conversation_id))
        if conversation is None:
            raise Conversation.DoesNotExist
        if isinstance(actor, Operator) and permission and not permissions.has_perm(permission, actor, conversation):
            raise NotAllowed("forbidden", _("You may not do this here."))
        change = Change(conversation, actor, now)
        yield change
        change.save()


def lock_first(conversations: QuerySet[Conversation], *, skip_locked: bool = False) -> Conversation | None:
    """The only, or the first, of these rows, locked; None when there is none (any more)."""
    return next(iter(lock_all(conversations.order_by("pk")[:1], skip_locked=skip_locked)), None)


def lock_all(conversations: QuerySet[Conversation], *, skip_locked: bool = False) -> list[Conversation]:
    """These rows locked for change, with what every action looks at."""
    rows = conversations.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
    return [_whole(conversation) for conversation in rows.select_related(*RELATED)]


def _whole(conversation: Conversation) -> Conversation:
    """Read it once more if it changed while we waited for its lock.

    A row that was waited for comes in its new version, but rows joined to it in the same query come as they were
    joined before the wait: the colleague who has just taken it would be invisible.
    """
    now = (conversation.group_id, conversation.assignee_id)
    joined = (conversation.group and conversation.group.pk, conversation.assignee and conversation.assignee.pk)
    if now == joined:
        return conversation
    return Conversation.objects.select_related(*RELATED).get(pk=conversation.pk)


def _seen_by(actor: Actor) -> QuerySet[Conversation]:
    match actor:
        case Operator():
            return visible_to(actor)
        case System():
            return Conversation.objects.all()
        case _:
            return Conversation.objects.filter(visitor=actor)
