"""Is what was entered as measurements possible? Converts the entered figures and finds every problem."""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite, nan
from statistics import fmean
from typing import Any

from django.utils.translation import gettext as _

from assessments.measures import MEASURES, UnitNotAccepted, to_canonical, unknown_measure_message
from assessments.models import Measurement
from assessments.plausibility import ProblemCode, check_reading
from clinic.common.errors import Problem
from clinic.common.records import field_problems

MOST_READINGS = 5

_FIELD = {
    ProblemCode.SIDE_NOT_ALLOWED: "/side",
    ProblemCode.METHOD_NOT_ALLOWED: "/method",
}


def complete(measurements: Sequence[Measurement]) -> list[Problem]:
    """Fill in readings, value and position from what was entered, and give every problem with its pointer.

    ``entered_readings`` and ``entered_unit`` are kept as given (no unit: the measure's own); ``readings`` are
    the same in millimetres or degrees, ``value`` is their mean, nothing is rounded. With every reading inside
    the hard bounds their mean is inside as well. A posture that was not given is the prescribed one.
    """
    problems: list[Problem] = []
    for index, measurement in enumerate(measurements):
        measurement.position = index
        problems += [problem.below(f"/measurements/{index}") for problem in _complete_one(measurement)]
    return problems + list(_duplicates(measurements))


def _complete_one(measurement: Measurement) -> list[Problem]:
    entry = MEASURES.get(measurement.measure)
    if entry is None:
        detail = unknown_measure_message(measurement.measure).text(_)
        return [Problem("/measure", ProblemCode.UNKNOWN_MEASURE, detail)]
    measurement.entered_unit = measurement.entered_unit or entry.unit
    measurement.readings = []
    if not measurement.posture:
        known = measurement.method in entry.recordable_methods
        measurement.posture = entry.usual_posture(measurement.method) if known else entry.posture
    problems = _problems_with_readings(measurement.entered_readings)
    if not problems:
        try:
            _convert(measurement)
        except UnitNotAccepted as error:
            problems.append(Problem("/unit", "unit_not_accepted", error.message.text(_)))
    problems += _problems_with_values(measurement)
    if not problems:
        # Only now: the sum of readings beyond all bounds may be too large to be computed.
        measurement.value = fmean(measurement.readings)
    return [*problems, *_other_fields(measurement)]


def _convert(measurement: Measurement) -> None:
    entry = MEASURES[measurement.measure]
    measurement.readings = [
        to_canonical(reading, measurement.entered_unit, entry) for reading in measurement.entered_readings
    ]


def _problems_with_readings(readings: Any) -> list[Problem]:
    if not readings or len(readings) > MOST_READINGS:
        sentence = _("Give 1 to %(most)s readings, not %(given)s.")
        given = {"most": MOST_READINGS, "given": len(readings or ())}
        return [Problem("/readings", "number_of_readings", sentence % given)]
    sentence = _("“%(given)s” is not a number.")
    return [
        Problem(f"/readings/{index}", "not_a_number", sentence % {"given": reading})
        for index, reading in enumerate(readings)
        if not _is_number(reading)
    ]


def _is_number(reading: object) -> bool:
    try:
        return not isinstance(reading, bool) and isfinite(reading)  # type: ignore[arg-type]
    except (TypeError, OverflowError):
        return False


def _problems_with_values(measurement: Measurement) -> list[Problem]:
    """Side and method once, the bounds for each reading; without readings there are no bounds to check."""
    readings = measurement.readings or [nan]
    found: dict[str, Problem] = {}
    for index, reading in enumerate(readings):
        for problem in check_reading(measurement.measure, measurement.side, measurement.method, reading):
            pointer = _FIELD.get(problem.code, f"/readings/{index}")
            if measurement.readings or problem.code in _FIELD:
                found.setdefault(pointer, Problem(pointer, problem.code, problem.detail.text(_)))
    return list(found.values())


def _other_fields(measurement: Measurement) -> list[Problem]:
    checked = {field.name for field in Measurement._meta.fields} - {"posture", "instrument", "relandmarked"}
    return field_problems(measurement, but=checked)


def _duplicates(measurements: Iterable[Measurement]) -> Iterator[Problem]:
    first: dict[tuple[str, str, str, str], int] = {}
    for index, given in enumerate(measurements):
        series = (given.measure, given.side, given.method, given.posture)
        earlier = first.setdefault(series, index)
        if earlier != index:
            sentence = _("Measurement %(number)s has the same measure, side, method and posture already.")
            detail = sentence % {"number": earlier + 1}
            yield Problem(f"/measurements/{index}", "duplicate", detail)
