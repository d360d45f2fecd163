"""The car dealership of document C: something to look at, to try and to test with. Served only when `settings.DEMO`."""

from helpdesk.demo.cast import OPERATORS, OWNER, PASSWORD, SUPERVISOR

__all__ = ["logins"]


def logins() -> list[tuple[str, str, str]]:
    """(role, username, password) of everybody who can log in to the demo; role is owner, supervisor or operator."""
    return [
        ("owner", OWNER, PASSWORD),
        ("supervisor", SUPERVISOR, PASSWORD),
        *(("operator", person.username, PASSWORD) for person in OPERATORS),
    ]
