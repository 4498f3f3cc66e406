"""Everything that is checked before a change is taken: ``make check``.

Each step says its name and how long it took. All run, so that one look shows everything there is to mend.
All tests run here, under coverage; ``make test`` runs the quick ones, without. ``--without-tests`` leaves them out, for
a machine that has just run them under coverage, and judges what they covered.
"""

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# Run by path: the product beside this folder is not on the import path by itself.
sys.path.insert(0, str(PROJECT))

from clinic.embedded.throwaway import throwaway_servers  # noqa: E402

SCHEMA = PROJECT / "docs" / "openapi.yaml"
CONFIGURATION = PROJECT / "pyproject.toml"
PURE = "Pure modules know no framework"
"""The import contract whose modules compute, word or draw what a report says: every line and branch is tested."""
UNDER_COVERAGE = ["--cov", "--cov-report=", "--cov-fail-under=0"]
"""For the tests: measure, and leave the verdict to the steps that follow."""
TEMPLATES = ["clinic", "patients", "assessments", "treatments"]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "clinic.settings.production",
    "SECRET_KEY": "a-key-for-the-check-alone-it-signs-nothing-and-opens-nothing-0123456789",
    "ALLOWED_HOSTS": "clinic.example",
}
"""What production refuses to start without, apart from its servers."""

Step = Callable[[], bool]


def main() -> int:
    os.chdir(PROJECT)
    with throwaway_servers() as addresses:
        os.environ.update(addresses, PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        failed = [name for name, step in steps(addresses).items() if not passes(name, step)]
    if failed:
        print(f"\nFAILED: {', '.join(failed)}", flush=True)
    else:
        print("\nEverything passed.", flush=True)
    return 1 if failed else 0


def steps(started: Mapping[str, str]) -> Mapping[str, Step]:
    """The steps by name, quick ones first; the tests start servers of their own in place of those ``started`` here."""
    unset = dict.fromkeys(started, "")
    tests: dict[str, Step] = {"tests": command("python", "scripts/bootstrap.py", "test-all", *UNDER_COVERAGE, **unset)}
    return {
        "format": command("ruff", "format", "--check", "."),
        "lint": command("ruff", "check", "."),
        "imports": command("lint-imports"),
        "templates": command("djlint", "--lint", "--quiet", *TEMPLATES),
        "deployment": command("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION),
        "migrations": command("python", "manage.py", "makemigrations", "--check", "--dry-run"),
        "API schema": schema_is_current,
        "types": command("mypy"),
        **({} if "--without-tests" in sys.argv else tests),
        # How much of the whole must be covered is said in pyproject.toml.
        "coverage": command("coverage", "report"),
        "coverage of pure modules": command(
            "coverage", "report", "--fail-under=100", f"--include={','.join(pure_files())}"
        ),
    }


def pure_files() -> Sequence[str]:
    """The patterns of the files of all pure modules, which are modules or packages."""
    contracts = tomllib.loads(CONFIGURATION.read_text())["tool"]["importlinter"]["contracts"]
    (pure,) = (contract["source_modules"] for contract in contracts if contract["name"] == PURE)
    places = [module.replace(".", "/") for module in pure]
    return [pattern for place in places for pattern in (f"{place}.py", f"{place}/*")]


def passes(name: str, step: Step) -> bool:
    print(f"\n==> {name}", flush=True)
    start = time.monotonic()
    passed = step()
    print(f"==> {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - start:.1f} s", flush=True)
    return passed


def command(*words: str, **variables: str) -> Step:
    """A step that passes when the command, with the variables added to the environment, ends well."""
    return lambda: ends_well(words, variables)


def ends_well(words: Sequence[str], variables: Mapping[str, str]) -> bool:
    return subprocess.run(words, env={**os.environ, **variables}).returncode == 0


def schema_is_current() -> bool:
    """The schema is valid, made without a warning, and the same as the committed one."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        make = ["python", "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", str(fresh)]
        if not ends_well(make, {}):
            return False
        if SCHEMA.exists() and fresh.read_text() == SCHEMA.read_text():
            return True
    print(
        f"{SCHEMA.relative_to(PROJECT)} differs from what the code says. Write it and look at the change:\n"
        f"    python3 scripts/bootstrap.py manage spectacular --file {SCHEMA.relative_to(PROJECT)}"
    )
    return False


if __name__ == "__main__":
    sys.exit(main())
