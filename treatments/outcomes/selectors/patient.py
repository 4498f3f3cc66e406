"""From rows to the frozen points of a report, as they stood at its cut-off.

A record counts if it was entered by the cut-off and neither voided nor replaced by then. The number of queries
is constant, and only the columns that a point needs are read.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.functions import Lower

from assessments.models import Measurement, MethodPrecision
from clinic.common.history import as_it_stands, as_it_stood
from patients.models import Patient
from patients.models.episode import EventKind
from treatments.outcomes.findings.points import (
    EventPoint,
    MeasurementPoint,
    PainPoint,
    PatientInputs,
    Precision,
    SessionPoint,
)
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.findings.prespecified import patient_pairs
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.scope import Scope
from treatments.outcomes.selectors.settled_pairs import settled_pairs

Values = Callable[..., list[tuple[Any, ...]]]
"""Reads the named values of rows as they were entered by a moment: ``as_it_stood``, ``as_it_stands``."""


def patient_inputs(report: OutcomeReport, cutoff: dt.datetime) -> PatientInputs:
    """Everything that the report is computed from. Needs ``clinic``, ``patient`` and ``episode`` joined."""
    return _inputs(report, cutoff, as_it_stood)


def present_inputs(patient: Patient, now: dt.datetime) -> PatientInputs:
    """What a report about everything of the patient would be computed from now. Needs ``clinic`` joined.

    ``now`` is the time by the database's clock, which dates the records.
    """
    return _inputs(OutcomeReport(clinic=patient.clinic, patient=patient), now, as_it_stands)


def _inputs(report: OutcomeReport, cutoff: dt.datetime, values_of: Values) -> PatientInputs:
    assert report.patient
    scope = Scope.of_report(report)
    precisions = own_precisions(report.clinic_id, scope.zone, cutoff, values_of)
    return PatientInputs(
        patient=str(report.patient.uuid),
        zone=report.clinic.time_zone,
        cutoff=cutoff,
        episode=str(report.episode.uuid) if report.episode else None,
        window_from=report.window_from,
        window_until=report.window_until,
        birth_date=report.patient.birth_date,
        birth_year=report.patient.birth_year,
        pain=_pain(scope, cutoff),
        measurements=_measurements(scope, cutoff),
        sessions=_sessions(scope, cutoff, values_of),
        events=_events(scope, cutoff, values_of),
        precisions=frozen_precisions(precisions),
        pairs=patient_pairs(settled_pairs(report.clinic_id, by_then=cutoff)),
    )


def keys_of(inputs: PatientInputs) -> list[UUID]:
    """The ids of the records that entered; measurements by their assessment, in which they stand or fall."""
    keys = [
        *(point.key for point in inputs.pain),
        *sorted({point.assessment for point in inputs.measurements}),
        *(point.key for point in inputs.sessions),
        *(point.key for point in inputs.events),
    ]
    return [UUID(key) for key in keys]


_PAIN = {
    "key": "uuid",
    "taken_at": "taken_at",
    "region": "region",
    "side": "side",
    "intensity": "intensity",
    "recall": "recall",
    "context": "context",
    "timing": "timing",
    "assessment": "assessment__uuid",
}
_MEASUREMENT = {
    "key": "uuid",
    "taken_at": "assessment__taken_at",
    "measure": "measure",
    "side": "side",
    "method": "method",
    "value": "value",
    "assessment": "assessment__uuid",
    "posture": "posture",
    "footwear": "assessment__footwear",
    "lift": "assessment__lift_in_place",
    "timing": "assessment__timing",
    "rater": "assessment__rater__uuid",
    "confirmed_unusual": "confirmed_unusual",
}


def _pain(scope: Scope, cutoff: dt.datetime) -> tuple[PainPoint, ...]:
    rows = scope.pain().valid_at(cutoff).values_list(*_PAIN.values())
    return tuple(PainPoint(**_point(_PAIN, row)) for row in rows)


def _measurements(scope: Scope, cutoff: dt.datetime) -> tuple[MeasurementPoint, ...]:
    taken = Measurement.objects.filter(assessment__in=scope.assessments().valid_at(cutoff))
    rows = taken.values_list(*_MEASUREMENT.values())
    return tuple(MeasurementPoint(**_point(_MEASUREMENT, row)) for row in rows)


def _sessions(scope: Scope, cutoff: dt.datetime, values_of: Values) -> tuple[SessionPoint, ...]:
    rows = values_of(scope.completed_sessions(), cutoff, "uuid", Lower("during"), "status", "entered_in_error_at")
    return tuple(
        SessionPoint(key=str(key), starts_at=starts_at, status=status)
        for key, starts_at, status, void_since in rows
        # A session of later today may be completed already; its treatment belongs to a later report.
        if status == "completed" and starts_at <= cutoff and not _void(void_since, cutoff)
    )


def _events(scope: Scope, cutoff: dt.datetime, values_of: Values) -> tuple[EventPoint, ...]:
    rows = values_of(scope.events(), cutoff, "uuid", "on", "kind", "entered_in_error_at")
    return tuple(
        # An event has a day and no hour: noon keeps it on its day on the chart.
        EventPoint(
            key=str(key),
            at=dt.datetime.combine(on, dt.time(12), tzinfo=scope.zone),
            kind=kind,
            label=str(EventKind(kind).label),
        )
        for key, on, kind, void_since in rows
        if not _void(void_since, cutoff)
    )


def own_precisions(
    clinic_id: int, zone: ZoneInfo, cutoff: dt.datetime, values_of: Values = as_it_stood
) -> list[Precision]:
    """The clinic's own figure of each method: the one that came into force last."""
    columns = ("measure", "method", "sem_same_rater", "sem_different_rater", "source", "valid_from")
    rows = values_of(MethodPrecision.objects.filter(clinic=clinic_id), cutoff, *columns)
    figures = (Precision(**dict(zip(columns, row, strict=True)), clinic_own=True) for row in rows)
    today = cutoff.astimezone(zone).date()
    in_force = [figure for figure in figures if figure.valid_from and figure.valid_from <= today]
    latest = {(figure.measure, figure.method): figure for figure in sorted(in_force, key=_came_into_force)}
    return list(latest.values())


def _came_into_force(figure: Precision) -> dt.date:
    assert figure.valid_from
    return figure.valid_from


def _void(since: dt.datetime | None, cutoff: dt.datetime) -> bool:
    return since is not None and since <= cutoff


def _point(columns: dict[str, str], row: tuple[Any, ...]) -> dict[str, Any]:
    """A point's fields: ids as text, and "not recorded" as None however the column says it."""
    named = zip(columns, row, strict=True)
    return {name: str(value) if isinstance(value, UUID) else None if value == "" else value for name, value in named}
