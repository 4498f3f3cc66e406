"""Everything that is checked before a change is taken: ``make check``.

Each step says its name and how long it took. All run, so that one look shows everything there is to mend.
``--without-tests`` leaves the tests out, for a machine that has just run them.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# Run by path: the product beside this folder is not on the import path by itself.
sys.path.insert(0, str(PROJECT))

from clinic.embedded.throwaway import throwaway_servers  # noqa: E402

SCHEMA = PROJECT / "docs" / "openapi.yaml"
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
        failed = [name for name, step in steps().items() if not passes(name, step)]
    if failed:
        print(f"\nFAILED: {', '.join(failed)}", flush=True)
    else:
        print("\nEverything passed.", flush=True)
    return 1 if failed else 0


def steps() -> Mapping[str, Step]:
    """The steps by name, quick ones first."""
    found: dict[str, Step] = {
        "format": command("ruff", "format", "--check", "."),
        "lint": command("ruff", "check", "."),
        "imports": command("lint-imports"),
        "templates": command("djlint", "--lint", "--quiet", *TEMPLATES),
        "deployment": command("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION),
        "migrations": command("python", "manage.py", "makemigrations", "--check", "--dry-run"),
        "API schema": schema_is_current,
        "types": command("mypy"),
    }
    if "--without-tests" not in sys.argv:
        found["tests"] = command("python", "scripts/bootstrap.py", "test")
    return found


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
