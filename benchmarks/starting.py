"""The product, started as ``make run`` starts it, on a free port and with a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BOOTSTRAP = Path(__file__).resolve().parents[1] / "scripts" / "bootstrap.py"
LONGEST = 300


@contextmanager
def started(data: Path) -> Iterator[float]:
    """Start it, give the seconds from the command until it says that it is ready, and stop it in the end."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment = {**kept, "PORT": str(_free_port()), "DATA_DIR": str(data)}
    command = [sys.executable, str(BOOTSTRAP), "run"]
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        while not (data / "ready.json").exists():  # it is there only while the product can be used
            if process.poll() is not None or time.monotonic() - began > LONGEST:
                raise SystemExit("it did not start")
            time.sleep(0.1)
        yield time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
