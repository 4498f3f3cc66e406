"""What may be said about the change of one alignment series: status, classification, reasons and notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.measures import Interval, Measure
from treatments.outcomes.estimators import Classification, classify_change
from treatments.outcomes.findings.age import AGE_UNKNOWN, age_is_unknown, minority
from treatments.outcomes.findings.baseline import Comparison
from treatments.outcomes.findings.finding import Status
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.findings.precision import precision_of, sem_of, smallest_real_change
from treatments.outcomes.findings.series import Visit, raters_of

NO_REFERENCE = "no_reference"
SEM_UNKNOWN = "sem_unknown"
FEASIBILITY_CAUTION = "feasibility_caution"
SIDE_NOT_ESTABLISHED = "side_not_established"
RATER_CHANGED = "rater_changed"
RATER_UNKNOWN = "rater_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """The measurement error that applies to a comparison; every figure None if it is not known.

    `mdc95` is for the visits that entered, `single_visits` for one visit each. `rater_note` says why the
    larger SEM was used; None: one known rater took every reading that counts.
    """

    mdc95: float | None
    single_visits: float | None
    source: str | None
    rater_note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Status and classification of a change, with the reason for whatever is missing."""

    status: Status
    classification: Classification | None
    reasons: tuple[str, ...]


def error_of(comparison: Comparison, measure: str, method: str, inputs: PatientInputs) -> Error:
    """Find the measurement error of a comparison, by who measured and how many visits entered."""
    precision = precision_of(measure, method, inputs.precisions)
    rater = _rater_note(comparison)
    sem = sem_of(precision, same_rater=rater is None)
    return Error(
        mdc95=smallest_real_change(sem, len(comparison.baseline), len(comparison.latest)),
        single_visits=smallest_real_change(sem, 1, 1),
        source=precision.source if precision and sem else None,
        rater_note=rater,
    )


def band_for(entry: Measure, comparison: Comparison, inputs: PatientInputs) -> Interval | None:
    """Give the reference band that holds for this person at baseline; None if there is none."""
    return None if minority(inputs, comparison.baseline[0].on) else entry.reference


def verdict_on(
    entry: Measure,
    comparison: Comparison,
    error: Error,
    inputs: PatientInputs,
    apart: tuple[str, ...] = (),
) -> Verdict:
    """Judge a change; the first matching rule wins.

    `apart` says which conditions keep other readings of this measure and side out of the series, if with those
    there would be a change: a change that this series alone cannot give is then `not_comparable`.
    """
    change = comparison.change
    if change is None:
        classification: Classification | None = "not_comparable" if apart else None
        return Verdict(status="insufficient_data", classification=classification, reasons=(*comparison.reasons, *apart))
    band = band_for(entry, comparison, inputs)
    if band is None or error.mdc95 is None:
        refusals = tuple(_refusals(entry, comparison, error, inputs))
        return Verdict(status="not_estimable", classification=None, reasons=(*refusals, *comparison.reasons))
    baseline, latest = float(comparison.baseline_value), float(comparison.baseline_value + change)
    unknown_age = (AGE_UNKNOWN,) if age_is_unknown(inputs) else ()
    return Verdict(
        status="ok",
        classification=classify_change(baseline, latest, float(change), band, error.mdc95),
        reasons=(*comparison.reasons, *unknown_age),
    )


def notes_on(entry: Measure, visits: Sequence[Visit], comparison: Comparison, error: Error) -> tuple[str, ...]:
    """List what to know beside the numbers: raters, bone that seems to change, an unknown short side."""
    change, mdc95 = comparison.change, error.mdc95
    beyond_error = change is not None and mdc95 is not None and abs(change) >= mdc95
    notes = (
        error.rater_note,
        FEASIBILITY_CAUTION if entry.feasibility_caution and beyond_error else None,
        SIDE_NOT_ESTABLISHED if _short_side_unknown(entry, visits, comparison, error) else None,
    )
    return tuple(note for note in notes if note)


def _refusals(entry: Measure, comparison: Comparison, error: Error, inputs: PatientInputs) -> Iterator[str]:
    if entry.reference is None:
        yield NO_REFERENCE
    elif minor := minority(inputs, comparison.baseline[0].on):
        yield minor
    if error.mdc95 is None:
        yield SEM_UNKNOWN


def _rater_note(comparison: Comparison) -> str | None:
    raters = raters_of((*comparison.baseline, *comparison.latest))
    if None in raters:
        return RATER_UNKNOWN
    return RATER_CHANGED if len(raters) > 1 else None


def _short_side_unknown(entry: Measure, visits: Sequence[Visit], comparison: Comparison, error: Error) -> bool:
    """A difference below the error of single visits does not tell the shorter leg, nor a sign that flips within it."""
    if not entry.difference_of_legs or error.single_visits is None:
        return False
    limit = error.single_visits
    # A visit of exactly zero has no sign: the flip is between the visits around it.
    signed = [visit.value for visit in visits if visit.value]
    flips = any(one * other < 0 and abs(other - one) < limit for one, other in pairwise(signed))
    return flips or abs(comparison.baseline_value) < limit
