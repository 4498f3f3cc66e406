"""Opens the worklists and the dashboard of the first clinic, in turn with the floor, and prints what each took."""

import datetime as dt
import json
import logging
import os
import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial

import django
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

os.environ["PLUMBLINE_PROCESS"] = "manage"
django.setup()

from benchmarks.cpu import cluster_of, seconds  # noqa: E402
from benchmarks.patient_page_once import backend, opened, the_clinic  # noqa: E402
from clinic.practice.models import Membership, User  # noqa: E402
from treatments.services.in_care import HALF_A_YEAR  # noqa: E402

ROUNDS = 7
FLOOR = """
    SELECT count(*) FROM (
        SELECT patient_id FROM treatments_treatmentsession WHERE clinic_id = %(clinic)s AND starts_at >= %(since)s
        UNION
        SELECT patient_id FROM assessments_assessment WHERE clinic_id = %(clinic)s AND taken_at >= %(since)s
    ) present
"""


def main() -> None:
    logging.disable(logging.INFO)
    steps, cluster = measured_steps(), cluster_of(backend())
    taken = [{name: figures(step, cluster) for name, step in steps.items()} for _ in range(ROUNDS + 1)][1:]
    found = {
        name: {figure: statistics.median(one[name][figure] for one in taken) for figure in taken[0][name]}
        for name in steps
    }
    print(json.dumps(found))


def measured_steps() -> Mapping[str, Callable[[], object]]:
    manager, therapist = browser_of("manager"), browser_of("therapist")
    due, stopped = (reverse("workplace:worklist", args=[name]) for name in ("re-assessment", "stopped-coming"))
    return {
        "floor": partial(floor, {"clinic": the_clinic().pk, "since": timezone.now() - HALF_A_YEAR}),
        "re-assessment, everybody": partial(opened, manager, due),
        "re-assessment, own": partial(opened, therapist, due),
        "stopped coming": partial(opened, manager, stopped),
        "dashboard": partial(opened, manager, reverse("workplace:manager")),
    }


def browser_of(role: str) -> Client:
    """Somebody of the clinic with this role, logged in."""
    member = Membership.objects.filter(clinic=the_clinic(), role=role).select_related("user").first()
    if member is None:
        user = User.objects.create(username=role)
        member = Membership.objects.create(clinic=the_clinic(), user=user, role=role, display_name=role)
    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def floor(given: Mapping[str, int | dt.datetime]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, given)
        cursor.fetchall()


def figures(step: Callable[[], object], cluster: list[int]) -> Mapping[str, float]:
    before = time.process_time(), seconds(cluster), time.monotonic()
    step()
    web, database, passed = time.process_time() - before[0], seconds(cluster) - before[1], time.monotonic() - before[2]
    return {"processors": web + database, "database": database, "passed": passed}


if __name__ == "__main__":
    main()
    connections.close_all()
