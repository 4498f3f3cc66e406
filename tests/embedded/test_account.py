"""As whom the servers run: root never, and what that needs is said."""

import os
import pwd
from pathlib import Path

import pytest

from clinic.embedded import account
from clinic.embedded.account import make_private, server_account
from clinic.embedded.errors import CannotStart

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its servers to another account")
as_user = pytest.mark.skipif(os.geteuid() == 0, reason="root hands its servers to another account")


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A folder that everybody can reach; pytest's own are private."""
    folder = Path("/tmp") / f"plumbline-test-{os.getpid()}"  # noqa: S108
    folder.mkdir(mode=0o755)
    yield folder
    os.system(f"rm -rf {folder}")  # noqa: S605


@as_user
def test_an_ordinary_user_runs_the_servers_as_himself(tmp_path: Path) -> None:
    assert server_account(tmp_path / "postgres") is None


@as_root
def test_root_hands_new_servers_to_nobody(tmp_path: Path) -> None:
    chosen = server_account(tmp_path / "postgres")
    assert chosen
    assert chosen.uid == pwd.getpwnam("nobody").pw_uid


@as_root
def test_root_goes_on_with_data_as_the_user_who_made_them(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    os.chown(tmp_path / "postgres", 12345, 12346)
    chosen = server_account(tmp_path / "postgres")
    assert chosen == account.Account(12345, 12346)


@as_root
def test_a_folder_that_keeps_the_servers_account_out_is_named(public: Path) -> None:
    closed = public / "closed"
    closed.mkdir(mode=0o700)
    nobody = server_account(closed / "data" / "postgres")
    with pytest.raises(CannotStart, match=rf"cannot enter {closed}\. .*DATA_DIR="):
        make_private(closed / "data" / "postgres", nobody)


@as_root
def test_a_reachable_folder_becomes_the_accounts_own(public: Path) -> None:
    nobody = server_account(public / "postgres")
    assert nobody
    make_private(public / "postgres", nobody)
    assert (public / "postgres").stat().st_uid == nobody.uid
    assert (public / "postgres").stat().st_mode & 0o777 == 0o700


def test_data_of_another_account_are_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(CannotStart, match=r"belongs to another account .*DATA_DIR="):
        make_private(tmp_path / "postgres", None)


def test_a_machine_without_the_account_is_told_what_else_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", unknown)
    with pytest.raises(CannotStart, match="ordinary user, or set DATABASE_URL and REDIS_URL"):
        server_account(tmp_path / "postgres")
