"""An event of the timeline as a sentence for people, with its cause (SPEC 4.11)."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.events import CATALOGUE
from helpdesk.models import Deal, Event
from helpdesk.quoting import quoted

_MACHINES = {
    "distribution": _("Automatic distribution"),
    "absence": _("Automatic distribution"),
    "acceptance": _("Automatic distribution"),
    "hold": _("The hold scenario"),
    "fallback": _("The fallback"),
    "menu": _("The menu"),
    "reply": _("The automatic reply"),
}

_SENTENCES: dict[str, str | Promise] = {
    "conversation.started": _("Conversation started"),
    "conversation.requested": _("Request left"),
    "conversation.reactivated": _("The visitor came back"),
    "conversation.chosen": _("The visitor chose “%(label)s” in the menu, for %(to)s"),
    "conversation.menu_left": _("Nothing was chosen in the menu: it is for people to sort out"),
    "conversation.assigned": _("Assigned automatically to %(to)s"),
    "conversation.taken": _("%(who)s took the conversation"),
    "conversation.accepted": _("%(who)s accepted the conversation"),
    "conversation.transferred": _("%(who)s transferred it to %(to)s"),
    "conversation.released": _("%(who)s returned it to the queue"),
    "conversation.ended": _("%(who)s ended the chat"),
    "conversation.postponed": _("%(who)s put off the end that silence would bring"),
    "conversation.staged": _("%(who)s set the stage: %(stage)s"),
    "conversation.closed": _("%(who)s closed the conversation"),
    "conversation.reopened": _("%(who)s reopened the conversation"),
    "conversation.categorised": _("%(who)s set the category: %(category)s"),
    "conversation.ruled": _("Rules acted: %(acted)s"),
    "conversation.alerted": _("%(who)s alerted %(to)s"),
    "conversation.read": _("%(who)s marked it as read"),
    "conversation.offered": _("%(who)s offered to leave a request or to be called"),
    "conversation.moved_to_request": _("%(who)s left a request instead of waiting"),
    "conversation.moved": _("Moved to %(to)s, because the group was switched off"),
    "conversation.senior_called": _("%(who)s called %(to)s in"),
    "conversation.senior_left": _("%(who)s has helped and left"),
    "conversation.linked": _("%(who)s linked the card “%(contact)s”"),
    "conversation.unlinked": _("%(who)s unlinked the card “%(contact)s”"),
    "conversation.told_apart": _("%(who)s said that this is not “%(contact)s”"),
    "conversation.card_edited": _("%(who)s changed the card “%(contact)s”"),
    "conversation.card_merged": _("%(by)s merged the card “%(gone)s” into “%(contact)s”"),
    "conversation.deal_opened": _("%(who)s opened the deal “%(title)s”"),
    "conversation.deal_changed": _("%(who)s renamed the deal “%(was)s”: “%(title)s”"),
    "visitor.banned": _("%(who)s blocked the visitor"),
}

# The same kind, said otherwise where its data has this key, or lacks it (a key after "no ").
_VARIANTS: dict[str, tuple[str, str | Promise]] = {
    "conversation.started": ("group", _("Conversation started in %(group)s")),
    "conversation.requested": ("group", _("Request left to %(group)s")),
    "conversation.taken": ("taken_from", _("%(who)s took it over from %(taken_from)s")),
    "conversation.ruled": ("no rules", _("Rules could not be carried out; nothing of them was kept")),
    "conversation.alerted": ("text", _("%(who)s alerted %(to)s: %(text)s")),
    "conversation.moved": ("no to", _("Moved to everyone, because the group was switched off")),
    "conversation.linked": ("made", _("%(who)s made the card “%(contact)s”")),
    "conversation.told_apart": ("no contact", _("%(who)s said that this is not the card that was proposed")),
    "conversation.deal_opened": ("with_card", _("The deal “%(title)s” was opened with the card")),
    "conversation.deal_changed": ("state", _("%(who)s moved the deal “%(title)s”: %(deal_state)s")),
    "conversation.categorised": ("no category", _("%(who)s cleared the category")),
    "conversation.staged": ("no stage", _("%(who)s cleared the stage")),
}

# The same kind, said otherwise for what its data or its cause has as `why`.
_REASONS: dict[tuple[str, str], str | Promise] = {
    ("conversation.waits", "no_one"): _("In the queue: nobody takes part in these conversations"),
    ("conversation.waits", "away"): _("In the queue: nobody who takes part is there and free"),
    ("conversation.waits", "full"): _("In the queue: everybody who is there has as much as they may have"),
    ("conversation.released", "absence"): _("%(from)s is away: back in the queue"),
    ("conversation.ended", "silence"): _("Both sides were silent: the chat ended by itself"),
    ("conversation.released", "acceptance"): _("%(from)s did not accept it in time: back in the queue"),
}


# An end that leaves it waiting for the visitor.
_PENDING: dict[str, str | Promise] = {
    "silence": _("Both sides were silent: the chat ended by itself, pending"),
    "": _("%(who)s ended the chat: pending"),
}


def sentence(event: Event) -> str:
    """What happened and who did it, in the active language; for kinds without a sentence, their meaning."""
    words = {"who": who(event.cause), "acted": _acted(event.data), "deal_state": _deal_state(event.data)} | event.data
    try:
        return str(_pattern(event)) % words
    except (KeyError, TypeError):
        # Rows outlive the code that wrote them; an unknown shape must not keep anybody from reading the timeline.
        return str(CATALOGUE[event.kind].meaning) if event.kind in CATALOGUE else event.kind


def who(cause: dict[str, Any]) -> str:
    """The name that the actor had then; for the machine, what made it act."""
    match cause.get("by"):
        case "operator":
            return str(cause.get("name", ""))
        case "visitor":
            return str(_("The visitor"))
        case "system" if cause.get("rule"):
            return str(_("The rule “%(name)s”") % {"name": cause["rule"]})
        case _:
            return str(_MACHINES.get(cause.get("why", ""), _("The system")))


def _acted(data: dict[str, Any]) -> str:
    """The names of the rules that did something."""
    return ", ".join(quoted(entry["rule"]) for entry in data.get("rules", ()) if "did" in entry)


def _deal_state(data: dict[str, Any]) -> str:
    return str(dict(Deal.State.choices).get(data.get("state", ""), ""))


def _pattern(event: Event) -> str | Promise:
    reason = event.data.get("why") or event.cause.get("why", "")
    if event.kind == "conversation.ended" and event.data.get("status") == "pending":
        return _PENDING.get(reason, _PENDING[""])
    if (event.kind, reason) in _REASONS:
        return _REASONS[event.kind, reason]
    if event.kind in _VARIANTS and not event.data.get("too_deep"):
        key, pattern = _VARIANTS[event.kind]
        wanted = not key.startswith("no ")
        value = event.data.get(key.removeprefix("no "))
        # Nobody takes anything over from themselves: they accept what was given to them.
        if bool(value and value != event.cause.get("name")) is wanted:
            return pattern
    if event.kind == "conversation.moved" and event.cause.get("why") == "hold":
        return _("%(who)s moved it to %(to)s")
    if event.kind == "conversation.ruled" and event.data.get("too_deep"):
        return _("Rules set off rules again and again; they were not asked any more")
    return _SENTENCES[event.kind]
