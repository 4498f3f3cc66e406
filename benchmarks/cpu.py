"""How much processor time processes have used, from /proc."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The process and everything that descends from it."""
    own = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in own for below in children(int(child)))]


def seconds(pids: list[int]) -> float:
    """User and system seconds of the processes together; one that is gone counts nothing."""
    total = 0.0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICK
    return total


def cluster_of(backend: int) -> list[int]:
    """All processes of the database server to which this process of a connection belongs."""
    parent = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1]
    return children(int(parent))
