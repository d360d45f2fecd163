"""When the web process answers."""

import http.client
import socket
import time
from collections.abc import Callable

HEALTH = "/healthz"
PAUSE_SECONDS = 0.2


def port_is_free(host: str, port: int) -> bool:
    """Asked the way the server will ask: a port that is merely cooling down after a restart counts as free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", HEALTH)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def when_ready(host: str, port: int, then: Callable[[], None]) -> None:
    """Call `then` once the server answers."""
    while not healthy(host, port):
        time.sleep(PAUSE_SECONDS)
    then()
