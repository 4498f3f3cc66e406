"""DATA_DIR: everything one copy of the product keeps, and which copy is using it."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import redis

from clinic.embedded.errors import CannotStart


class DataFolder:
    """The files of DATA_DIR by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.logs = path / "logs"
        self.addresses = path / "embedded.json"
        """Where the embedded servers are, for the settings; there only while they run."""
        self.demo = path / "demo.json"
        """The demo's logins and API clients, as ``seed_demo`` left them."""
        self.ready = path / "ready.json"
        """How to reach and enter the running product, for scripts; there only while it runs."""

    def make(self) -> None:
        """Make the folder and its logs. Root lets others pass through, as its servers' account must."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if os.stat(self.path).st_uid == os.geteuid():
                self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
            self.logs.mkdir(exist_ok=True, mode=0o700)
        except OSError as problem:
            raise CannotStart(
                f"Cannot write to {self.path} ({problem.strerror}). "
                f"Choose another folder: DATA_DIR=/some/folder make run"
            ) from problem

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second copy out of this folder for as long as this one runs."""
        with (self.path / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CannotStart(
                    f"Plumbline is already running with the data in {self.path}. Stop it first (Ctrl-C), "
                    f"or run a second copy beside it: PORT=8001 DATA_DIR=/some/folder make run"
                ) from None
            yield

    @contextmanager
    def announced(self, addresses: Mapping[str, str], run: Path) -> Iterator[None]:
        """Keep the servers' addresses in the folder, and how to enter the product, only while true."""
        write_private(self.addresses, {**addresses, "run_folder": str(run)})
        try:
            yield
        finally:
            self.ready.unlink(missing_ok=True)
            self.addresses.unlink(missing_ok=True)

    def clear_leftovers(self) -> bool:
        """Clear up after a copy that was killed; return whether there was one.

        On Linux its processes died with it. Elsewhere its broker may still write to this folder: stop it.
        """
        if not self.addresses.exists():
            return False
        left = json.loads(self.addresses.read_text())
        if "redis_url" in left:
            with (
                suppress(redis.RedisError),
                redis.Redis.from_url(left["redis_url"], socket_timeout=3) as broker,
            ):
                broker.shutdown()
        shutil.rmtree(left["run_folder"], ignore_errors=True)
        self.ready.unlink(missing_ok=True)
        self.addresses.unlink()
        return True


def write_private(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON that only this account may read, in one step."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
    draft.replace(path)
