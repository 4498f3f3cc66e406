"""Seconds from ``make run`` to ready: the first time with an empty data folder, and the second time."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

BOOTSTRAP = Path(__file__).resolve().parents[1] / "scripts" / "bootstrap.py"
LONGEST = 300


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the database's own account must be able to enter
        for name in ("first", "second"):
            print(f"{name} start: {seconds_to_ready(Path(folder) / 'data'):.1f} s to ready")


def seconds_to_ready(data: Path) -> float:
    """Start the product, wait until it is ready, stop it again."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment = {**kept, "PORT": str(port), "DATA_DIR": str(data)}
    command = [sys.executable, str(BOOTSTRAP), "run"]
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        while not _is_ready(port):
            if process.poll() is not None or time.monotonic() - began > LONGEST:
                raise SystemExit("it did not start")
            time.sleep(0.1)
        return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready/", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


if __name__ == "__main__":
    main()
