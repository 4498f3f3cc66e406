"""A cohort report over 100 000 assessments and over 1 000 000, beside sums of cross-products made by the database.

Rows are ratings and measurements. Processor time is that of the worker and of the whole database cluster.
"""

import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from clinic.embedded.throwaway import throwaway_servers

PATIENTS, ROUNDS = (10_000, 100_000), 5
STEPS = ("floor", "selection", "findings", "report")


def main() -> None:
    with throwaway_servers() as addresses:
        os.environ.update(addresses, DJANGO_SETTINGS_MODULE="clinic.settings.test", PYTHONPATH=os.getcwd())
        few, many = (measured(addresses["DATABASE_URL"], patients) for patients in PATIENTS)
    for found in (few, many):
        show(found)
    print(f"growth of the findings' time     rows ^ {exponent(few, many, 'findings'):.2f}")
    print(f"growth of the report's time      rows ^ {exponent(few, many, 'report'):.2f}")
    print(f"growth of the worker's memory    {many['peak'] - few['peak']:.0f} MB")


def measured(server: str, patients: int) -> dict[str, Any]:
    """Fill a database of its own and make the reports of so many patients in a fresh process."""
    name = f"patients_{patients}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    environment = {**os.environ, "DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
    for module, argument in (("many_visits", patients), ("cohort_once", ROUNDS)):
        command = [sys.executable, "-m", f"benchmarks.{module}", str(argument)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def show(found: Mapping[str, Any]) -> None:
    print(f"{found['rows']:,} rows, {found['peak']:.0f} MB at most")
    for step in STEPS:
        seconds = processor(found, step)
        passed = statistics.median(one["passed"] for one in found[step])
        rate = found["rows"] / seconds / 1e6
        ratio = seconds / processor(found, "floor")
        print(
            f"    {step:10} {rate:5.2f} million rows a second and core"
            f" ({seconds:.2f} s of processors, {passed:.2f} s passed, {ratio:.1f} x the floor)"
        )


def processor(found: Mapping[str, Any], step: str) -> float:
    """The median of what worker and database together took."""
    return statistics.median(one["worker"] + one["database"] for one in found[step])


def exponent(few: Mapping[str, Any], many: Mapping[str, Any], step: str) -> float:
    """The power of the number of rows by which a step's time grows."""
    return math.log(processor(many, step) / processor(few, step)) / math.log(many["rows"] / few["rows"])


if __name__ == "__main__":
    main()
