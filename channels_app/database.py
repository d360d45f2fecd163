"""Database work for async doors, in threads of their own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 8
"""Below the connection pool's size (12), so that the pages always find a connection too."""

_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="door")


async def in_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call it in one of the doors' threads, beside others: `database_sync_to_async` would queue all sockets in one.

    No context variables go along: what is called must not rely on an active language or the like.
    """
    work = partial(_work, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, work)


def _work(function: Callable[[], R]) -> R:
    close_old_connections()
    try:
        return function()
    finally:
        close_old_connections()
