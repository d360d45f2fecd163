"""Quotation marks of the active language around what people have written or named."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def quoted(text: object) -> str:
    return _("“%(text)s”") % {"text": text}


def thing(name: object) -> str:
    """A group, channel, stage … within a sentence: bare in English, where "the group Sales" needs no marks."""
    # Translators: the name of a group, channel, stage, category or event within the sentence of a rule.
    return pgettext("within a sentence", "%(name)s") % {"name": name}
