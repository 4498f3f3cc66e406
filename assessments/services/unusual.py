"""What is possible but unlikely in a new assessment: warnings for the person who typed it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from assessments.measures import DERIVED, MEASURES, Side, derived_values
from assessments.models import Assessment, Measurement
from assessments.plausibility import ReadingWarning, warnings
from assessments.precision import OwnFigures, method_in_force
from assessments.services.precision import own_figures
from clinic.common.caller import Caller
from clinic.common.errors import Problem


@dataclass(frozen=True, slots=True)
class OfBothSides(Problem):
    """What is unusual about left and right together; the pointer is that of the second side."""


Series = tuple[str, str, str, str]
Last = dict[Series, tuple[float, int | None]]


def look_twice(assessment: Assessment, measurements: Sequence[Measurement], by: Caller) -> list[Problem]:
    """Give every warning about an assessment whose measurements are complete.

    A value outside the soft limits, or one that moved by more than three MDC95 since the last reading of its
    series; the same for what is computed from both sides. Only a measurement with a warning keeps its
    ``confirmed_unusual``. Two queries at most.
    """
    if not measurements:
        return []
    last, own = _last_readings(assessment, measurements), own_figures(by)
    found = [
        Problem(f"/measurements/{index}/readings", warning.code, warning.detail.text(_))
        for index, measurement in enumerate(measurements)
        for warning in _warnings(measurement, assessment, last, own)
    ]
    found += _unusual_differences(measurements, assessment, last, own)
    unusual = {problem.pointer for problem in found}
    for index, measurement in enumerate(measurements):
        confirmed = measurement.confirmed_unusual and f"/measurements/{index}/readings" in unusual
        measurement.confirmed_unusual = confirmed
    return found


def _last_readings(assessment: Assessment, measurements: Iterable[Measurement]) -> Last:
    """Value and rater of the last valid reading before this one, by series."""
    earlier = Measurement.objects.filter(
        clinic_id=assessment.clinic_id,
        assessment__patient=assessment.patient_id,
        assessment__taken_at__lt=assessment.taken_at,
        measure__in={measurement.measure for measurement in measurements},
    )
    if assessment.replaces_id:
        earlier = earlier.exclude(assessment=assessment.replaces_id)
    columns = ("measure", "side", "method", "posture", "value", "assessment__rater", "assessment")
    rows = earlier.valid().with_conditions().last_of_each_series()
    found = rows.values_list(*columns, "together", "assessment__taken_at")
    in_time_order = sorted(found, key=lambda row: (row[-1], row[6]))
    readings = {(row[0], row[1], row[2], row[3]): (row[4], row[5]) for row in in_time_order}
    return _last_differences(in_time_order) | readings


def _last_differences(in_time_order: Iterable[tuple[Any, ...]]) -> Last:
    """Value and rater of the last differences and means, each of one assessment, one method and one posture."""
    visits: dict[tuple[Any, ...], dict[tuple[str, Side], float]] = {}
    for measure, side, method, posture, value, rater, visit, *_when in in_time_order:
        visits.setdefault((visit, method, posture, rater), {})[measure, Side(side)] = value
    return {
        (code, Side.NONE.value, method, posture): (value, rater)
        for (_visit, method, posture, rater), readings in visits.items()
        for code, value in derived_values(readings).items()
    }


def _warnings(
    measurement: Measurement, assessment: Assessment, last: Last, own: OwnFigures
) -> Iterator[ReadingWarning]:
    series = (measurement.measure, measurement.side, measurement.method, measurement.posture)
    yield from _warnings_of(series, measurement.value, assessment, last, own)


def _warnings_of(
    series: Series, value: float, assessment: Assessment, last: Last, own: OwnFigures
) -> Iterator[ReadingWarning]:
    measure, _side, method, _posture = series
    previous, rater = last.get(series, (None, None))
    same_rater = rater is not None and rater == assessment.rater_id
    sem = method_in_force(measure, method, own).sem(same_rater)
    yield from warnings(MEASURES[measure], value, previous, sem)


def _unusual_differences(
    measurements: Sequence[Measurement], assessment: Assessment, last: Last, own: OwnFigures
) -> Iterator[OfBothSides]:
    """Warn where left and right are each usual but not together; the pointer is that of the second side.

    One leg measured 100 mm too long by a slip lies within the limits of a leg; the difference does not. Left
    and right that were exchanged turn the difference round, while each leg hardly changes.
    """

    def taken_alike(entry: tuple[int, Measurement]) -> tuple[str, str]:
        return entry[1].method, entry[1].posture

    ordered = sorted(enumerate(measurements), key=taken_alike)
    for (method, posture), group in groupby(ordered, key=taken_alike):
        positions = {(m.measure, Side(m.side)): (index, m.value) for index, m in group}
        values = derived_values({key: value for key, (_index, value) in positions.items()})
        for code, value in values.items():
            second = max(positions[DERIVED[code].source, side][0] for side in (Side.LEFT, Side.RIGHT))
            series = (code, Side.NONE.value, method, posture)
            for warning in _warnings_of(series, value, assessment, last, own):
                yield OfBothSides(f"/measurements/{second}/readings", warning.code, warning.detail.text(_))
