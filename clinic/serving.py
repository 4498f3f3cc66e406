"""gunicorn's settings: ``gunicorn --config python:clinic.serving clinic.wsgi``."""

import gc
import os
from typing import Any

from clinic.embedded.tether import tie_to_parent

bind = os.environ.get("LISTEN") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# The product is loaded once and shared: a worker is there at once, and shares the memory.
preload_app = True
graceful_timeout = 5
loglevel = "warning"


def post_fork(server: Any, worker: Any) -> None:
    """Let a worker end with its master. One left behind would keep the port, and answer with errors."""
    tie_to_parent("SIGTERM")
    # What is loaded stays: looking through it for garbage again and again costs a twentieth of each request.
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
