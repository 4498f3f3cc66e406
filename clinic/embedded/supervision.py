"""The supervisor over every process: it restarts what dies and stops everything in order.

The ``supervisor`` package does the work; this file writes its configuration and talks to it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import join
from typing import Any, cast
from xmlrpc.client import ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from clinic.embedded.errors import CannotStart
from clinic.embedded.processes import SECONDS_TO_STOP
from clinic.embedded.tethering import tethered

SECONDS_TO_ANSWER = 10


@dataclass(frozen=True)
class Program:
    """One supervised process. ``autostart`` is for those that the setup itself needs."""

    name: str
    command: Sequence[str]
    stop_signal: str = "TERM"
    autostart: bool = False


class Supervisor:
    """A running supervisor, spoken to over its socket."""

    def __init__(self, process: subprocess.Popen[bytes], socket: Path) -> None:
        self.process = process
        self._socket = socket
        self._first_ids: dict[str, int] = {}

    def start(self, names: Sequence[str]) -> None:
        """Start programs without waiting for them to run."""
        for name in names:
            self._remote().startProcess(name, False)
            self._first_ids[name] = self._remote().getProcessInfo(name)["pid"]

    def died(self) -> list[str]:
        """The programs that ``start`` started and that have died since, even if they run again by now."""
        ids = {program["name"]: program["pid"] for program in self._remote().getAllProcessInfo()}
        return [name for name, first_id in self._first_ids.items() if ids[name] != first_id]

    def answers(self) -> bool:
        """Whether it takes commands now. Raises CannotStart if it has ended."""
        if self.process.poll() is not None:
            raise CannotStart("The process supervisor ended before anything was started; see supervisor.log.")
        try:
            return bool(self._remote().getPID())
        except OSError:
            return False

    def stop(self) -> None:
        """Stop every program in order, then the supervisor. Returns when all of them are gone."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(sum(SECONDS_TO_STOP.values()) + 2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _remote(self) -> Any:
        # A new connection each time: the supervisor closes idle ones.
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        return cast(Any, ServerProxy("http://localhost", transport=transport)).supervisor


@contextmanager
def supervised(programs: Sequence[Program], run: Path, logs: Path) -> Iterator[Supervisor]:
    """Run a supervisor over the programs; stop them all at the end, whatever happens."""
    # The supervisor trips over a percent sign in a log's path, so that it gets the logs by another name.
    (run / "logs").symlink_to(logs)
    configuration = run / "supervisor.conf"
    configuration.write_text(configuration_text(programs, run))
    command = tethered([sys.executable, "-m", "supervisor.supervisord", "-c", configuration], "SIGTERM")
    # A session of its own: Ctrl-C reaches the process that waits for it here, and that one stops the rest.
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    supervisor = Supervisor(process, run / "supervisor.sock")
    try:
        _wait_until_it_answers(supervisor)
        yield supervisor
    finally:
        supervisor.stop()


def _wait_until_it_answers(supervisor: Supervisor) -> None:
    give_up = time.monotonic() + SECONDS_TO_ANSWER
    while not supervisor.answers():
        if time.monotonic() > give_up:
            raise CannotStart("The process supervisor does not answer; see supervisor.log.")
        time.sleep(0.05)


def configuration_text(programs: Sequence[Program], run: Path) -> str:
    """The supervisor's configuration file."""
    general: dict[str, dict[str, object]] = {
        "supervisord": {
            "nodaemon": "true",
            "silent": "true",
            # Naming the account it already has says that running as root is meant.
            "user": os.getuid(),
            "logfile": run / "logs" / "supervisor.log",
            "pidfile": run / "supervisor.pid",
        },
        "unix_http_server": {"file": run / "supervisor.sock", "chmod": "0700"},
        "rpcinterface:supervisor": {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        },
    }
    sections = general | {f"program:{program.name}": _program_options(program, run / "logs") for program in programs}
    return "\n".join(_section_text(name, options) for name, options in sections.items())


def _program_options(program: Program, logs: Path) -> dict[str, object]:
    first_to_stop = list(SECONDS_TO_STOP)
    return {
        "command": join(program.command),
        "environment": f'PLUMBLINE_PROCESS="{program.name}"',
        # Stopped from the highest number down.
        "priority": 10 * (len(first_to_stop) - first_to_stop.index(program.name)),
        "autostart": str(program.autostart).lower(),
        "autorestart": "true",
        # Dying sooner than this is failing to start: the next try waits a little longer each time.
        "startsecs": 5,
        "startretries": 1000,
        "stopsignal": program.stop_signal,
        "stopwaitsecs": SECONDS_TO_STOP[program.name],
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": logs / f"{program.name}.log",
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": 3,
    }


def _section_text(name: str, options: dict[str, object]) -> str:
    # The percent sign starts a substitution in the supervisor's file.
    lines = [f"{option} = {str(value).replace('%', '%%')}" for option, value in options.items()]
    return "\n".join([f"[{name}]", *lines, ""])
