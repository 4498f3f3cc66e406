"""As whom the embedded servers run.

PostgreSQL refuses to run as root. An ordinary user runs the servers as himself; root hands them to the
account that already owns the data folder, or to ``nobody``.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from clinic.embedded.errors import CannotStart


@dataclass(frozen=True)
class Account:
    """A user and group of the operating system, by number."""

    uid: int
    gid: int

    def can_enter(self, path: Path) -> bool:
        """Whether this account may enter the folder, or execute the file. Only root may ask."""
        asked = subprocess.run(  # noqa: S603
            ["/usr/bin/env", "test", "-x", path], user=self.uid, group=self.gid, extra_groups=[], check=False
        )
        return asked.returncode == 0

    def own(self, path: Path) -> None:
        """Give the file, or the folder with everything in it, to this account."""
        for folder, _, files in os.walk(path):
            for name in ("", *files):
                os.chown(os.path.join(folder, name), self.uid, self.gid, follow_symlinks=False)


def unprivileged_account() -> Account | None:
    """The account to which root hands its servers; None for anybody else, who runs them as himself."""
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise CannotStart(
            "PostgreSQL does not run as root, and this machine has no account 'nobody' to hand it to. "
            "Start as an ordinary user, or set DATABASE_URL and REDIS_URL to servers of your own."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)


def server_account(data_folder: Path) -> Account | None:
    """The account for the server whose data lie, or will lie, in ``data_folder``."""
    if os.geteuid() == 0 and data_folder.exists() and (owner := data_folder.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return unprivileged_account()


def make_private(folder: Path, account: Account | None) -> None:
    """Make a folder (mode 0700) that only its servers' account can enter, and check that it can get there."""
    folder.mkdir(parents=True, exist_ok=True)
    if account is not None:
        refuse_unreachable(folder, account)
        if folder.stat().st_uid != account.uid:
            account.own(folder)
    elif folder.stat().st_uid != os.geteuid():
        raise CannotStart(
            f"{folder} belongs to another account (made when Plumbline ran as root, or as somebody else). "
            f"Start as that account again, or choose another folder: DATA_DIR=/some/folder make run"
        )
    folder.chmod(0o700)


def refuse_unreachable(folder: Path, account: Account) -> None:
    """Raise CannotStart with the name of the first folder above that keeps the account out."""
    for parent in reversed(folder.parents):
        if not account.can_enter(parent):
            raise CannotStart(
                f"PostgreSQL does not run as root, so root hands it to an account without rights "
                f"(uid {account.uid}), and that account cannot enter {parent}. "
                f"Choose a folder outside it, for example: DATA_DIR=/var/lib/plumbline make run"
            )
