"""The web server's port: a wrong or taken one is said before anything starts."""

import os
import socket
import time

from clinic.embedded.errors import CannotStart

HOST = "127.0.0.1"
HIGHEST = 65535


def chosen_port() -> int:
    """PORT from the environment, 8000 when it is not set."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST:
        raise CannotStart(f"PORT is {text!r}; it must be a number from 1 to {HIGHEST}.")
    return int(text)


def refuse_taken_port(port: int, patience: float = 0) -> None:
    """Raise CannotStart if the port cannot be had within ``patience`` seconds."""
    give_up = time.monotonic() + patience
    while problem := _problem_with(port):
        if time.monotonic() >= give_up:
            raise CannotStart(f"Port {port} {problem}. Choose another one: PORT=8001 make run")
        time.sleep(0.2)


def _problem_with(port: int) -> str | None:
    with socket.socket() as probe:
        # As the web server does: a port that is only cooling down after a stop is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            return "is reserved for the system"
        except OSError:
            return "is taken by another program"
    return None
