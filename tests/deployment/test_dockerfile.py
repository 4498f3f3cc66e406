"""The Dockerfile: linted, in two stages, without rights, running what make run runs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.embedded.processes import WEB

PROJECT = Path(__file__).resolve().parents[2]
DOCKERFILE = PROJECT / "Dockerfile"


@pytest.fixture(scope="module")
def instructions() -> list[str]:
    """One line per instruction, continuation lines joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(), flags=re.MULTILINE)
    return [line for line in re.sub(r"\\\n\s*", "", text).splitlines() if line]


def test_the_linter_has_nothing_to_say() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    subprocess.run([linter, "--failure-threshold", "style", str(DOCKERFILE)], check=True)


def test_what_runs_is_installed_by_hash_and_built_in_a_stage_of_its_own(instructions: list[str]) -> None:
    stages = [line for line in instructions if line.startswith("FROM ")]
    assert len(stages) == 2
    assert any("--require-hashes -r requirements.txt" in line for line in instructions)
    last_stage = instructions[instructions.index(stages[1]) :]
    assert not [line for line in last_stage if "pip install" in line]


def test_it_runs_as_an_account_without_rights(instructions: list[str]) -> None:
    last_user = [line for line in instructions if line.startswith("USER ")][-1]
    assert last_user == "USER 10001"


def test_it_starts_the_web_server_that_make_run_starts(instructions: list[str]) -> None:
    [command] = [line.removeprefix("CMD ") for line in instructions if line.startswith("CMD ")]
    assert tuple(json.loads(command)) == WEB


def test_no_secret_is_baked_in(instructions: list[str]) -> None:
    kept = [line for line in instructions if line.startswith(("ENV ", "ARG "))]
    assert not [line for line in kept if re.search(r"SECRET|PASSWORD|TOKEN|DATABASE_URL", line)]


def test_everything_it_copies_exists_and_is_let_through(instructions: list[str]) -> None:
    let_through = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        line.split()[1] for line in instructions if line.startswith("COPY ") and not line.startswith("COPY --from")
    }
    assert copied == let_through
    assert all((PROJECT / name).exists() for name in copied)
