"""scripts/bootstrap.py: from a bare Python to the command, quickly the second time, clear when it cannot."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "scripts" / "bootstrap.py"

pytestmark = pytest.mark.timeout(120)


def make_wheel(folder: Path) -> str:
    """A package that says hello, as a wheel in the folder; the line that pins it."""
    wheel = folder / "hello-1.0-py3-none-any.whl"
    info = "hello-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("hello.py", "WORD = 'hello'\n")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return f"hello==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class Checkout:
    """A tiny project beside a folder with the only package it may install."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.packages = folder / "packages"
        self.packages.mkdir()
        (self.folder / "scripts").mkdir(parents=True)
        self.script = self.folder / "scripts" / "bootstrap.py"
        shutil.copy(SCRIPT, self.script)
        pin = make_wheel(self.packages)
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.folder / name).write_text(pin)
        (self.folder / "manage.py").write_text("import sys, hello\nprint(hello.WORD, *sys.argv[1:])\n")

    def use_python_without_ensurepip(self) -> None:
        """Make environments as some distributions' Python does: without pip in them."""
        python = self.folder.with_name("python3")
        refuse = 'case "$*" in *--without-pip*) ;; *"-m venv"*) exit 1 ;; esac'
        python.write_text(f'#!/bin/sh\n{refuse}\nexec {sys.executable} "$@"\n')
        python.chmod(0o755)
        text = self.script.read_text()
        assert "names = [sys.executable, " in text
        self.script.write_text(text.replace("names = [sys.executable, ", f"names = [{str(python)!r}, "))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
        environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.packages)}
        return subprocess.run(
            [sys.executable, self.script, *words], env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.stack
def test_the_first_run_installs_and_the_second_only_runs(checkout: Checkout) -> None:
    first = checkout.run("manage", "you", "there")
    assert first.returncode == 0, first.stderr
    assert "==> Making .venv" in first.stdout
    assert "==> Installing requirements.txt" in first.stdout
    assert first.stdout.splitlines()[-1] == "hello you there"
    assert checkout.run("manage", "again").stdout == "hello again\n"


@pytest.mark.stack
def test_an_environment_is_made_anew_when_the_checkout_moved_and_filled_anew_when_the_requirements_changed(
    checkout: Checkout,
) -> None:
    """One story, because each environment takes seconds to make: of a Python that cannot put pip in it."""
    checkout.use_python_without_ensurepip()
    first = checkout.run("manage")
    assert first.stdout.splitlines()[-1] == "hello", first.stderr
    assert not (checkout.folder / ".venv" / "bin" / "pip").exists()
    requirements = checkout.folder / "requirements.txt"
    requirements.write_text(requirements.read_text() + "# changed\n")
    changed = checkout.run("manage").stdout
    assert "==> Installing requirements.txt" in changed
    assert "==> Making .venv" not in changed
    assert "==>" not in checkout.run("manage").stdout

    moved = checkout.folder.with_name("moved")
    checkout.folder.rename(moved)
    checkout.folder, checkout.script = moved, moved / "scripts" / "bootstrap.py"
    again = checkout.run("manage", "moved")
    assert "==> Making .venv" in again.stdout
    assert again.stdout.splitlines()[-1] == "hello moved"

    elsewhere = moved.with_name("elsewhere")
    (moved / ".venv").rename(elsewhere)
    (moved / ".venv").symlink_to(elsewhere)
    (elsewhere / "bin" / "activate").write_text("made at another place")
    (elsewhere / "requirements.txt.installed").unlink()
    assert "==> Making .venv" in checkout.run("manage").stdout
    assert (elsewhere / "bin" / "activate").exists(), "the environment of another copy was cleared"

    shutil.rmtree(moved / ".venv")
    (moved / "requirements.txt").write_text(f"hello==1.0 --hash=sha256:{'0' * 64}\n")
    for _ in range(2):
        refused = checkout.run("manage")
        assert refused.returncode != 0
        assert "could not be installed; the reason is above" in refused.stderr


def test_what_the_tests_need_includes_what_running_needs(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    assert not bootstrap.is_stamped(bootstrap.RUNTIME)
    bootstrap.stamp(bootstrap.DEVELOPMENT)
    assert bootstrap.is_stamped(bootstrap.RUNTIME)
    bootstrap.stamp(bootstrap.RUNTIME)
    assert not bootstrap.is_stamped(bootstrap.DEVELOPMENT)


def test_without_any_pip_the_package_to_install_is_named(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "succeeds", lambda *command: False)
    monkeypatch.setattr(shutil, "which", lambda name: sys.executable if name == sys.executable else None)
    version = "{}.{}".format(*sys.version_info)
    with pytest.raises(bootstrap.BootstrapError, match=f"apt-get install python{version}-venv python3-pip"):
        list(bootstrap.installers())


def test_a_machine_with_only_an_old_python_is_told_what_to_install(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda python: (3, 9))
    with pytest.raises(bootstrap.BootstrapError, match=r"needs Python 3\.11 or newer"):
        bootstrap.find_python()


def test_a_shim_that_leads_nowhere_is_passed_over(bootstrap: ModuleType, tmp_path: Path) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'python3.13: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    assert bootstrap.version_of(shim) is None
    assert bootstrap.version_of(tmp_path / "nothing") is None
    assert bootstrap.version_of(sys.executable) == sys.version_info[:2]


def test_a_tested_python_is_preferred_to_a_newer_one(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/python-next")
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(bootstrap, "version_of", lambda python: (3, 99) if "next" in python else (3, 12))
    assert bootstrap.find_python() == "python3.13"


def test_uv_is_used_only_where_it_would_find_the_same_packages(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/uv" if name == "uv" else real_which(name))
    monkeypatch.setattr(bootstrap, "succeeds", lambda *command: True)
    monkeypatch.setattr(bootstrap, "pip_is_configured", lambda: False)
    assert [installer[0] for installer in bootstrap.installers()] == ["/usr/bin/uv", str(bootstrap.VENV_PYTHON)]
    monkeypatch.undo()
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.clinic.example/simple")
    assert bootstrap.pip_is_configured()


def test_an_unknown_command_shows_the_known_ones(checkout: Checkout) -> None:
    shown = checkout.run("fly")
    assert shown.returncode != 0
    for command in ("run", "test", "check", "format", "manage"):
        assert f"\n  {command} " in shown.stderr


def test_make_says_the_same_as_the_script() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    for target in ("run", "test", "check", "format"):
        assert f"scripts/bootstrap.py {target}" in makefile
