"""``make run``: from nothing to a clinic in the browser, and back to nothing on Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from http.client import OK, HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import NoReturn

from clinic.embedded.announcement import ready_block, ready_content
from clinic.embedded.data_folder import DataFolder, write_private
from clinic.embedded.errors import CannotStart
from clinic.embedded.port import HOST, chosen_port, refuse_taken_port
from clinic.embedded.postgres import Postgres
from clinic.embedded.processes import COMMANDS, FILL
from clinic.embedded.run_folder import run_folder
from clinic.embedded.servers import Server, embedded_postgres, embedded_valkey, given, refuse_silent_servers, wait_for
from clinic.embedded.supervision import Program, Supervisor, supervised
from clinic.embedded.tethering import tethered

PROJECT = Path(__file__).resolve().parents[2]
SECONDS_TO_COME_UP = 90
SECONDS_FOR_A_KILLED_COPY = 10
"""A web server that lost its supervisor lets the port go within this time."""
LINES_OF_LOG_SHOWN = 15


class StopAsked(BaseException):
    """Ctrl-C, or a polite kill. Not an Exception: nothing but the way out may catch it."""


def main() -> int:
    """Run until asked to stop. Returns 0 then, 1 with a message when it could not start."""
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, _ask_to_stop)
    folder = DataFolder(Path(os.environ.get("DATA_DIR") or PROJECT / ".data").resolve())
    try:
        run(folder, chosen_port())
    except StopAsked:
        _say("Stopped. The data are kept in " + str(folder.path))
        return 0
    except CannotStart as problem:
        sys.stderr.write(f"\nPlumbline cannot start: {problem}\n")
        return 1
    return 0


def run(folder: DataFolder, port: int) -> None:
    """Start everything, say how to enter, and wait. Leaving by any way stops everything."""
    if not folder.path.exists():
        # Whoever holds the port is no earlier copy of this one. Said before a folder is left behind for nothing.
        refuse_taken_port(port)
    refuse_silent_servers()
    folder.make()
    with ExitStack() as stack:
        stack.enter_context(folder.locked())
        was_killed = folder.clear_leftovers()
        refuse_taken_port(port, SECONDS_FOR_A_KILLED_COPY if was_killed else 0)
        _set_environment(folder, port)
        run_path = stack.enter_context(run_folder())
        servers = _prepared_servers(folder, run_path)
        addresses = {name: url for server in servers for name, url in server.addresses().items()}
        # Announced before the supervisor starts, so that the addresses outlive the processes that use them.
        stack.enter_context(folder.announced(addresses, run_path))
        supervisor = stack.enter_context(supervised(_programs(servers), run_path, folder.logs))
        stack.callback(_stop_listening)
        _fill_database(servers)
        _say("Starting the web server, the scheduler and the worker")
        _start_product(supervisor, port, folder.logs)
        ready = ready_content(port, json.loads(folder.demo.read_text()))
        write_private(folder.ready, ready)
        _write(ready_block(ready, str(folder.ready), str(folder.logs)))
        supervisor.process.wait()
    raise CannotStart(f"the process supervisor ended. Its last words are in {folder.logs / 'supervisor.log'}")


def _set_environment(folder: DataFolder, port: int) -> None:
    """What every process of this run inherits."""
    os.chdir(PROJECT)
    os.environ.update(
        DATA_DIR=str(folder.path),
        PORT=str(port),
        LISTEN=f"{HOST}:{port}",
        PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        PYTHONUNBUFFERED="1",
    )


def _prepared_servers(folder: DataFolder, run_path: Path) -> list[Server]:
    servers: list[Server] = []
    if not given("DATABASE_URL"):
        servers.append(embedded_postgres(folder.path, run_path))
    if not given("REDIS_URL"):
        servers.append(embedded_valkey(folder.path, run_path))
    for server in servers:
        _say(f"Preparing {server.name} in {folder.path / server.name}")
        server.prepare()
    return servers


def _programs(servers: Sequence[Server]) -> list[Program]:
    own = [Program(name, tethered(command, "SIGTERM")) for name, command in COMMANDS.items()]
    return [Program(server.name, server.command(), server.stop_signal, autostart=True) for server in servers] + own


def _fill_database(servers: Sequence[Server]) -> None:
    """Create, migrate and seed, the progress on the terminal. Leaving early ends it."""
    wait_for(servers)
    for server in servers:
        if isinstance(server, Postgres):
            server.create_database()
    # A session of its own: Ctrl-C is for this process, which then ends the command and the rest in order.
    with subprocess.Popen(tethered(FILL, "SIGTERM"), start_new_session=True) as process:  # noqa: S603
        try:
            process.wait()
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        raise CannotStart("the database could not be prepared; the reason is above.")


def _start_product(supervisor: Supervisor, port: int, logs: Path) -> None:
    """Start the product's processes and return when all of them work."""
    supervisor.start(["web", "beat"])
    _wait_for_answer("/health/live/", supervisor, port, logs)
    # Last, because it may find a long queue and would take the processor from the others.
    supervisor.start(["worker"])
    _wait_for_answer("/health/ready/", supervisor, port, logs)


def _wait_for_answer(path: str, supervisor: Supervisor, port: int, logs: Path) -> None:
    give_up = time.monotonic() + SECONDS_TO_COME_UP
    while not _is_well(path, port):
        died = supervisor.died()
        if died or time.monotonic() > give_up:
            suspects = died or list(COMMANDS)
            raise CannotStart(f"{', '.join(suspects)} did not come up.{_last_words(logs, suspects)}")
        time.sleep(0.2)


def _is_well(path: str, port: int) -> bool:
    with closing(HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status == OK
        except (HTTPException, OSError):
            return False


def _last_words(logs: Path, names: Sequence[str]) -> str:
    shown = [""]
    for name in names:
        log = logs / f"{name}.log"
        lines = log.read_text(errors="replace").splitlines()[-LINES_OF_LOG_SHOWN:] if log.exists() else []
        shown += [f"--- the end of {log}", *lines]
    return "\n".join(shown)


def _say(step: str) -> None:
    _write(f"==> {step}")


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _ask_to_stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    _stop_listening()
    # Written past the buffer, which the signal may have found half full; the terminal may be gone as well.
    with suppress(OSError):
        os.write(sys.stdout.fileno(), b"\n==> Stopping: web server, worker, scheduler, broker, database\n")
    raise StopAsked


def _stop_listening() -> None:
    """From here on everything is on its way out, and a second Ctrl-C must not break that off."""
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, signal.SIG_IGN)
