"""DATA_DIR: one copy at a time, its files private, nothing stale left to mislead."""

import json
import os
import stat
from pathlib import Path

import pytest

from clinic.embedded.data_folder import DataFolder, write_private
from clinic.embedded.errors import CannotStart


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.make()
    return folder


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_second_copy_with_the_same_data_is_refused_and_told_how_to_run_beside_it(folder: DataFolder) -> None:
    with folder.locked(), pytest.raises(CannotStart, match=r"already running .* PORT=8001 DATA_DIR="), folder.locked():
        pass
    with folder.locked():
        pass


def test_addresses_are_there_only_while_the_servers_run(folder: DataFolder) -> None:
    with folder.announced({"redis_url": "unix:///run/valkey.sock?db=0"}, Path("/run")):
        assert json.loads(folder.addresses.read_text())["redis_url"] == "unix:///run/valkey.sock?db=0"
        write_private(folder.ready, {"admin_url": "http://127.0.0.1:8000/admin/"})
    assert not folder.addresses.exists()
    assert not folder.ready.exists()


def test_what_scripts_read_can_be_read_by_its_owner_alone(folder: DataFolder) -> None:
    write_private(folder.ready, {"secret": "s"})
    write_private(folder.ready, {"secret": "t"})
    assert permissions(folder.ready) == 0o600
    assert json.loads(folder.ready.read_text()) == {"secret": "t"}
    assert permissions(folder.logs) == 0o700


def test_the_traces_of_a_killed_copy_are_cleared(folder: DataFolder, tmp_path: Path) -> None:
    sockets = tmp_path / "plumbline-killed"
    sockets.mkdir()
    addresses = {"redis_url": f"unix://{sockets}/valkey.sock?db=0", "run_folder": str(sockets)}
    write_private(folder.addresses, addresses)
    write_private(folder.ready, {"admin_url": "http://127.0.0.1:8000/admin/"})
    assert folder.clear_leftovers()
    assert not sockets.exists()
    assert not folder.ready.exists()
    assert not folder.clear_leftovers()


def test_a_folder_that_cannot_be_made_is_said_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=r"Cannot write to .*file/data .*DATA_DIR="):
        DataFolder(tmp_path / "file" / "data").make()


@pytest.mark.skipif(os.geteuid() == 0, reason="root lets its servers' account pass through")
def test_an_ordinary_users_folder_is_closed_to_everybody_else(folder: DataFolder) -> None:
    assert permissions(folder.path) == 0o700
