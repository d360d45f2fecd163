"""Service policies by their channel, the general one by an empty channel. An empty cell is inherited."""

from typing import Any

from helpdesk.models import ServicePolicy
from helpdesk.resources.base import Column
from helpdesk.resources.inheriting import OfChannels
from helpdesk.resources.widgets import Text, Whole, Widget, YesNo
from routing.service import Service

SILENT = "-"
"""In a cell of a text: nothing is said here, although the general policy says something."""


class Reply(Widget):
    """Empty is inherited, which is another thing than to say nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = Text().clean(value)
        if text == SILENT:
            return ""
        return text or None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return SILENT if value == "" else Text().render(value)


class ServicePolicyResource(OfChannels):
    silence = Column("silence", Whole())
    warning = Column("warning", Whole())
    postpone = Column("postpone", Whole())
    cancelled_under = Column("cancelled_under", Whole())
    category_required = Column("category_required", YesNo())
    reply_hours = Column("reply_hours", Reply())
    reply_offline = Column("reply_offline", Reply())
    reply_busy = Column("reply_busy", Reply())
    callback_minutes = Column("callback_minutes", Whole())
    deal_with_card = Column("deal_with_card", YesNo())

    class Meta:
        model = ServicePolicy
        fields = ("contact_point", *Service.__slots__)
