"""Who of the demo is at the screen, and the rules of its groups, without anybody's browser."""

import json
import time
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from helpdesk.demo.cast import PUBLIC_KEY
from tests.stack import Stack, eventually

SKODA, TATRA, USED, SERVICE = "Skoda: new cars", "Tatra: new cars", "Used cars", "Service"
ONE_OF_EACH = ("boris", "dmitry", "elena", "galina")
"""Together they are in all four groups."""

TAB = "00000000-0000-4000-8000-00000000e2e0"


BOARD_SECONDS = 1.5


class Staff:
    """Every change waits until the doors know of it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    def come(self, *usernames: str) -> None:
        """These and nobody else: pages that other tests have left may still count as open.

        They come before the others leave: a moment without anybody would be shown to visitors, and after it had passed.
        """
        self.stack.execute(
            "INSERT INTO helpdesk_presencelease (operator_id, tab, expires_at)"
            " SELECT o.id, %s, now() + interval '1 day' FROM helpdesk_operator o JOIN helpdesk_user u"
            " ON u.id = o.user_id WHERE u.username = ANY(%s) ON CONFLICT DO NOTHING",
            [TAB, list(usernames)],
        )
        self.stack.execute(
            "DELETE FROM helpdesk_presencelease l USING helpdesk_operator o JOIN helpdesk_user u ON u.id = o.user_id"
            " WHERE o.id = l.operator_id AND (l.tab <> %s OR u.username <> ALL(%s))",
            [TAB, list(usernames)],
        )
        names = self.stack.query(
            "SELECT DISTINCT g.name FROM helpdesk_operatorgroup g JOIN helpdesk_operatorgroup_members m"
            " ON m.operatorgroup_id = g.id JOIN helpdesk_presencelease l ON l.operator_id = m.operator_id"
        )
        groups = {name for (name,) in names}
        eventually(10, f"{groups} are there", lambda: self._reachable() == groups)

    def leave(self) -> None:
        """Everybody goes home."""
        self._go()
        self.until("none", "request")

    def when_away(self, what: str) -> None:
        """For all groups: `hide` or `request`."""
        self.stack.execute("UPDATE helpdesk_operatorgroup SET when_away = %s", [what])
        self._configured()

    def pages(self, group: str, *patterns: str) -> None:
        self.stack.execute(
            "UPDATE helpdesk_operatorgroup SET include_pages = %s WHERE name = %s", [list(patterns), group]
        )
        self._configured()

    def reset(self) -> None:
        """As the demo was."""
        self.stack.execute("UPDATE helpdesk_operatorgroup SET when_away = 'request', include_pages = '{}'")
        self._configured()
        self._go()

    def until(self, *modes: str, page: str = "/demo/") -> None:
        """Until somebody new on that page gets one of these."""
        eventually(10, f"{page} is {modes}", lambda: self.audience(page)[0] in modes)

    def audience(self, page: str = "/demo/") -> tuple[str, list[str]]:
        """Mode, and names of groups."""
        asked = urlencode({"key": PUBLIC_KEY, "page": f"{self.stack.url}{page}"})
        with urlopen(f"{self.stack.url}/w/v1/boot?{asked}") as answer:
            told: dict[str, Any] = json.load(answer)
        return told.get("mode", "none"), [group["name"] for group in told.get("groups", [])]

    def _reachable(self) -> set[str]:
        """By chat: the groups of a request form are told in the same way."""
        mode, names = self.audience()
        return set(names) if mode in {"choice", "direct"} else set()

    def _go(self) -> None:
        self.stack.execute("DELETE FROM helpdesk_presencelease")

    def _configured(self) -> None:
        self.stack.execute("UPDATE helpdesk_boardversion SET number = number + 1")
        # The doors are right within a second of a change, and from outside nothing tells when: what they answered
        # before may well be what they answer afterwards.
        time.sleep(BOARD_SECONDS)
