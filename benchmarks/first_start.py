"""Seconds from ``make run`` to ready: the first time with an empty data folder, and the second time."""

import tempfile
from pathlib import Path

from benchmarks.starting import started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the database's own account must be able to enter
        for name in ("first", "second"):
            with started(Path(folder) / "data") as seconds:
                print(f"{name} start: {seconds:.1f} s to ready")


if __name__ == "__main__":
    main()
