"""From the frozen inputs of single patients to the columns of a cohort, as the selection would give them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from treatments.outcomes.findings.cohort.columns import (
    CONTEXTS,
    FOOTWEAR,
    LIFTS,
    METHODS,
    PEOPLE,
    POSTURES,
    RATINGS,
    READINGS,
    RECALLS,
    SIDES,
    STARTS,
    TIMINGS,
    UNKNOWN_DAY,
    Batch,
)
from treatments.outcomes.findings.cohort.exposure import measures_read
from treatments.outcomes.findings.points import PatientInputs

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Member:
    """The records of one patient in one episode (0: none), under the numbers that columns know them by."""

    patient: int
    inputs: PatientInputs
    episode: int = 0


def batch_of(members: Iterable[Member], measure: str, region: str) -> Batch:
    """Give the columns of one measure and one region."""
    numbers = _Numbers()
    members = tuple(members)
    return Batch(
        ratings=_table(RATINGS, [row for one in members for row in _ratings(one, region, numbers)]),
        readings=_table(READINGS, [row for one in members for row in _readings(one, measure, numbers)]),
        starts=_table(STARTS, _starts(members)),
        people=_table(PEOPLE, [_person(one) for one in {one.patient: one for one in members}.values()]),
    )


def shuffled(batch: Batch, seed: int) -> Batch:
    """The same rows in another order."""
    rng = np.random.default_rng(seed)
    return Batch(*(rng.permutation(table) for table in (batch.ratings, batch.readings, batch.starts, batch.people)))


def of_patients(batch: Batch, patients: Sequence[int]) -> Batch:
    """The rows of some patients."""
    tables = (batch.ratings, batch.readings, batch.starts, batch.people)
    return Batch(*(table[np.isin(table["patient"], patients)] for table in tables))


class _Numbers:
    """Any stable positive number for each text."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def of(self, text: str | None) -> int:
        return 0 if text is None else self.known.setdefault(text, len(self.known) + 1)


def _ratings(member: Member, region: str, numbers: _Numbers) -> list[dict[str, Any]]:
    return [
        {
            "patient": member.patient,
            "episode": member.episode,
            "assessment": numbers.of(point.assessment and f"{member.patient} {point.assessment}"),
            **_moment(point.taken_at, member),
            "side": SIDES.index(point.side),
            "recall": RECALLS.index(point.recall),
            "context": CONTEXTS.index(point.context),
            "timing": TIMINGS.index(point.timing or ""),
            "intensity": point.intensity,
        }
        for point in member.inputs.pain
        if point.region == region
    ]


def _readings(member: Member, measure: str, numbers: _Numbers) -> list[dict[str, Any]]:
    read = measures_read(measure)
    return [
        {
            "patient": member.patient,
            "episode": member.episode,
            "assessment": numbers.of(f"{member.patient} {point.assessment}"),
            "rater": numbers.of(point.rater),
            **_moment(point.taken_at, member),
            "source": read.index(point.measure),
            "side": SIDES.index(point.side),
            "method": METHODS.index(point.method),
            "posture": POSTURES.index(point.posture or ""),
            "footwear": FOOTWEAR.index(point.footwear or ""),
            "lift": LIFTS.index(point.lift),
            "timing": TIMINGS.index(point.timing or ""),
            "value": point.value,
        }
        for point in member.inputs.measurements
        if point.measure in read
    ]


def _starts(members: Sequence[Member]) -> list[dict[str, Any]]:
    """The first completed session of every episode, and with episode 0 that of the patient."""
    found: dict[tuple[int, int], tuple[dt.datetime, Member]] = {}
    for member in members:
        for session in member.inputs.sessions:
            for episode in {member.episode, 0} if session.status == "completed" else ():
                key = (member.patient, episode)
                found[key] = min(found.get(key, (session.starts_at, member)), (session.starts_at, member), key=_first)
    return [
        {"patient": patient, "episode": episode, **_moment(at, member)}
        for (patient, episode), (at, member) in found.items()
    ]


def _first(entry: tuple[dt.datetime, Member]) -> dt.datetime:
    return entry[0]


def _person(member: Member) -> dict[str, Any]:
    birth = member.inputs.birth_date
    return {
        "patient": member.patient,
        "birth_day": UNKNOWN_DAY if birth is None else (birth - EPOCH.date()).days,
        "birth_year": member.inputs.birth_year or 0,
        "visits": sum(session.status == "completed" for session in member.inputs.sessions),
        "seed": (member.patient * 7919) % 104729,
    }


def _moment(at: dt.datetime, member: Member) -> dict[str, int]:
    day = at.astimezone(ZoneInfo(member.inputs.zone)).date()
    return {"at": (at - EPOCH) // dt.timedelta(microseconds=1), "day": (day - EPOCH.date()).days}


def _table(dtype: np.dtype[Any], rows: list[dict[str, Any]]) -> Any:
    table = np.zeros(len(rows), dtype=dtype)
    for name in dtype.names or ():
        table[name] = [row[name] for row in rows]
    return table
