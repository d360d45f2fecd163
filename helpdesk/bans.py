"""Which bans are in force (SPEC 7.9). Addresses are compared as what they mean, however they are written."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from helpdesk.geo.ranges import Network, network_of, spelled
from helpdesk.models import Ban, Visitor


class Banned:
    """Addresses and subnets, each with the moment at which its ban ends; None: never by itself."""

    def __init__(self, rows: Iterable[tuple[str, datetime | None]] = ()) -> None:
        self._ends: dict[Network, list[datetime | None]] = {}
        for written, ends in rows:
            network = read(written)
            # What was stored past every check and is no address turns out nobody, nor breaks the door for the others.
            if network is not None:
                self._ends.setdefault(network, []).append(ends)
        self._lengths = {(network.version, network.prefixlen) for network in self._ends}

    def has(self, address: str | None, now: datetime) -> bool:
        own = read(address or "") if self._ends else None
        if own is None:
            return False
        lengths = (length for version, length in self._lengths if version == own.version and length <= own.prefixlen)
        around = (own.supernet(new_prefix=length) for length in lengths)
        return any(ends is None or ends > now for network in around for ends in self._ends.get(network, ()))


def in_force(now: datetime) -> QuerySet[Ban]:
    return Ban.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def of_addresses(now: datetime) -> Banned:
    """All addresses and subnets that get nothing. One query."""
    return Banned(in_force(now).exclude(ip="").values_list("ip", "expires_at"))


def is_banned(visitor: Visitor | None, ip: str | None, now: datetime) -> bool:
    """Whether this browser or this address gets nothing. One query, which reads no other bans: every visitor asks."""
    named = Q(ip__in=_around(ip))
    if visitor is not None:
        named |= Q(visitor=visitor)
    return in_force(now).filter(named).exists()


def _around(ip: str | None) -> list[str]:
    """The address and every subnet that it is in, as bans are kept."""
    own = read(ip or "")
    return [spelled(own.supernet(new_prefix=length)) for length in range(own.prefixlen + 1)] if own is not None else []


def read(written: str) -> Network | None:
    """None for what is neither an address nor a subnet."""
    try:
        return network_of(written)
    except ValueError:
        return None
