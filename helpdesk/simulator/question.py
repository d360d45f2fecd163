"""What is asked of the simulator, of a configuration that need not be saved yet."""

from dataclasses import dataclass, replace
from datetime import datetime

from helpdesk.models import Contact, ContactPoint, DistributionPolicy
from routing.board import Board, GroupRules

UNSAVED = 0
"""The id of a group that has no row yet; None would mean Everyone."""


@dataclass(frozen=True, slots=True)
class Override:
    """A group as if it were set up so, whatever is stored. `members`: ids of operators; None: those who are stored.

    `rules` may come from `helpdesk.board.knowledge.rules_of` for a form's unsaved instance.
    """

    rules: GroupRules
    members: frozenset[int] | None = None

    @property
    def id(self) -> int:
        return UNSAVED if self.rules.id is None else self.rules.id

    @property
    def applied(self) -> GroupRules:
        count = self.rules.members if self.members is None else len(self.members)
        return replace(self.rules, id=self.id, members=count)


@dataclass(frozen=True, slots=True)
class Question:
    """`address` or `region` (a code, see `helpdesk.simulator.places`) says where the visitor is; neither: nobody knows.

    `at` None means now. `everybody`: as if all operators were at work with nothing to do. `client`: whose personal
    manager and whose last operator are preferred. `point` may be as its form has it; `policy`, the channel's own or the
    general one, stands in for its stored self (`helpdesk.snapshots.policies.with_people`).
    """

    page: str
    address: str | None = None
    region: str = ""
    at: datetime | None = None
    point: ContactPoint | None = None
    everybody: bool = False
    client: Contact | None = None
    policy: DistributionPolicy | None = None
    overrides: tuple[Override, ...] = ()


def overridden(board: Board, overrides: tuple[Override, ...]) -> Board:
    """The board with these groups in the place of their stored selves; new ones come last."""
    if not overrides:
        return board
    others = {override.id: override.applied for override in overrides}
    kept = [others.pop(group.id, group) if group.id is not None else group for group in board.groups]
    return Board((*kept, *others.values()), board.everyone)
