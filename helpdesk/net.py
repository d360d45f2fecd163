"""Where a client really is when proxies stand between (SPEC 2.3), and which page it speaks for (SPEC 7.1)."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from helpdesk.origins import normal

Address = IPv4Address | IPv6Address

UNIX = "unix"
"""In TRUSTED_PROXIES: whoever comes through the server's own Unix socket, and so has no address."""


def client_ip(peer: str | None, forwarded_for: str, trusted_proxies: Iterable[str]) -> str | None:
    """The client's address in canonical form; None when nothing can be known.

    `forwarded_for` is X-Forwarded-For, "client, proxy, proxy". It is read from its right end, as long as whoever
    vouches for the next entry is a trusted proxy: what a client has written into it itself is never reached.
    `trusted_proxies`: addresses, networks (10.0.0.0/8) and `unix`.
    """
    trusted = list(trusted_proxies)
    current = _parse(peer or "")
    if current is None and (peer or UNIX not in trusted):
        return None
    for entry in reversed(forwarded_for.split(",")):
        if current is not None and not _is_trusted(current, trusted):
            break
        following = _parse(entry)
        if following is None:
            break
        current = following
    return str(current) if current is not None else None


def neighbourhood(ip: str | None) -> str:
    """For counting: an IPv4 address is one customer, in IPv6 a whole /64 is."""
    address = _parse(ip or "")
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), 64), strict=False))
    return str(address)


def _is_trusted(address: Address, trusted: Iterable[str]) -> bool:
    return any(address in _network(written) for written in trusted if written != UNIX)


@lru_cache
def _network(written: str) -> IPv4Network | IPv6Network:
    """Reading one takes longer than anything else that a request needs here."""
    return ip_network(written, strict=False)


def _parse(text: str) -> Address | None:
    """Some proxies add a port: 192.0.2.1:1234, [2001:db8::1]:1234."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def origin_allowed(origin: str | None, allowed: Iterable[str]) -> bool:
    """Whether a page of this origin may talk to us; nothing in `allowed` means every page may.

    No header at all is let through: browsers always send one from foreign pages, and other programs could send any.
    """
    wanted = {normal(entry) for entry in allowed}
    if origin is None or not wanted:
        return True
    return normal(origin) in wanted - {None}
