"""What a cohort's selection gives, for tests: the question asked with a few words, the columns as plain values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from clinic.practice.models import Clinic
from patients.models import Patient
from treatments.outcomes.findings.cohort.columns import PEOPLE, RATINGS, READINGS, STARTS, Columns
from treatments.outcomes.findings.cohort.question import CohortFilters, CohortPair, CohortQuestion
from treatments.outcomes.selectors.cohort import ROWS_OF_A_BATCH, cohort_of

PAIR = CohortPair(measure="pelvic_obliquity", region="low_back", primary=True)


def now() -> dt.datetime:
    """The database's own time, by which records are entered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


@dataclass(frozen=True)
class Selected:
    """Everything that one pair of a cohort reads, all batches together."""

    ratings: Columns
    readings: Columns
    starts: Columns
    people: Columns
    sha256: str
    counts: Mapping[str, int]
    batches: int

    @property
    def intensities(self) -> list[int]:
        return sorted(self.ratings["intensity"].tolist())

    @property
    def values(self) -> list[float]:
        return sorted(self.readings["value"].tolist())

    @property
    def patients(self) -> list[int]:
        return [int(patient) for patient in self.people["patient"]]

    def started(self, patient: Patient, episode: int = 0) -> dt.datetime | None:
        """When the first session was: of all, or of an episode."""
        mine = (self.starts["patient"] == patient.pk) & (self.starts["episode"] == episode)
        found = self.starts["at"][mine]
        return moment(found[0]) if len(found) else None


def selected(
    clinic: Clinic,
    cutoff: dt.datetime | None = None,
    *,
    measure: str | None = "pelvic_obliquity",
    source: str | None = None,
    region: str | None = "low_back",
    rows_of_a_batch: int = ROWS_OF_A_BATCH,
    window_from: dt.date | None = None,
    window_until: dt.date | None = None,
    **filters: Any,
) -> Selected:
    """Ask about the whole clinic as it stood at the cut-off (now), with some filters."""
    question = CohortQuestion(
        clinic=str(clinic.uuid),
        zone=clinic.time_zone,
        cutoff=cutoff or now(),
        pairs=(PAIR,),
        window_from=window_from,
        window_until=window_until,
        filters=CohortFilters(**filters),
    )
    with cohort_of(clinic.pk, question, rows_of_a_batch) as cohort:
        batches = list(cohort.batches(measure=measure, source=source, region=region))
        together = {
            name: np.concatenate([np.zeros(0, dtype=kind), *(getattr(batch, name) for batch in batches)])
            for name, kind in {"ratings": RATINGS, "readings": READINGS, "starts": STARTS, "people": PEOPLE}.items()
        }
        return Selected(**together, sha256=cohort.sha256, counts=cohort.counts, batches=len(batches))


def moment(microseconds: int) -> dt.datetime:
    """Microseconds since 1970 as a moment."""
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=int(microseconds))
