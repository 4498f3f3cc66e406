"""Makes one cohort report several times in one process and prints what it took, as JSON.

The processor time is that of this process and of the whole database cluster.
"""

import json
import os
import resource
import sys
import time
from typing import Any

import django
from django.db import connection

os.environ["PLUMBLINE_PROCESS"] = "manage"
django.setup()

from benchmarks.cpu import cluster_of, seconds  # noqa: E402
from clinic.practice.models import Clinic  # noqa: E402
from treatments.outcomes.cohort_building import cohort_findings  # noqa: E402
from treatments.outcomes.composing_cohort import compose_cohort  # noqa: E402
from treatments.outcomes.document.content import Identity  # noqa: E402
from treatments.outcomes.findings.cohort.question import CohortPair, CohortQuestion  # noqa: E402
from treatments.outcomes.findings.precision import frozen_precisions  # noqa: E402
from treatments.outcomes.selectors.cohort import cohort_of  # noqa: E402
from treatments.outcomes.selectors.snapshot import one_moment  # noqa: E402

PAIR = CohortPair(measure="pelvic_obliquity", region="low_back", primary=True)
FLOOR = """
    SELECT rating.patient_id, count(*), sum(value), sum(intensity), sum(value * intensity), sum(value * value)
    FROM assessments_painrating rating JOIN assessments_measurement USING (assessment_id)
    GROUP BY rating.patient_id
"""


def main(rounds: int) -> None:
    clinic = Clinic.objects.get()
    with one_moment() as cutoff:
        pass
    question = CohortQuestion(
        clinic=str(clinic.uuid),
        zone=clinic.time_zone,
        cutoff=cutoff,
        pairs=(PAIR,),
        precisions=frozen_precisions(),
    )
    steps = {"floor": floor, "selection": selection, "findings": cohort_findings, "report": report}
    found: dict[str, Any] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            found[name].append(taken(step, clinic.pk, question))
    counts = cohort_findings(clinic.pk, question).counts
    print(json.dumps({**found, "rows": counts["ratings"] + counts["measurements"], "peak": peak()}))


def floor(_clinic: int, _question: CohortQuestion) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({FLOOR}) AS sums")  # noqa: S608
        cursor.fetchone()


def selection(clinic: int, question: CohortQuestion) -> None:
    with cohort_of(clinic, question) as cohort:
        for _batch in cohort.batches(measure=PAIR.measure, region=PAIR.region):
            pass


def report(clinic: int, question: CohortQuestion) -> None:
    identity = Identity(clinic="Harbour Clinic", names=(), language="en")
    compose_cohort(cohort_findings(clinic, question), identity, str)


def taken(step: Any, clinic: int, question: CohortQuestion) -> dict[str, float]:
    """Seconds of processor time of worker and database, and those that passed."""
    before = time.process_time(), seconds(cluster()), time.monotonic()
    step(clinic, question)
    after = time.process_time(), seconds(cluster()), time.monotonic()
    worker, database, passed = (end - begin for end, begin in zip(after, before, strict=True))
    return {"worker": worker, "database": database, "passed": passed}


def cluster() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cluster_of(cursor.fetchone()[0])


def peak() -> float:
    """The largest resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
