"""A corner of its own in the Redis that is in use, emptied afterwards."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import redis


@contextmanager
def throwaway_prefix(url: str) -> Iterator[str]:
    """A prefix for every key; whatever has been left under it is deleted at the end."""
    prefix = f"trial-{secrets.token_hex(4)}"
    try:
        yield prefix
    finally:
        with redis.from_url(url) as client:
            for key in client.scan_iter(f"{prefix}*", count=1000):
                client.delete(key)
