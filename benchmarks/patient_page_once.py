"""Opens the pages of many patients of the first clinic as one of its therapists, and prints what a page took."""

import json
import logging
import os
import statistics
import time

import django
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

os.environ["PLUMBLINE_PROCESS"] = "manage"
django.setup()

from benchmarks.cpu import cluster_of, seconds  # noqa: E402
from clinic.practice.models import Clinic, Membership  # noqa: E402
from patients.models import Patient  # noqa: E402

PAGES, WARM = 60, 10


def main() -> None:
    logging.disable(logging.INFO)
    client, paths = therapists_browser(), pages()
    for path in paths[:WARM]:
        opened(client, path)
    with CaptureQueriesContext(connection) as captured:
        opened(client, paths[WARM])
    queries = len(captured)
    cluster = cluster_of(backend())
    before = time.process_time(), seconds(cluster)
    passed = [opened(client, path) for path in paths[WARM:]]
    web, database = time.process_time() - before[0], seconds(cluster) - before[1]
    found = {
        "processors": (web + database) / len(passed),
        "database": database / len(passed),
        "passed": statistics.median(passed),
        "queries": queries,
    }
    print(json.dumps(found))


def the_clinic() -> Clinic:
    return Clinic.objects.order_by("pk")[0]


def therapists_browser() -> Client:
    member = Membership.objects.filter(clinic=the_clinic(), role="therapist").select_related("user")[0]
    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages() -> list[str]:
    """Pages of patients spread evenly over the clinic's ten years, each opened once unless the clinic is small."""
    uuids = list(Patient.objects.filter(clinic=the_clinic()).order_by("pk").values_list("uuid", flat=True))
    step = max(1, len(uuids) // (PAGES + WARM))
    spread = uuids[::step]
    chosen = [spread[number % len(spread)] for number in range(PAGES + WARM)]
    return [reverse("workplace:patient", args=[uuid]) for uuid in chosen]


def opened(client: Client, path: str) -> float:
    """The seconds that passed until the page was there."""
    began = time.monotonic()
    answer = client.get(path, headers={"host": "localhost"})
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return time.monotonic() - began


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found: int = cursor.fetchone()[0]
    return found


if __name__ == "__main__":
    main()
    connections.close_all()
