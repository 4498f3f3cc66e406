"""The alignment part of a patient report: one finding per measure, side and condition of measuring."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from zoneinfo import ZoneInfo

from assessments.derived import METHOD_UNKNOWN, NEVER_TRENDED, SINGLE_LEG_NOT_TRENDED
from assessments.measures import MEASURES, UNKNOWN_METHOD, Interval, Measure
from treatments.outcomes.findings.baseline import Comparison, Start, compare
from treatments.outcomes.findings.comparability import Condition, condition_of, difference, differences, varying
from treatments.outcomes.findings.derived_measurements import sources_of_impossible_values, with_derived, within_bounds
from treatments.outcomes.findings.finding import AlignmentFinding, SeriesPoint
from treatments.outcomes.findings.points import MeasurementPoint, PatientInputs
from treatments.outcomes.findings.series import Reading, Visit, as_number, raters_of, visits_of
from treatments.outcomes.findings.verdict import band_for, error_of, notes_on, verdict_on

OUT_OF_BOUNDS = "out_of_bounds"
_MEASURE_ORDER = {code: rank for rank, code in enumerate(MEASURES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    """All readings of one measure and side, by the condition under which they were taken.

    `regardless` holds the visits with all conditions ignored: enough for a change, had they been the same?
    """

    entry: Measure
    side: str
    series: dict[Condition, tuple[Visit, ...]]
    regardless: tuple[Visit, ...]
    inputs: PatientInputs
    start: Start | None


def alignment_findings(inputs: PatientInputs, start: Start | None, zone: ZoneInfo) -> tuple[AlignmentFinding, ...]:
    """Find baseline, latest, change and classification of every series, derived measures included.

    Readings under other conditions start a series of their own and never touch the numbers of this one.
    """

    def place(point: MeasurementPoint) -> tuple[int, str]:
        return (_MEASURE_ORDER[point.measure], point.side)

    entered = within_bounds(inputs.measurements)
    points, impossible = with_derived(entered), sources_of_impossible_values(entered)
    found: list[AlignmentFinding] = []
    for (rank, side), members in groupby(sorted(points, key=place), key=place):
        entry = list(MEASURES.values())[rank]
        taken = tuple(members)
        family = _Family(
            entry=entry,
            side=side,
            series=_by_condition(taken, zone),
            regardless=visits_of(map(_reading, taken), zone),
            inputs=inputs,
            start=start,
        )
        doubts = (OUT_OF_BOUNDS,) if entry.code in impossible else ()
        found.extend(replace(one, reasons=(*one.reasons, *doubts)) for one in _findings_of(family))
    return tuple(found)


def _by_condition(points: Iterable[MeasurementPoint], zone: ZoneInfo) -> dict[Condition, tuple[Visit, ...]]:
    readings: dict[Condition, list[Reading]] = {}
    for point in points:
        readings.setdefault(condition_of(point), []).append(_reading(point))
    return {condition: visits_of(members, zone) for condition, members in readings.items()}


def _reading(point: MeasurementPoint) -> Reading:
    return Reading(
        key=point.key,
        at=point.taken_at,
        value=point.value,
        timing=point.timing,
        rater=point.rater,
        assessment=point.assessment,
        confirmed_unusual=point.confirmed_unusual,
    )


def _findings_of(family: _Family) -> list[AlignmentFinding]:
    """Give the family's findings, the main one first: with a change, before treatment, most visits."""

    def rank(condition: Condition) -> tuple[object, ...]:
        visits = family.series[condition]
        no_change = compare(visits, family.start).change is None
        unknown = condition.method == UNKNOWN_METHOD.code
        return (unknown, no_change, condition.after_treatment, -len(visits), condition.sort_key())

    ordered = sorted(family.series, key=rank)
    if family.entry.code in NEVER_TRENDED:
        return [_untrended(_finding(family, condition), SINGLE_LEG_NOT_TRENDED) for condition in ordered]
    return [replace(_one_of(family, condition), main=condition == ordered[0]) for condition in ordered]


def _one_of(family: _Family, condition: Condition) -> AlignmentFinding:
    found = _finding(family, condition)
    return _untrended(found, METHOD_UNKNOWN) if condition.method == UNKNOWN_METHOD.code else found


def _finding(family: _Family, condition: Condition) -> AlignmentFinding:
    entry, visits, inputs = family.entry, family.series[condition], family.inputs
    comparison = compare(visits, family.start)
    error = error_of(comparison, entry.code, condition.method, inputs)
    verdict = verdict_on(entry, comparison, error, inputs, _kept_apart(family, condition))
    band = band_for(entry, comparison, inputs)
    return AlignmentFinding(
        measure=entry.code,
        side=family.side,
        method=condition.method,
        posture=condition.posture,
        footwear=condition.footwear,
        lift=condition.lift,
        after_treatment=condition.after_treatment,
        main=False,
        unit=entry.unit.value,
        status=verdict.status,
        reasons=(*verdict.reasons, *notes_on(entry, visits, comparison, error)),
        n=len(visits),
        baseline=as_number(comparison.baseline_value),
        latest=as_number(comparison.latest_value),
        change=as_number(comparison.change),
        mdc95=error.mdc95,
        mdc_source=error.source,
        same_rater=error.rater_note is None,
        classification=verdict.classification,
        baseline_on=comparison.baseline_on,
        latest_on=comparison.latest_on,
        baseline_visits=len(comparison.baseline),
        latest_visits=len(comparison.latest),
        last=as_number(comparison.last_value),
        reference_low=band.low if band else None,
        reference_high=band.high if band else None,
        told_apart_by=varying(family.series),
        points=tuple(_series_points(family, condition, comparison, band)),
    )


def _kept_apart(family: _Family, condition: Condition) -> tuple[str, ...]:
    """Say which conditions alone stand between the family's readings and a change; nothing if more is missing."""
    if compare(family.regardless, family.start).refusal:
        return ()
    return differences(condition, (other for other in family.series if other != condition))


def _untrended(finding: AlignmentFinding, reason: str) -> AlignmentFinding:
    """Keep the readings, drop every number that would follow what cannot be followed over time."""
    return replace(
        finding,
        status="not_estimable",
        reasons=(reason,),
        baseline=None,
        latest=None,
        change=None,
        mdc95=None,
        mdc_source=None,
        classification=None,
        baseline_on=None,
        latest_on=None,
        baseline_visits=0,
        latest_visits=0,
        last=None,
    )


def _series_points(
    family: _Family, own: Condition, comparison: Comparison, band: Interval | None
) -> Iterator[SeriesPoint]:
    """Give every reading of the family in time order, marked with how it counts for this series.

    One band holds for the whole course, that of the baseline: else growing up would look like a change.
    """
    raters = raters_of(comparison.baseline)
    everything = [
        (reading.at, reading.key, condition, reading)
        for condition, visits in family.series.items()
        for visit in visits
        for reading in visit.readings
    ]
    for _, _, condition, reading in sorted(everything, key=lambda row: row[:2]):
        yield SeriesPoint(
            key=reading.key,
            assessment=reading.assessment,
            at=reading.at,
            value=float(reading.value),
            counted=condition == own and own.method != UNKNOWN_METHOD.code,
            reason=difference(condition, own),
            role=comparison.role_of(reading) if condition == own else None,
            method=condition.method,
            rater_differs=reading.rater is None or reading.rater not in raters,
            deviation=None if band is None else band.distance(reading.value),
            confirmed_unusual=reading.confirmed_unusual,
        )
