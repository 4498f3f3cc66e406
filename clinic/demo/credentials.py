"""The demo's passwords and API secrets: random, kept in a file that only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from clinic.demo.clinics import CLINICS
from clinic.practice.roles import SCOPE_PERMISSIONS

FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class ClientIdentity:
    """How one clinic's demo software identifies itself, with every scope."""

    clinic: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = tuple(SCOPE_PERMISSIONS)


@dataclass(slots=True)
class Credentials:
    """Passwords by user name and API clients by clinic; what is not there yet is made up on demand."""

    passwords: dict[str, str] = field(default_factory=dict)
    clients: dict[str, ClientIdentity] = field(default_factory=dict)

    def password(self, username: str) -> str:
        return self.passwords.setdefault(username, secrets.token_urlsafe(12))

    def client(self, clinic: str) -> ClientIdentity:
        made_up = ClientIdentity(clinic, secrets.token_urlsafe(24), secrets.token_urlsafe(32))
        return self.clients.setdefault(clinic, made_up)


def read(data_dir: Path) -> Credentials:
    """What the file holds; nothing if there is no file or it is damaged."""
    try:
        held = json.loads((data_dir / FILE).read_text())
        return Credentials(
            passwords={login["username"]: login["password"] for login in held["logins"]},
            clients={
                one["clinic"]: ClientIdentity(one["clinic"], one["client_id"], one["client_secret"])
                for one in held["api_clients"]
            },
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Credentials()


def write(credentials: Credentials, data_dir: Path) -> None:
    """Replace the file, readable by its owner only, in one step."""
    data_dir.mkdir(parents=True, exist_ok=True)
    new = data_dir / f"{FILE}.new"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(_content(credentials), file, indent=2, ensure_ascii=False)
    new.replace(data_dir / FILE)


def _content(credentials: Credentials) -> dict[str, Any]:
    return {
        "logins": [
            {
                "role": worker.role,
                "clinic": clinic.name,
                "username": worker.username,
                "password": credentials.password(worker.username),
            }
            for clinic in CLINICS
            for worker in clinic.staff
        ],
        "api_clients": [asdict(credentials.client(clinic.name)) for clinic in CLINICS],
    }
