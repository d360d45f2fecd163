"""Why a menu is refused, for the admin's form and for imported files."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.models import MenuOption
from helpdesk.snapshots.menus import as_menu

_WORDS: dict[str, Promise] = {
    "empty": _("A menu needs at least one choice."),
    "number": _("Each choice needs a number of its own, from 0 to 999."),
    "label": _("Each choice needs a label of its own; one that is a number must be the number of that choice."),
}


def refuse(greeting: str, repeat: str, options: Iterable[MenuOption]) -> None:
    """Raises ValueError with a sentence where one choice could not be told from another."""
    try:
        as_menu(greeting, repeat, options)
    except ValueError as error:
        raise ValueError(_WORDS[str(error)]) from error
