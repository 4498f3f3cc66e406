"""Command lines that end with the process that started them."""

import sys
from collections.abc import Sequence
from pathlib import Path

from clinic.embedded.account import Account

SCRIPT = Path(__file__).with_name("tether.py")


def tethered(command: Sequence[str | Path], signal_name: str, account: Account | None = None) -> list[str]:
    """The command, run so that its parent's death sends it ``signal_name``; as ``account`` if given."""
    identity = f"{account.uid}:{account.gid}" if account else "-"
    return [sys.executable, "-I", "-S", str(SCRIPT), signal_name, identity, *map(str, command)]
