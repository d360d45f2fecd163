"""What happens by itself in one channel: silence, outcome, automatic words (SPEC 4.3, 4.8, 4.9, 4.10, 5.6)."""

from dataclasses import dataclass

from routing.autoend import AutoEnd
from routing.autoreplies import Texts


@dataclass(frozen=True, slots=True)
class Service:
    """Nothing is left to inherit here. `silence`, `warning`, `postpone` and `cancelled_under` are seconds; 0 is off.

    An empty text is not said. `callback_minutes` is the length of the slots in which a call can be asked for.
    """

    silence: int = 600
    warning: int = 60
    postpone: int = 300
    cancelled_under: int = 20
    category_required: bool = False
    reply_hours: str = ""
    reply_offline: str = ""
    reply_busy: str = ""
    callback_minutes: int = 30
    deal_with_card: bool = False

    @property
    def auto_end(self) -> AutoEnd:
        return AutoEnd(self.silence, self.warning, self.postpone)

    @property
    def texts(self) -> Texts:
        return Texts(self.reply_hours, self.reply_offline, self.reply_busy)
