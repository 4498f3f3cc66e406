"""The supervisor: it restarts what dies, stops in order, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic.embedded.processes import COMMANDS, SECONDS_TO_STOP
from clinic.embedded.run_folder import run_folder
from clinic.embedded.supervision import Program, Supervisor, configuration_text, supervised
from clinic.embedded.tethering import tethered

pytestmark = [pytest.mark.stack, pytest.mark.timeout(60)]

# Says its process id, and at a polite end also its name, in a file that all of them share.
CHILD = """
import os, signal, sys, time
journal = open(sys.argv[1], "a", buffering=1)
def end(*_):
    journal.write(sys.argv[2] + " stopped\\n")
    sys.exit()
signal.signal(signal.SIGTERM, end)
journal.write(f"{sys.argv[2]} {os.getpid()}\\n")
while True:
    time.sleep(0.05)
"""


class Journal:
    """What the supervised programs wrote."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[str]:
        return self.path.read_text().splitlines() if self.path.exists() else []

    def process_ids(self, name: str) -> list[int]:
        words = [line.split() for line in self.lines()]
        return [int(said) for who, said in words if who == name and said.isdecimal()]


def wait_until(condition: Callable[[], object], seconds: float = 15) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "it did not come true in time"
        time.sleep(0.05)


def is_running(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    # A percent sign and a space in a path must not confuse the supervisor's configuration.
    folder = tmp_path / "100 % data"
    folder.mkdir()
    return Journal(folder / "journal")


@pytest.fixture
def stack(journal: Journal) -> Iterator[Supervisor]:
    child = journal.path.with_name("child.py")
    child.write_text(CHILD)

    def program(name: str, autostart: bool) -> Program:
        command = [sys.executable, str(child), str(journal.path), name]
        return Program(name, tethered(command, "SIGKILL"), autostart=autostart)

    programs = [program(name, name in ("postgres", "valkey")) for name in SECONDS_TO_STOP]
    with run_folder() as run, supervised(programs, run, journal.path.parent) as supervisor:
        yield supervisor


def test_what_is_killed_comes_back_and_everything_stops_in_order(stack: Supervisor, journal: Journal) -> None:
    wait_until(lambda: journal.process_ids("postgres") and journal.process_ids("valkey"))
    assert not journal.process_ids("web"), "the product waits until its servers are prepared"
    stack.start(list(COMMANDS))
    wait_until(lambda: all(journal.process_ids(name) for name in COMMANDS))
    assert os.getpgid(journal.process_ids("web")[0]) != os.getpgid(0), "Ctrl-C would reach it out of order"

    assert stack.died() == []
    os.kill(journal.process_ids("worker")[0], signal.SIGKILL)
    wait_until(lambda: len(journal.process_ids("worker")) == 2)
    assert stack.died() == ["worker"]

    stack.stop()
    stopped = [line.split()[0] for line in journal.lines() if line.endswith(" stopped")]
    assert stopped == ["web", "worker", "beat", "valkey", "postgres"]
    assert not any(is_running(each) for name in SECONDS_TO_STOP for each in journal.process_ids(name))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_a_killed_supervisor_takes_its_programs_with_it(stack: Supervisor, journal: Journal) -> None:
    # Both must have begun: one that is only about to begin asks the kernel too late, and would be left behind.
    wait_until(lambda: journal.process_ids("postgres") and journal.process_ids("valkey"))
    stack.process.kill()
    wait_until(lambda: not any(is_running(journal.process_ids(name)[0]) for name in ("postgres", "valkey")))


def test_a_program_that_dies_at_its_start_is_named(tmp_path: Path) -> None:
    broken = Program("web", [sys.executable, "-c", "raise SystemExit(3)"])
    with run_folder() as run, supervised([broken], run, tmp_path) as supervisor:
        supervisor.start(["web"])
        wait_until(lambda: supervisor.died() == ["web"])


def test_together_they_may_take_less_than_thirty_seconds_to_stop() -> None:
    assert sum(SECONDS_TO_STOP.values()) < 30
    assert list(SECONDS_TO_STOP) == ["web", "worker", "beat", "valkey", "postgres"]


def test_logs_do_not_grow_without_end(tmp_path: Path) -> None:
    text = configuration_text([Program("web", ["true"])], tmp_path)
    assert "stdout_logfile_maxbytes = 10MB" in text


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_a_tethered_command_ends_with_its_parent(tmp_path: Path) -> None:
    written = tmp_path / "id"
    child = f"import os, time; open({str(written)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    parent = f"import subprocess, time; subprocess.Popen({tethered([sys.executable, '-c', child], 'SIGKILL')!r}); "
    process = subprocess.Popen([sys.executable, "-c", parent + "time.sleep(60)"])
    wait_until(lambda: written.exists() and written.read_text())
    assert is_running(int(written.read_text()))
    process.kill()
    process.wait()
    wait_until(lambda: not is_running(int(written.read_text())))
