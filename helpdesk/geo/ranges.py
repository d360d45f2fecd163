"""Own table of address ranges: offices, partners, and corrections of what a database has wrong. It is asked first."""

from collections import defaultdict
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

from routing.regions import Place

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAPPED = IPv6Network("::ffff:0:0/96")


class Ranges:
    """The narrowest range that has the address counts; of equal ones the last. Build it once and ask it often."""

    def __init__(self, entries: Iterable[tuple[str | Network, Place]] = ()) -> None:
        """Raises ValueError for what is no network."""
        # For each length of prefix a table, so that a look-up takes as many steps as there are lengths in use.
        self._tables: dict[tuple[int, int], dict[int, Place]] = defaultdict(dict)
        for written, place in entries:
            network = network_of(written)
            self._tables[network.version, network.prefixlen][int(network.network_address)] = place
        self._lengths = sorted(self._tables, reverse=True)

    def find(self, address: Address) -> tuple[Network, Place] | None:
        for version, length in self._lengths:
            if version == address.version:
                start = int(address) >> (address.max_prefixlen - length) << (address.max_prefixlen - length)
                place = self._tables[version, length].get(start)
                if place is not None:
                    return ip_network((start, length)) if version == 6 else IPv4Network((start, length)), place
        return None


def network_of(written: str | Network) -> Network:
    """A network as people write it: `10.1.2.3/16` is `10.1.0.0/16`, `192.0.2.7` is itself alone.

    A mapped one is the IPv4 network that it stands for. Raises ValueError for what is none.
    """
    network = ip_network(str(written).strip(), strict=False)
    if isinstance(network, IPv6Network) and network.prefixlen >= MAPPED.prefixlen and network.subnet_of(MAPPED):
        return IPv4Network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - MAPPED.prefixlen))
    return network


def spelled(network: Network) -> str:
    """As people write it: an address alone goes without its length."""
    return str(network.network_address) if network.prefixlen == network.max_prefixlen else str(network)


def one_spelling(written: str) -> str:
    """What is no network stays as it is."""
    try:
        return spelled(network_of(written))
    except ValueError:
        return written
