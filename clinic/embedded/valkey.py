"""The embedded Valkey: the broker of Celery and the cache."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import redis

from clinic.embedded.account import Account, make_private
from clinic.embedded.tethering import tethered

DURABLE = {"appendonly": "yes", "maxmemory-policy": "noeviction"}
"""Every accepted message survives a kill, and a full memory refuses messages instead of dropping some."""
THROWAWAY = {"appendfsync": "no", "databases": "64"}
"""Faster, lost with the machine, and with a database for each process of a test run, which is as long as it lives."""


@dataclass(frozen=True)
class Valkey:
    """One Valkey server on a Unix socket. ``settings`` are added to its command line."""

    data_folder: Path
    socket_folder: Path
    program: Path
    account: Account | None
    settings: Mapping[str, str] = field(default_factory=dict)

    name = "valkey"
    stop_signal = "TERM"

    def prepare(self) -> None:
        """Make the data and socket folders."""
        make_private(self.data_folder, self.account)
        make_private(self.socket_folder, self.account)

    def command(self) -> list[str]:
        """The command line of the server, which stays in the foreground and ends with its parent."""
        settings = {
            "port": "0",
            "unixsocket": str(self._socket()),
            "unixsocketperm": "700",
            "dir": str(self.data_folder),
            **DURABLE,
            **self.settings,
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        # Without scheduled snapshots: the append-only file is the copy on disk.
        return tethered([self.program, *options, "--save", ""], "SIGTERM", self.account)

    def answers(self) -> bool:
        """Whether the server accepts commands now."""
        try:
            with redis.Redis(unix_socket_path=str(self._socket()), socket_timeout=3) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def addresses(self) -> dict[str, str]:
        """What the settings need to reach it."""
        return {"redis_url": f"unix://{self._socket()}?db=0"}

    def _socket(self) -> Path:
        return self.socket_folder / "valkey.sock"
