"""Who belongs to a cohort, and when the treatment of each began."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from treatments.outcomes.findings.cohort.columns import PEOPLE, Columns
from treatments.outcomes.selectors import statements
from treatments.outcomes.selectors.ages import full_years
from treatments.outcomes.selectors.arrays import as_array
from treatments.outcomes.selectors.asked import Asked
from treatments.outcomes.selectors.attended import Attended
from treatments.outcomes.selectors.clinic_days import days_of
from treatments.outcomes.selectors.lookup import NEVER, as_table, first_of_each, is_among
from treatments.outcomes.selectors.snapshot import Reader

PERSON = ("patient", "birth_day", "birth_year", "seed")
RECORD = ("patient", "episode", "assessment", "at")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """``people`` and ``starts`` as columns.py has them; ``episodes``: those with the cause asked for, in order."""

    people: Columns
    starts: Columns
    episodes: Columns


def enrol(reader: Reader, asked: Asked, patients: Columns, invalid: Columns) -> Enrolled:
    """Give those of the patients who have a completed session, a rating or a measurement that counts.

    ``invalid``: the assessments that were void or replaced, in order. At most six queries.
    """
    persons = reader.columns(PERSON, statements.PERSONS, patients=as_array(patients))
    ids = persons["patient"]
    attended = Attended.by(reader, asked, as_array(ids))
    counted = attended.counted(asked)
    place, at = np.searchsorted(ids, attended.patient[counted]), attended.at[counted]
    visits = np.bincount(place, minlength=len(ids))
    wanted = np.ones(len(ids), dtype=bool)
    if asked.by_session:
        wanted[:] = np.bincount(place[attended.of_kind[counted]], minlength=len(ids)) > 0
    # Which record was the first matters to the age only: otherwise any session makes another look unnecessary.
    looked_up = ids[wanted & ((visits == 0) | asked.by_age)]
    patient, also_at = _other_records(reader, asked, looked_up, attended.counting_episodes, invalid)
    places = np.concatenate([place, np.searchsorted(ids, patient)])
    first = first_of_each(places, np.concatenate([at, also_at]), len(ids))
    belongs = np.flatnonzero(wanted & (first < NEVER))
    belongs = belongs[_of_age(asked, persons, belongs, first)]
    starts = attended.starts(ids[belongs], asked.zone)
    people = {name: column[belongs] for name, column in {**persons, "visits": visits}.items()}
    episodes = attended.counting_episodes if asked.by_cause else attended.counting_episodes[:0]
    return Enrolled(as_table(PEOPLE, people), starts, episodes)


def _other_records(
    reader: Reader, asked: Asked, patients: Columns, episodes: Columns, invalid: Columns
) -> tuple[Columns, Columns]:
    """Patient and time of every rating of any region, and of every assessment with any measurement, that counts."""
    if not len(patients):
        return patients, patients
    found = [
        reader.columns(RECORD, statement, patients=as_array(patients))
        for statement in (statements.RATED, statements.MEASURED)
    ]
    rows = {name: np.concatenate([one[name] for one in found]) for name in RECORD}
    counts = ~is_among(rows["assessment"], invalid)
    if asked.by_cause:
        counts &= is_among(rows["episode"], episodes)
    return rows["patient"][counts], rows["at"][counts]


def _of_age(asked: Asked, persons: Mapping[str, Columns], chosen: Columns, first: Columns) -> Columns:
    """Whether each of the chosen was of the age asked for on the day of the first record; not if it is unknown."""
    if not asked.by_age:
        return np.ones(len(chosen), dtype=bool)
    born = persons["birth_day"][chosen], persons["birth_year"][chosen]
    years = full_years(*born, days_of(first[chosen], asked.zone))
    youngest, oldest = asked.filters.age_min, asked.filters.age_max
    of_age: Columns = (years >= (youngest or 0)) & ((oldest is None) | (years <= (oldest or 0)))
    return of_age
