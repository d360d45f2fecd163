"""Many at once, on the real PostgreSQL: every thread has its own connection."""

from collections.abc import Callable, Iterable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Run all deeds in threads that start together; what each returned, or the exception it raised."""
    barrier = Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=30)
            results[place] = deed()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test wants to see it
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, deed), daemon=True) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def errors(results: Iterable[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]
