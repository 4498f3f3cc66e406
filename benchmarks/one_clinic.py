"""A database of its own for one clinic: filled, and then measured by a fresh process."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg


def measured(server: str, name: str, fill: Sequence[str], measure: str) -> Mapping[str, Any]:
    """Make the database, ``fill`` it by a command of Python, and read the JSON that the module ``measure`` prints."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    address = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    environment = {**os.environ, "DATABASE_URL": address, "PLUMBLINE_PROCESS": "manage"}
    for step in (("manage.py", "setup_database"), fill, ("-m", measure)):
        done = subprocess.run([sys.executable, *step], check=True, stdout=subprocess.PIPE, text=True, env=environment)
    found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
