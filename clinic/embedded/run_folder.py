"""The folder for the sockets of one run: short, private, and gone afterwards.

A socket's path may have about 100 bytes, and DATA_DIR can be deep, so that it lies in the temporary folder.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinic.embedded.account import unprivileged_account

LONGEST_FOLDER = 60
"""Bytes of the folder's path that leave room for ``postgres/.s.PGSQL.5432`` below it."""


@contextmanager
def run_folder() -> Iterator[Path]:
    """A new folder, removed at the end. Others may pass through it (a server's account must), not list it."""
    folder = Path(tempfile.mkdtemp(prefix="plumbline-", dir=_place()))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place() -> str:
    """The temporary folder, or /tmp when that one is too deep, or closed to the servers' account."""
    account, place = unprivileged_account(), tempfile.gettempdir()
    reachable = account is None or account.can_enter(Path(place))
    return place if reachable and len(place.encode()) < LONGEST_FOLDER else "/tmp"  # noqa: S108
