"""What follows from the readings of an assessment: values of both sides, and the change since the baseline. Pure.

The baseline here is simply the first comparable reading. A patient's outcome report pools visits and weighs
more; what it says goes before what is computed here for a quick look.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from assessments.measures import DERIVED, MEASURES, UNKNOWN_METHOD, Side, derived_values
from assessments.precision import OwnFigures, method_in_force

WITHIN_NOISE = "within_noise"
BEYOND_NOISE = "beyond_noise"

NO_EARLIER_READING = "no_earlier_comparable_reading"
SEM_UNKNOWN = "sem_unknown"
RATER_CHANGED = "rater_changed"
RATER_UNKNOWN = "rater_unknown"
METHOD_UNKNOWN = "method_unknown"
SINGLE_LEG_NOT_TRENDED = "single_leg_not_trended"

# One leg by tape has an MDC95 of 47 mm: only the difference of the legs can be followed.
NEVER_TRENDED = {derivation.source for code, derivation in DERIVED.items() if MEASURES[code].difference_of_legs}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A signed value (mm or degrees) of one assessment, and the conditions under which it was taken.

    ``footwear`` "" and ``lift`` None mean not recorded, which is a condition of its own: nobody knows that it
    was the same. ``episode`` and ``rater`` are any stable ids, None if there is none.
    """

    assessment: UUID
    taken_at: datetime
    patient: UUID
    episode: int | None
    measure: str
    side: str
    method: str
    posture: str
    footwear: str
    lift: bool | None
    after_treatment: bool
    rater: int | None
    value: float

    @property
    def visit(self) -> tuple[str, str, str]:
        """What left and right must share for a value of both sides."""
        return str(self.assessment), self.method, self.posture

    @property
    def series(self) -> tuple[object, ...]:
        """What two readings must share to be compared."""
        where = (self.patient, self.episode, self.measure, self.side, self.method, self.posture)
        return *where, self.footwear, self.lift, self.after_treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The change of one value since the first comparable reading, in mm or degrees.

    ``change`` is None without an earlier reading and for a single leg, ``mdc95`` and ``verdict`` also if no
    measurement error is known; ``reasons`` say why, or why the larger error was used.
    """

    latest: Taken
    baseline: Taken | None
    change: float | None
    mdc95: float | None
    verdict: str | None
    reasons: tuple[str, ...]


def of_both_sides(readings: Iterable[Taken]) -> list[Taken]:
    """Compute what follows from left and right of one assessment, one method and one posture."""

    def visit(reading: Taken) -> tuple[str, str, str]:
        return reading.visit

    ordered = sorted(readings, key=visit)
    return [computed for _, group in groupby(ordered, key=visit) for computed in _of_one_visit(tuple(group))]


def changes(readings: Iterable[Taken], history: Sequence[Taken], own: OwnFigures) -> list[Change]:
    """Compare each reading with the first of its series in ``history``, valid readings in any order.

    ``readings`` and ``history`` contain the values of both sides already. ``own`` are the clinic's own figures.
    """
    baselines: dict[tuple[object, ...], Taken] = {}
    for past in sorted(history, key=lambda past: (past.taken_at, str(past.assessment))):
        baselines.setdefault(past.series, past)
    return [_change(reading, baselines.get(reading.series), own) for reading in readings]


def _of_one_visit(group: tuple[Taken, ...]) -> list[Taken]:
    values = derived_values({(reading.measure, Side(reading.side)): reading.value for reading in group})
    return [replace(group[0], measure=code, side=Side.NONE.value, value=value) for code, value in values.items()]


def _change(latest: Taken, baseline: Taken | None, own: OwnFigures) -> Change:
    if latest.measure in NEVER_TRENDED:
        return _no_change(latest, SINGLE_LEG_NOT_TRENDED)
    if latest.method == UNKNOWN_METHOD.code:
        return _no_change(latest, METHOD_UNKNOWN)
    if baseline is None or baseline.taken_at >= latest.taken_at:
        return _no_change(latest, NO_EARLIER_READING)
    rater_note = _rater_note(baseline, latest)
    mdc95 = method_in_force(latest.measure, latest.method, own).mdc95(same_rater=rater_note is None)
    change = latest.value - baseline.value
    notes = (rater_note, SEM_UNKNOWN if mdc95 is None else None)
    return Change(
        latest=latest,
        baseline=baseline,
        change=change,
        mdc95=mdc95,
        verdict=_verdict(change, mdc95),
        reasons=tuple(note for note in notes if note),
    )


def _no_change(latest: Taken, why: str) -> Change:
    return Change(latest=latest, baseline=None, change=None, mdc95=None, verdict=None, reasons=(why,))


def _rater_note(baseline: Taken, latest: Taken) -> str | None:
    if baseline.rater is None or latest.rater is None:
        return RATER_UNKNOWN
    return RATER_CHANGED if baseline.rater != latest.rater else None


def _verdict(change: float, mdc95: float | None) -> str | None:
    if mdc95 is None:
        return None
    return WITHIN_NOISE if abs(change) < mdc95 else BEYOND_NOISE
