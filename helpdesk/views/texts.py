"""What the page's own scripts say. Everything else comes from templates; times and dates from the browser."""

from django.utils.translation import gettext as _


def for_the_browser() -> dict[str, str]:
    """{key: text} in the active language."""
    return {
        "online": _("Online"),
        "connecting": _("Connecting…"),
        "offline": _("No connection. Trying again…"),
        "failed": _("That did not work. Please try again."),
        "unreachable": _("The server cannot be reached. Nothing was changed; please try again."),
        "not_sent": _("Not sent: the server cannot be reached. Your text is kept here."),
        "too_long": _("The message is too long."),
        "alert": _("Please look at #%(id)s, %(visitor)s: %(text)s"),
        "alert_plain": _("Please look at #%(id)s, %(visitor)s."),
        "gone": _("You can no longer see this conversation."),
        "draft": _("Draft"),
        "reply_placeholder": _("Write to the visitor…"),
        "note_placeholder": _("Write a note that only colleagues see…"),
        "send_reply": _("Send"),
        "send_note": _("Add note"),
        "sending": _("Sending…"),
        "enter_sends": _("Enter sends, Shift+Enter makes a new line"),
        "ctrl_enter_sends": _("Ctrl+Enter sends"),
        "answers_here": _("%(name)s is answering. The visitor will see your reply; %(name)s stays responsible."),
        "new_messages": _("New messages"),
        "seconds_left": _("%(time)s left"),
        "ends_in": _("Ends by itself in %(time)s"),
        "ends_soon": _("Both sides are silent: this chat is about to end by itself."),
    }
