"""From rows to the columns of a cohort report, as they stood at its cut-off.

A record counts if it was entered by the cut-off and neither voided nor replaced by then, and if its clinical time
lies inside the window. Rows arrive in batches of whole patients, so that neither side needs memory for all of them;
how large the batches are changes neither the rows nor their hash.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
from django.db import connection, transaction

from treatments.outcomes.findings.cohort.columns import PEOPLE, RATINGS, READINGS, STARTS, Batch, Columns
from treatments.outcomes.findings.cohort.question import CohortQuestion, question_bytes
from treatments.outcomes.selectors import statements
from treatments.outcomes.selectors.asked import Asked
from treatments.outcomes.selectors.enrolment import enrol
from treatments.outcomes.selectors.fingerprint import Fingerprint, Stream
from treatments.outcomes.selectors.lookup import append
from treatments.outcomes.selectors.records import Counting, ratings, readings
from treatments.outcomes.selectors.snapshot import Reader, one_moment

ROWS_OF_A_BATCH = 80_000
MOST_PATIENTS = 4_000
FIRST_PATIENTS = 500


@contextmanager
def cohort_of(clinic_id: int, question: CohortQuestion, rows_of_a_batch: int = ROWS_OF_A_BATCH) -> Iterator["Cohort"]:
    """Open the records of a clinic as a question asks for them, all of them as they are at this moment.

    Until the block ends the connection can write nothing, so that progress is told before or after it. Within another
    moment it is that one.
    """
    with one_moment(), connection.cursor() as cursor:
        asked = Asked.of(clinic_id, question)
        yield Cohort(question, asked, Reader(cursor, asked.parameters), rows_of_a_batch)
        # Nothing was written. So the settings of the reader do not outlive it, whatever is read next at this moment.
        transaction.set_rollback(True)


class Cohort:
    """Who belongs to it, the rows of one pair after another, and hash and number of what was read.

    ``people`` and ``starts`` are as columns.py describes them, in order of patient.
    """

    def __init__(self, question: CohortQuestion, asked: Asked, reader: Reader, rows_of_a_batch: int) -> None:
        self._asked, self._reader, self._rows_of_a_batch = asked, reader, rows_of_a_batch
        self._fingerprint = Fingerprint(question_bytes(question))
        invalid = np.sort(self._ids(statements.NO_LONGER_VALID))
        patients = self._ids(statements.CLINIC_PATIENTS)
        reader.in_batches()
        self.people, self.starts, episodes = self._enrolled(patients, invalid)
        self._counting = Counting(invalid, episodes if asked.by_cause else None)

    def batches(
        self, *, measure: str | None = None, source: str | None = None, region: str | None = None
    ) -> Iterator[Batch]:
        """The readings of a measure, and of the sided one that it is computed from, beside the ratings of a region.

        Whatever is None stays empty. Three queries for each batch.
        """
        measures = {name: place for place, name in enumerate((measure, source)) if name is not None}
        rated, read = Stream(), Stream()
        place, size = 0, FIRST_PATIENTS
        while place < len(self.people):
            batch = self._batch(self.people[place : place + size], measures, region)
            rated.add(batch.ratings)
            read.add(batch.readings)
            yield batch
            place += len(batch.people)
            size = self._next_size(batch)
        if region is not None:
            self._fingerprint.keep(f"ratings {region}", rated)
        if measures:
            self._fingerprint.keep(f"measurements {measure} {source}", read)

    def compared_with(self, sha256: str) -> None:
        """Let the hash of the patients to whom these are compared count in the hash of this cohort."""
        self._fingerprint.keep_hash("compared with", sha256)

    @property
    def sha256(self) -> str:
        """The hash of the question and of every row that was read so far, whatever the order of the pairs."""
        return self._fingerprint.sha256

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records were read so far; of the sessions those that count inside the window."""
        return {
            "ratings": self._fingerprint.rows("ratings"),
            "measurements": self._fingerprint.rows("measurements"),
            "sessions": int(self.people["visits"].sum()),
            "patients": len(self.people),
        }

    def _ids(self, statement: str) -> Columns:
        return self._reader.columns(("id",), statement)["id"]

    def _enrolled(self, patients: Columns, invalid: Columns) -> tuple[Columns, Columns, Columns]:
        """People, starts, and the episodes with the cause asked for."""
        streams = Stream(), Stream()
        found = np.zeros(0, dtype=PEOPLE), np.zeros(0, dtype=STARTS), np.zeros(0, dtype=np.int64)
        for place in range(0, len(patients), MOST_PATIENTS):
            enrolled = enrol(self._reader, self._asked, patients[place : place + MOST_PATIENTS], invalid)
            parts = enrolled.people, enrolled.starts, enrolled.episodes
            for stream, part in zip(streams, parts, strict=False):
                stream.add(part)
            for table, part in zip(found, parts, strict=True):
                append(table, part)
        for name, stream in zip(("people", "starts"), streams, strict=True):
            self._fingerprint.keep(name, stream)
        people, starts, episodes = found
        return people, starts, np.sort(episodes)

    def _batch(self, people: Columns, measures: Mapping[str, int], region: str | None) -> Batch:
        reader, counting, zone = self._reader, self._counting, self._asked.zone
        patients = people["patient"]
        low, high = np.searchsorted(self.starts["patient"], (patients[0], patients[-1] + 1))
        return Batch(
            ratings=ratings(reader, counting, patients, region, zone) if region else np.zeros(0, dtype=RATINGS),
            readings=readings(reader, counting, patients, measures, zone) if measures else np.zeros(0, dtype=READINGS),
            starts=self.starts[low:high],
            people=people,
        )

    def _next_size(self, batch: Batch) -> int:
        """So many patients as have about the rows of a batch, if they have as many each as the last ones."""
        rows = max(len(batch.ratings) + len(batch.readings), 1)
        return min(max(self._rows_of_a_batch * len(batch.people) // rows, 1), MOST_PATIENTS)
