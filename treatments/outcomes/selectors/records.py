"""The ratings and the measurements of one batch of patients as the columns of a cohort report."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from treatments.outcomes.findings.cohort.columns import RATINGS, READINGS, Columns
from treatments.outcomes.selectors import statements
from treatments.outcomes.selectors.arrays import as_array
from treatments.outcomes.selectors.clinic_days import days_of
from treatments.outcomes.selectors.codes import unpacked
from treatments.outcomes.selectors.lookup import as_table, in_order, is_among, places_of
from treatments.outcomes.selectors.snapshot import Reader

RATING = ("patient", "episode", "assessment", "at")
VISIT = ("patient", "episode", "assessment", "rater", "at")
MEASUREMENT = ("assessment", "value")


@dataclass(frozen=True, slots=True)
class Counting:
    """Which records count beside what a statement asks for; ids in order.

    ``invalid``: assessments that were void or replaced, with all that belongs to them. ``episodes``: those whose
    records count, None for any.
    """

    invalid: Columns
    episodes: Columns | None

    def among(self, rows: Mapping[str, Columns]) -> dict[str, Columns]:
        """The rows that count."""
        counts = ~is_among(rows["assessment"], self.invalid)
        if self.episodes is not None:
            counts &= is_among(rows["episode"], self.episodes)
        if counts.all():
            return dict(rows)
        return {name: column[counts] for name, column in rows.items()}


def ratings(reader: Reader, counting: Counting, patients: Columns, region: str, zone: ZoneInfo) -> Columns:
    """The ratings of one region, in order of patient and time; one query."""
    found = reader.columns(RATING, statements.RATINGS, patients=as_array(patients), region=region)
    # The codes are still part of what is called the episode, so that the order is the same whatever the database did.
    rows = in_order(found, "patient", "at", "assessment", "episode")
    rows["episode"], codes = unpacked(rows["episode"], statements.RATING_CODES)
    rows = counting.among({**rows, **codes})
    return as_table(RATINGS, {**rows, "day": days_of(rows["at"], zone)})


def readings(
    reader: Reader, counting: Counting, patients: Columns, measures: Mapping[str, int], zone: ZoneInfo
) -> Columns:
    """The measurements of these measures, in order of patient and time; two queries.

    ``source`` is the code that each measure is given.
    """
    found = reader.columns(VISIT, statements.VISITS, patients=as_array(patients))
    visits = in_order(found, "patient", "at", "assessment")
    visits["rater"], codes = unpacked(visits["rater"], statements.VISIT_CODES)
    visits = counting.among({**visits, **codes})
    visits["day"] = days_of(visits["at"], zone)
    asked = {"assessments": as_array(visits["assessment"])}
    taken = reader.columns(MEASUREMENT, statements.measurements(measures), **asked)
    assessment, codes = unpacked(taken["assessment"], statements.measurement_codes(measures))
    visit, _all_known = places_of(assessment, visits["assessment"])
    # Within an assessment the codes tell all measurements apart.
    order = np.lexsort((taken["assessment"], visit))
    rows = {"value": taken["value"], **codes}
    rows = {name: column[order] for name, column in rows.items()}
    rows |= {name: column[visit[order]] for name, column in visits.items()}
    rows |= {"source": rows.pop("measure"), "lift": rows.pop("lift_in_place")}
    return as_table(READINGS, rows)
