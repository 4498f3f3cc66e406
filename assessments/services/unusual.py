"""What is possible but unlikely in a new assessment: warnings for the person who typed it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from assessments.measures import DERIVED, MEASURES, Side, derived_values
from assessments.models import Assessment, Measurement
from assessments.plausibility import ReadingWarning, warnings
from assessments.precision import OwnFigures, method_in_force
from assessments.services.precision import own_figures
from clinic.common.caller import Caller
from clinic.common.errors import Problem

Series = tuple[str, str, str, str]
Last = dict[Series, tuple[float, int | None]]


def look_twice(assessment: Assessment, measurements: Sequence[Measurement], by: Caller) -> list[Problem]:
    """Give every warning about an assessment whose measurements are complete.

    A value outside the soft limits, or one that moved by more than three MDC95 since the last reading of its
    series. Only a measurement with a warning keeps its ``confirmed_unusual``. Two queries at most.
    """
    if not measurements:
        return []
    last, own = _last_readings(assessment, measurements), own_figures(by)
    found = [
        Problem(f"/measurements/{index}/readings", warning.code, warning.detail.text(_))
        for index, measurement in enumerate(measurements)
        for warning in _warnings(measurement, assessment, last, own)
    ]
    found += _unusual_differences(measurements)
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
    rows = (
        earlier.valid()
        .last_of_each_series()
        .values_list("measure", "side", "method", "posture", "value", "assessment__rater")
    )
    return {(measure, side, method, posture): (value, rater) for measure, side, method, posture, value, rater in rows}


def _warnings(
    measurement: Measurement, assessment: Assessment, last: Last, own: OwnFigures
) -> Iterator[ReadingWarning]:
    entry = MEASURES[measurement.measure]
    series = (measurement.measure, measurement.side, measurement.method, measurement.posture)
    previous, rater = last.get(series, (None, None))
    same_rater = rater is not None and rater == assessment.rater_id
    sem = method_in_force(measurement.measure, measurement.method, own).sem(same_rater)
    yield from warnings(entry, measurement.value, previous, sem)


def _unusual_differences(measurements: Sequence[Measurement]) -> Iterator[Problem]:
    """Warn where left and right are each usual but not together; the pointer is that of the second side.

    One leg measured 100 mm too long by a slip lies within the limits of a leg; the difference does not.
    """

    def taken_alike(entry: tuple[int, Measurement]) -> tuple[str, str]:
        return entry[1].method, entry[1].posture

    ordered = sorted(enumerate(measurements), key=taken_alike)
    for _alike, group in groupby(ordered, key=taken_alike):
        positions = {(m.measure, Side(m.side)): (index, m.value) for index, m in group}
        values = derived_values({key: value for key, (_index, value) in positions.items()})
        for code, value in values.items():
            second = max(positions[DERIVED[code].source, side][0] for side in (Side.LEFT, Side.RIGHT))
            for warning in warnings(MEASURES[code], value, None, None):
                yield Problem(f"/measurements/{second}/readings", warning.code, warning.detail.text(_))
