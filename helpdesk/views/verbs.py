"""What an operator does to a conversation. Each is one action; the answer is the conversation's new head."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.actions import assignments, bans, conversations, messages, seniors, texts
from helpdesk.actions.errors import Conflict, Invalid, NotAllowed
from helpdesk.models import Conversation
from helpdesk.views.access import OperatorRequest, View, seen_by
from helpdesk.views.answers import number, verb
from helpdesk.views.thread import answer_with_head


@verb
def reply(request: OperatorRequest, pk: int) -> HttpResponse:
    """To the visitor. `seen_seq` is the last item on the writer's screen (SPEC 6.9)."""
    stored = messages.reply(
        request.operator,
        pk,
        request.POST.get("text", ""),
        client_id=texts.client_id(request.POST.get("client_id")),
        seen_seq=number(request, "seen_seq"),
        now=timezone.now(),
    )
    return answer_with_head(request, stored.conversation)


@verb
def begin(request: OperatorRequest, pk: int) -> HttpResponse:
    """To the visitor of a closed conversation: the answer is the head of the new one that begins (SPEC 4.4)."""
    client_id = texts.client_id(request.POST.get("client_id"))
    text = request.POST.get("text", "")
    stored = messages.write_first(request.operator, pk, text, client_id=client_id, now=timezone.now())
    return answer_with_head(request, stored.conversation)


@verb
def note(request: OperatorRequest, pk: int) -> HttpResponse:
    """For colleagues only."""
    client_id = texts.client_id(request.POST.get("client_id"))
    stored = messages.note(request.operator, pk, request.POST.get("text", ""), client_id=client_id, now=timezone.now())
    return answer_with_head(request, stored.conversation)


@verb
def take(request: OperatorRequest, pk: int) -> HttpResponse:
    """`seen_assignee` is whom the screen showed as responsible."""
    shown = number(request, "seen_assignee")
    conversation = assignments.take(request.operator, pk, seen_assignee=shown, now=timezone.now())
    return answer_with_head(request, conversation)


@verb
def accept(request: OperatorRequest, pk: int) -> HttpResponse:
    """Only the assignee may; whose screen still offers it to somebody else learns who has it now."""
    try:
        conversation = assignments.accept(request.operator, pk, now=timezone.now())
    except NotAllowed:
        holder = seen_by(request.operator, pk).assignee
        if holder is None or holder == request.operator:
            raise
        text = _("%(name)s was faster: this conversation is taken.") % {"name": holder.name}
        raise Conflict("taken", text) from None
    return answer_with_head(request, conversation)


@verb
def transfer(request: OperatorRequest, pk: int) -> HttpResponse:
    """To `operator` or to `group`; `note` is for whoever gets it."""
    person, group = number(request, "operator"), number(request, "group")
    note, now = request.POST.get("note", ""), timezone.now()
    if person is not None:
        conversation = assignments.transfer_to_person(request.operator, pk, person, note=note, now=now)
    elif group is not None:
        conversation = assignments.transfer_to_group(request.operator, pk, group, note=note, now=now)
    else:
        raise Invalid("no_target", _("Choose a person or a group."))
    return answer_with_head(request, conversation)


@verb
def call(request: OperatorRequest, pk: int) -> HttpResponse:
    """The senior `operator` into it."""
    person = number(request, "operator")
    if person is None:
        raise Invalid("no_senior", _("Choose whom to call."))
    return answer_with_head(request, seniors.call(request.operator, pk, person, now=timezone.now()))


@verb
def categorise(request: OperatorRequest, pk: int) -> HttpResponse:
    """`category` is empty to clear it."""
    category = number(request, "category")
    conversation = conversations.categorise(request.operator, pk, category, now=timezone.now())
    return answer_with_head(request, conversation)


@verb
def set_stage(request: OperatorRequest, pk: int) -> HttpResponse:
    """`stage` is empty to clear it."""
    stage = number(request, "stage")
    return answer_with_head(request, conversations.set_stage(request.operator, pk, stage, now=timezone.now()))


@verb
def end(request: OperatorRequest, pk: int) -> HttpResponse:
    """`status` is open or pending; without one it stays as it is."""
    status = request.POST.get("status") or None
    return answer_with_head(request, conversations.end(request.operator, pk, status=status, now=timezone.now()))


@verb
def ban(request: OperatorRequest, pk: int) -> HttpResponse:
    row = bans.ban(request.operator, pk, reason=request.POST.get("reason", "").strip(), now=timezone.now())
    return answer_with_head(request, Conversation(pk=pk, visitor=row.visitor))


def _plain(action: Callable[..., Conversation]) -> View:
    """A verb that needs to know nothing but the conversation."""

    @verb
    def view(request: OperatorRequest, pk: int) -> HttpResponse:
        return answer_with_head(request, action(request.operator, pk, now=timezone.now()))

    return view


release = _plain(assignments.release)
leave = _plain(seniors.leave)
postpone = _plain(conversations.postpone)
close = _plain(conversations.close)
reopen = _plain(conversations.reopen)
read = _plain(conversations.mark_read)
