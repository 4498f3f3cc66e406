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
from treatments.outcomes.selectors.lookup import is_among, places_of
from treatments.outcomes.selectors.snapshot import Reader

RATING = ("patient", "episode", "assessment", "at", "codes")
VISIT = ("patient", "episode", "assessment", "rater", "at", "codes")
MEASUREMENT = ("assessment", "value", "codes")


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
    rows = counting.among(found)
    codes = unpacked(rows.pop("codes"), statements.RATING_CODES)
    return _table(RATINGS, {**rows, **codes, "day": days_of(rows["at"], zone)})


def readings(
    reader: Reader, counting: Counting, patients: Columns, measures: Mapping[str, int], zone: ZoneInfo
) -> Columns:
    """The measurements of these measures, in order of patient and time; two queries.

    ``source`` is the code that each measure is given.
    """
    found = reader.columns(VISIT, statements.VISITS, patients=as_array(patients))
    visits = counting.among(found)
    asked = {"assessments": as_array(visits["assessment"])}
    taken = reader.columns(MEASUREMENT, statements.measurements(measures), **asked)
    visit, _all_known = places_of(taken["assessment"], visits["assessment"])
    order = np.argsort(visit, kind="stable")
    codes = unpacked(taken["codes"], statements.measurement_codes(measures))
    visits |= unpacked(visits.pop("codes"), statements.VISIT_CODES)
    visits["day"] = days_of(visits["at"], zone)
    columns = {"value": taken["value"][order], **{name: column[order] for name, column in codes.items()}}
    columns |= {name: column[visit[order]] for name, column in visits.items()}
    columns |= {"source": columns.pop("measure"), "lift": columns.pop("lift_in_place")}
    return _table(READINGS, columns)


def _table(kind: np.dtype[np.void], columns: Mapping[str, Columns]) -> Columns:
    rows = np.empty(len(columns["patient"]), dtype=kind)
    for name in kind.names or ():
        rows[name] = columns[name]
    return rows
