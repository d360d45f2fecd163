"""The catalogue: every kind of event, what it means, and what the visitor is told of it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """`public` is the kind named in the visitor's protocol, None for what visitors never see.

    One with a public kind may still be kept from them where it changes nothing for them (`Change.record`).
    """

    name: str
    meaning: str | Promise
    public: str | None = None


CATALOGUE = {
    kind.name: kind
    for kind in (
        Kind("conversation.started", _("Conversation started")),
        Kind("conversation.requested", _("Request left"), public="requested"),
        Kind("conversation.reactivated", _("The visitor came back")),
        Kind("message.received", _("The visitor wrote"), public="message"),
        Kind("message.sent", _("An operator wrote"), public="message"),
        Kind("message.noted", _("Note for colleagues")),
        Kind("message.menu", _("The menu asked"), public="message"),
        Kind("message.replied", _("Automatic reply: nobody was found"), public="message"),
        Kind("message.held", _("Message of the hold scenario"), public="message"),
        Kind("message.automatic", _("Message of a rule"), public="message"),
        Kind("conversation.chosen", _("Chosen in the menu")),
        Kind("conversation.menu_left", _("Nothing was chosen in the menu")),
        Kind("conversation.assigned", _("Assigned automatically")),
        Kind("conversation.taken", _("Taken"), public="joined"),
        Kind("conversation.accepted", _("Accepted"), public="joined"),
        Kind("conversation.transferred", _("Transferred"), public="transferred"),
        Kind("conversation.released", _("Returned to the queue")),
        Kind("conversation.ended", _("Ended"), public="ended"),
        Kind("conversation.closed", _("Closed"), public="closed"),
        Kind("conversation.reopened", _("Reopened")),
        Kind("conversation.postponed", _("The end by silence is put off")),
        Kind("conversation.staged", _("Stage set")),
        Kind("conversation.categorised", _("Category set")),
        Kind("conversation.read", _("Marked as read")),
        Kind("conversation.moved", _("Moved to the fallback group")),
        Kind("conversation.offered", _("The visitor was offered another way"), public="offered"),
        Kind("conversation.moved_to_request", _("The chat became a request"), public="requested"),
        Kind("conversation.waits", _("Nobody could be given it")),
        Kind("conversation.ruled", _("Rules acted")),
        Kind("conversation.alerted", _("People were alerted")),
        Kind("conversation.senior_called", _("Senior called")),
        Kind("conversation.senior_left", _("The senior has left")),
        Kind("conversation.linked", _("Client card linked")),
        Kind("conversation.unlinked", _("Client card unlinked")),
        Kind("conversation.told_apart", _("The client card is somebody else's")),
        Kind("conversation.card_edited", _("Client card changed")),
        Kind("conversation.card_merged", _("Client cards merged")),
        Kind("conversation.deal_opened", _("Deal opened")),
        Kind("conversation.deal_changed", _("Deal changed")),
        Kind("visitor.banned", _("Visitor banned")),
    )
}
