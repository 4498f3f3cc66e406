"""A therapist's page of one patient in a clinic of 100 000 patients, against the demo clinic and a clinic of a hundred.

The demo's patients have some ten measures, those of the others one: the small clinic of the same making tells what
size alone costs. Processor time is that of the web process and of the whole database cluster.
"""

import os
import tempfile

from benchmarks.one_clinic import measured
from clinic.embedded.throwaway import throwaway_servers

FILLED = {
    "demo": ("manage.py", "seed_demo"),
    "hundred": ("-m", "benchmarks.many_visits", "100"),
    "large": ("-m", "benchmarks.many_visits", "100000"),
}
"""How each clinic is made."""


def main() -> None:
    with throwaway_servers() as addresses, tempfile.TemporaryDirectory() as data:
        os.environ.update(
            addresses, DJANGO_SETTINGS_MODULE="clinic.settings.test", PYTHONPATH=os.getcwd(), DATA_DIR=data
        )
        server, once = addresses["DATABASE_URL"], "benchmarks.patient_page_once"
        found = {name: measured(server, name, fill, once) for name, fill in FILLED.items()}
    for name, one in found.items():
        print(
            f"{name:8} {one['processors'] * 1000:6.1f} ms of processors a page"
            f" (database {one['database'] * 1000:.1f}), {one['passed'] * 1000:6.1f} ms passed (median),"
            f" {one['queries']:.0f} queries"
        )
    for other in ("demo", "hundred"):
        ratio = found["large"]["processors"] / found[other]["processors"]
        print(f"large against {other}: {ratio:.2f} (passed {found['large']['passed'] / found[other]['passed']:.2f})")


if __name__ == "__main__":
    main()
