"""What a simulation has counted, and how it is told."""

import time
from dataclasses import dataclass, field
from statistics import median


@dataclass(slots=True)
class Tally:
    """Waits are seconds from the visitor's first word to the first answer."""

    began: float = field(default_factory=time.monotonic)
    visitors: int = 0
    talking: int = 0
    said: int = 0
    acked: int = 0
    asked: int = 0
    refused: int = 0
    answered: int = 0
    conflicts: int = 0
    ended: int = 0
    given_up: int = 0
    reconnects: int = 0
    present: int = 0
    waits: list[float] = field(default_factory=list)

    def line(self) -> str:
        minutes, seconds = divmod(int(time.monotonic() - self.began), 60)
        parts = [
            f"{minutes:02}:{seconds:02}",
            f"operators {self.present}",
            f"visitors {self.talking} of {self.visitors}",
            f"said {self.said} (confirmed {self.acked})",
            f"answered {self.answered}",
            f"first answer {median(self.waits):.1f} s" if self.waits else "first answer –",  # noqa: RUF001
            f"finished {self.ended}",
        ]
        rare = {
            "left a request": self.asked,
            "gave up": self.given_up,
            "refused": self.refused,
            "too late": self.conflicts,
        }
        rare["reconnects"] = self.reconnects
        return "  ".join(parts + [f"{name} {count}" for name, count in rare.items() if count])
