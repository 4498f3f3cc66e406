"""The pages that look at all of a clinic, of 100 000 patients with a million assessments, some of them in care.

The floor is the least that asking who is in care costs: the database reads the sessions and assessments of half a
year once, by hand. Processor time is that of the web process and of the whole database cluster.
"""

import os
import tempfile

from benchmarks.one_clinic import measured
from clinic.embedded.throwaway import throwaway_servers

PATIENTS = 100_000


def main() -> None:
    with throwaway_servers() as addresses, tempfile.TemporaryDirectory() as data:
        os.environ.update(
            addresses, DJANGO_SETTINGS_MODULE="clinic.settings.test", PYTHONPATH=os.getcwd(), DATA_DIR=data
        )
        fill = ("-m", "benchmarks.many_visits", str(PATIENTS), "--today")
        found = measured(addresses["DATABASE_URL"], "large", fill, "benchmarks.worklists_once")
    for name, one in found.items():
        print(
            f"{name:24} {one['processors'] * 1000:6.0f} ms of processors (database {one['database'] * 1000:.0f}),"
            f" {one['passed'] * 1000:6.0f} ms passed (median),"
            f" {one['processors'] / found['floor']['processors']:.1f} times the floor"
        )


if __name__ == "__main__":
    main()
