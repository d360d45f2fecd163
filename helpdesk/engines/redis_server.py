"""Redis, or Valkey, on a Unix socket, with an append-only file so that queued work outlives a crash."""

import shlex
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk.engines.engine import Engine

LONGEST_STOP_SECONDS = 10.0


class Redis(Engine):
    name = "Redis"

    def __init__(self, server: Path, folder: Path, sockets: Path, log: Path, throwaway: bool = False) -> None:
        super().__init__(log)
        self.server, self.folder, self.throwaway = server, folder, throwaway
        self.socket = sockets / "redis.sock"

    def command(self) -> list[str]:
        kept = "no" if self.throwaway else "yes"
        options = f"--port 0 --unixsocketperm 700 --appendonly {kept} --appendfsync everysec --daemonize no"
        places = ["--unixsocket", str(self.socket), "--dir", str(self.folder)]
        return [str(self.server), *shlex.split(options), "--save", "", *places]

    def sweep(self) -> None:
        """A server that still answers here belonged to a killed runner: it is asked to save and leave."""
        try:
            with self._client() as client:
                client.shutdown()
        except redis.ConnectionError:
            pass  # Nobody there, which is what we want.
        deadline = time.monotonic() + LONGEST_STOP_SECONDS
        while self.answers() and time.monotonic() < deadline:
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with self._client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def _client(self) -> "redis.Redis":
        """Without the library's own retries: their pauses of seconds would be spent on a server known to be away."""
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5, retry=Retry(NoBackoff(), 0))
