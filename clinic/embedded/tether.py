"""Run a command that ends when its parent ends, optionally as another account.

    python tether.py SIGNAL UID:GID|- COMMAND...

A killed supervisor would leave its processes behind, holding the port and the data folder. Linux can send
them a signal at that moment; elsewhere the command runs without the tether, and the next start clears up.
A script of its own, run by path: it must start in milliseconds and import nothing of the product.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(account: str) -> None:
    """Give up root for ``uid:gid`` and for every other group."""
    uid, gid = map(int, account.split(":"))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def tie_to_parent(signal_name: str) -> None:
    """Ask the kernel for the signal at the parent's death. Changing the account undoes it: call it after."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.Signals[signal_name].value)


def main() -> None:
    signal_name, account, *command = sys.argv[1:]
    if account != "-":
        become(account)
    tie_to_parent(signal_name)
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
