#!/usr/bin/env python3
"""Prepare Plumbline's environment, then do what was asked: ``python3 scripts/bootstrap.py run|test|check``.

Needs nothing but Python 3.11 or newer. Makes .venv, installs the hash-pinned requirements (where from is the
machine's own pip configuration), remembers that it did, and hands over. Doing it again takes no time.
"""

# Only the standard library, and no newer syntax than Python 3.7 knows: an older Python must be able to read
# this file and find a newer one.
from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
TESTED = [(3, 11), (3, 12), (3, 13)]

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
"""Holds everything that requirements.txt holds, and the tools."""

IN_TWO = ["-m", "pytest", "--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder"]
"""Tests run in two processes, each file in one of them; a later word of one's own, such as -n 0, wins.

The files keep the order of tests/conftest.py, which puts those first that take long."""
QUICK = ["-m", "not browser and not stack and not fuzz"]
"""Without what drives a browser, starts the product's programs or makes requests up: half of the time."""

COMMANDS = {
    "run": (RUNTIME, ["-m", "clinic.embedded"], "start everything on this machine; stop with Ctrl-C"),
    "test": (DEVELOPMENT, [*IN_TWO, *QUICK], "the quick tests, on throw-away servers; more words go to pytest"),
    "test-all": (DEVELOPMENT, IN_TWO, "all tests, those in a browser too; more words go to pytest"),
    "check": (DEVELOPMENT, ["scripts/check.py"], "everything that is checked before a change is taken"),
    "simulate": (DEVELOPMENT, ["-m", "benchmarks.simulation"], "the estimators on cohorts whose truth is known"),
    "format": (DEVELOPMENT, ["-m", "ruff", "format"], "format the code"),
    "messages": (DEVELOPMENT, ["scripts/messages.py"], "collect (extract) and compile the translations"),
    "screenshots": (DEVELOPMENT, ["scripts/screenshots.py"], "take the pictures of docs/images anew"),
    "manage": (RUNTIME, ["manage.py"], "manage.py with the words that follow, on what 'run' started"),
}


class BootstrapError(Exception):
    """The environment cannot be prepared. The message says what to do."""


def main() -> None:
    command, arguments = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if command not in COMMANDS:
        sys.exit(usage())
    requirements, python_arguments, _ = COMMANDS[command]
    os.chdir(PROJECT)
    try:
        # One preparation at a time: a second one waits here, then finds the work done.
        with open(__file__) as this_file:
            fcntl.flock(this_file, fcntl.LOCK_EX)
            prepare(requirements)
    except BootstrapError as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nStopped; the next time it goes on from here.")
    sys.stdout.flush()
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), *python_arguments, *arguments])  # noqa: S606


def usage() -> str:
    lines = [f"  {name:11} {meaning}" for name, (_, _, meaning) in COMMANDS.items()]
    return "\n".join(["usage: python3 scripts/bootstrap.py COMMAND [ARGUMENT...]", "", *lines])


def prepare(requirements: str) -> None:
    """Make .venv hold at least the requirements. Returns at once when it does."""
    if is_stamped(requirements):
        return
    if not is_usable():
        make_venv(find_python())
    install(requirements)
    stamp(requirements)


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def succeeds(*command: str | Path) -> bool:
    """Whether the command ends well; what it says is not shown."""
    silent = subprocess.DEVNULL
    return subprocess.run([str(part) for part in command], stdout=silent, stderr=silent).returncode == 0


# --- What is installed


def fingerprint(requirements: str) -> str:
    """What a stamp holds: the file's content, and where .venv is, because its scripts name that place."""
    content = (PROJECT / requirements).read_bytes()
    return f"{hashlib.sha256(content).hexdigest()} {VENV}"


def stamp_file(requirements: str) -> Path:
    return VENV / f"{requirements}.installed"


def is_stamped(requirements: str) -> bool:
    # What development needs includes what running needs.
    return any(
        stamp_file(name).exists() and stamp_file(name).read_text() == fingerprint(name)
        for name in {requirements, DEVELOPMENT}
    )


def stamp(requirements: str) -> None:
    for name in (RUNTIME, DEVELOPMENT):
        if stamp_file(name).exists():
            stamp_file(name).unlink()
    stamp_file(requirements).write_text(fingerprint(requirements))


# --- Python and .venv


def version_of(python: str | Path) -> tuple[int, ...] | None:
    """The version of an interpreter as (3, 12), or None if it does not run: some are empty shims."""
    ask = [str(python), "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        answer = subprocess.run(ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return tuple(map(int, answer.stdout.split())) if answer.returncode == 0 else None


def find_python() -> str:
    """This interpreter, or one on PATH that Plumbline is tested with, or any that is new enough."""
    names = [sys.executable, *(f"python3.{minor}" for _, minor in reversed(TESTED)), "python3"]
    programs = [program for program in map(shutil.which, filter(None, names)) if program]
    versions = {program: version_of(program) or (0,) for program in programs}
    tested = [program for program in programs if versions[program] in TESTED]
    new_enough = [program for program in programs if versions[program] >= OLDEST]
    if tested or new_enough:
        return (tested or new_enough)[0]
    raise BootstrapError(
        "Plumbline needs Python 3.11 or newer, and this is Python {}.{}. Install one, for example:\n"
        "    sudo apt-get install python3.11 python3.11-venv".format(*sys.version_info[:2])
    )


def is_usable() -> bool:
    """Whether .venv runs, is new enough, and was made at this place: its scripts break when it is moved."""
    version, activate = version_of(VENV_PYTHON), VENV / "bin" / "activate"
    return bool(version and version >= OLDEST and activate.exists() and str(VENV) in activate.read_text())


def make_venv(python: str) -> None:
    """Make .venv anew, with pip in it where this Python can put it there."""
    say(f"Making .venv with {python}")
    if VENV.is_symlink():  # it leads to the environment of another copy, which must not be cleared
        VENV.unlink()
    command = [python, "-m", "venv", "--clear", str(VENV)]
    # Some distributions split pip's installer off; the environment itself needs only the library.
    if not (succeeds(*command) or succeeds(*command, "--without-pip")):
        raise BootstrapError(f"{python} cannot make a virtual environment. {advice(python)}")


def advice(python: str) -> str:
    version = ".".join(map(str, version_of(python) or OLDEST))
    return f"Install what it lacks, for example:\n    sudo apt-get install python{version}-venv python3-pip"


# --- Packages


def install(requirements: str) -> None:
    """Install exactly what the requirements file pins, by hash, and show the progress."""
    say(f"Installing {requirements} (a minute or two, the first time)")
    for installer in installers():
        if subprocess.run([*installer, "--require-hashes", "-r", requirements]).returncode == 0:
            return
    raise BootstrapError(
        f"The packages of {requirements} could not be installed; the reason is above. "
        f"Without a network, name a folder that holds them: "
        f"PIP_FIND_LINKS=/some/folder PIP_NO_INDEX=1 make run"
    )


def installers() -> Iterator[list[str]]:
    """The ways to install, best first."""
    uv, outer_python = shutil.which("uv"), find_python()
    pip = ["-m", "pip", "--disable-pip-version-check"]
    if uv and not pip_is_configured():
        yield [uv, "pip", "install", "--python", str(VENV_PYTHON)]
    if succeeds(VENV_PYTHON, *pip, "--version"):
        yield [str(VENV_PYTHON), *pip, "install"]
    elif succeeds(outer_python, *pip, "--version"):
        yield [outer_python, *pip, "--python", str(VENV_PYTHON), "install"]
    elif not uv:
        raise BootstrapError(f"There is no pip to install with. {advice(outer_python)}")


def pip_is_configured() -> bool:
    """Whether this machine tells pip where packages come from: uv does not read that."""
    places = ["~/.config/pip/pip.conf", "~/.pip/pip.conf", "/etc/pip.conf", f"{sys.prefix}/pip.conf"]
    in_file = any(Path(place).expanduser().exists() for place in places)
    return in_file or any(name.startswith("PIP_") for name in os.environ)


if __name__ == "__main__":
    main()
