"""What the person who started the product needs to enter it: one block to read, one file for scripts."""

from collections.abc import Mapping, Sequence
from typing import Any


def ready_content(port: int, demo: Mapping[str, Any]) -> dict[str, Any]:
    """The content of ``ready.json``. ``demo`` is what ``seed_demo`` left."""
    site = f"http://127.0.0.1:{port}"
    return {
        "admin_url": f"{site}/admin/",
        "api_url": f"{site}/api/v1/",
        "logins": demo["logins"],
        "api_clients": demo["api_clients"],
    }


def ready_block(ready: Mapping[str, Any], ready_file: str, logs: str) -> str:
    """The block printed when the product can be used."""
    return "\n".join(
        [
            "",
            "Plumbline is ready. Everything in it is synthetic.",
            "",
            f"  Admin     {ready['admin_url']}",
            f"  API docs  {ready['api_url']}docs/",
            "",
            *_table(["Role", "Clinic", "User name", "Password"], _login_rows(ready["logins"])),
            "",
            *_table(["API client of", "Client id", "Client secret"], _client_rows(ready["api_clients"])),
            "",
            f"  For scripts: {ready_file}",
            f"  Logs:        {logs}",
            "  Stop with Ctrl-C.",
            "",
        ]
    )


def _login_rows(logins: Sequence[Mapping[str, str]]) -> list[list[str]]:
    return [[login["role"], login["clinic"], login["username"], login["password"]] for login in logins]


def _client_rows(clients: Sequence[Mapping[str, str]]) -> list[list[str]]:
    return [[client["clinic"], client["client_id"], client["client_secret"]] for client in clients]


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [titles, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(titles))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    ]
