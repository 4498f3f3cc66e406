"""From rows to the frozen groups of replicates of a repeatability report, as they stood at its cut-off.

A clinic has many more measurements than replicates: only what has a neighbour in time or several readings leaves
the database, patients are read a batch at a time, and only groups stay in memory.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import Lag, Lead, Lower, TruncDate

from assessments.models import Assessment, Measurement
from assessments.querysets import AssessmentQuerySet, MeasurementQuerySet
from clinic.common.history import as_it_stood
from clinic.practice.models import Membership
from treatments.models import TreatmentSession
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.findings.repeatability.differences import with_leg_differences
from treatments.outcomes.findings.repeatability.grouping import Sessions, replicate_groups
from treatments.outcomes.findings.repeatability.points import (
    Candidate,
    Rater,
    RepeatabilityInputs,
    ReplicateGroup,
)
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.rules import REPEATABILITY
from treatments.outcomes.selectors.patient import own_precisions
from treatments.querysets import SessionQuerySet

PATIENTS_AT_A_TIME = 500
_NEAR = dt.timedelta(days=REPEATABILITY.replicate_days + 1)  # in hours; the grouping counts calendar days
_NOBODY = "nobody"

_COLUMNS = {
    "assessment": "assessment__uuid",
    "taken_at": "assessment__taken_at",
    "measure": "measure",
    "side": "side",
    "method": "method",
    "readings": "readings",
    "posture": "posture",
    "footwear": "assessment__footwear",
    "lift": "assessment__lift_in_place",
    "timing": "assessment__timing",
    "rater": "assessment__rater__uuid",
    "relandmarked": "relandmarked",
}


def repeatability_inputs(report: OutcomeReport, cutoff: dt.datetime) -> RepeatabilityInputs:
    """Everything that the report is computed from. Needs ``clinic`` joined."""
    zone = report.clinic.zone
    measurements = Measurement.objects.filter(assessment__in=_assessments(report, zone).valid_at(cutoff)).comparable()
    found = _Found()
    for patients in _batches(_may_be_repeated(measurements, zone, cutoff)):
        sessions = _sessions(patients, cutoff)
        for candidates in patients.values():
            found.add(candidates, sessions, zone)
    groups = tuple(found.groups)
    return RepeatabilityInputs(
        zone=report.clinic.time_zone,
        cutoff=cutoff,
        window_from=report.window_from,
        window_until=report.window_until,
        groups=groups,
        raters=_raters(report.clinic_id, groups),
        precisions=frozen_precisions(own_precisions(report.clinic_id, zone, cutoff)),
        not_relandmarked=measurements.filter(readings__len__gte=2).exclude(relandmarked=True).count(),
        rater_unknown=found.rater_unknown,
    )


def keys_of(inputs: RepeatabilityInputs) -> list[UUID]:
    """The ids of the assessments that entered; their measurements stand or fall with them."""
    return sorted({UUID(key) for group in inputs.groups for key in group.assessments})


@dataclass
class _Found:
    """The groups of all patients read so far, and what would be in one if it were known who measured."""

    groups: list[ReplicateGroup] = field(default_factory=list)
    rater_unknown: int = 0

    def add(self, entered: Sequence[Candidate], sessions: Sessions, zone: ZoneInfo) -> None:
        self.groups += replicate_groups(with_leg_differences(entered), sessions, zone)
        anonymous = [replace(point, rater=_NOBODY) for point in entered if point.rater is None]
        lost = replicate_groups(anonymous, sessions, zone)
        self.rater_unknown += sum(len(set(group.assessments)) for group in lost)


def _assessments(report: OutcomeReport, zone: ZoneInfo) -> AssessmentQuerySet[Assessment]:
    """The clinic's assessments within the report's days."""
    of_clinic = Assessment.objects.filter(clinic=report.clinic_id).alias(day=TruncDate("taken_at", tzinfo=zone))
    ends = {"day__gte": report.window_from, "day__lte": report.window_until}
    return of_clinic.filter(**{lookup: day for lookup, day in ends.items() if day})


def _batches(measurements: MeasurementQuerySet[Measurement]) -> Iterator[dict[int, list[Candidate]]]:
    """Candidates by patient."""
    rows = measurements.order_by("assessment__patient", "assessment__taken_at", "id")
    columns = ("assessment__patient", "assessment__patient__uuid", *_COLUMNS.values())
    by_patient = groupby(rows.values_list(*columns).iterator(), key=itemgetter(0))
    patients = ((patient, [_candidate(row) for row in group]) for patient, group in by_patient)
    while batch := dict(islice(patients, PATIENTS_AT_A_TIME)):
        yield batch


def _may_be_repeated(
    measurements: MeasurementQuerySet[Measurement], zone: ZoneInfo, cutoff: dt.datetime
) -> MeasurementQuerySet[Measurement]:
    """Measurements that were relandmarked, or that have a neighbour in their series.

    A neighbour of the same day, or one within days unless the patient was treated on the day itself. What is
    left out could not be in a group; most of a clinic's measurements are taken on days of treatment.
    """
    visit = ("assessment__patient", "assessment__footwear", "assessment__lift_in_place", "after_treatment")
    series, in_time = [*visit, "measure", "side", "method", "posture"], ["assessment__taken_at", "id"]
    beside = measurements.with_conditions().annotate(
        day=TruncDate("assessment__taken_at", tzinfo=zone),
        earlier=Window(Lag("assessment__taken_at"), partition_by=series, order_by=in_time),
        later=Window(Lead("assessment__taken_at"), partition_by=series, order_by=in_time),
        earlier_day=TruncDate("earlier", tzinfo=zone),
        later_day=TruncDate("later", tzinfo=zone),
        treated=Exists(_surely_completed(zone, cutoff)),
    )
    taken_at = F("assessment__taken_at")
    relandmarked = Q(relandmarked=True, readings__len__gte=2)
    near = Q(earlier__gte=taken_at - _NEAR) | Q(later__lte=taken_at + _NEAR)
    same_day = Q(earlier_day=F("day")) | Q(later_day=F("day"))
    return beside.filter(relandmarked | same_day | (near & Q(treated=False)))


def _surely_completed(zone: ZoneInfo, cutoff: dt.datetime) -> SessionQuerySet[TreatmentSession]:
    """The patient's sessions of the day that had taken place by the cut-off and were not changed since."""
    unchanged = TreatmentSession.objects.completed().filter(created_at__lte=cutoff, updated_at__lte=cutoff)
    dated = unchanged.alias(on=TruncDate("starts_at", tzinfo=zone))
    return dated.filter(patient=OuterRef("assessment__patient"), on=OuterRef("day"))


def _candidate(row: tuple[Any, ...]) -> Candidate:
    """Ids as text, and "not recorded" as None however the column says it."""
    _id, patient, *values = row
    known: dict[str, Any] = dict(zip(_COLUMNS, values, strict=True))
    rater = known["rater"] and str(known["rater"])
    ids = {"patient": str(patient), "assessment": str(known["assessment"]), "rater": rater}
    return Candidate(**{**known, **ids, "footwear": known["footwear"] or None, "readings": tuple(known["readings"])})


def _sessions(patients: Mapping[int, Sequence[Candidate]], cutoff: dt.datetime) -> Sessions:
    """When the sessions of each patient began that had taken place by the cut-off."""
    columns = ("patient_id", Lower("during"), "status", "entered_in_error_at")
    rows = as_it_stood(TreatmentSession.objects.filter(patient__in=patients), cutoff, *columns)
    begun = defaultdict(list)
    for patient, starts_at, status, void_since in rows:
        if status == "completed" and (void_since is None or void_since > cutoff):
            begun[patients[patient][0].patient].append(starts_at)
    return begun


def _raters(clinic_id: int, groups: Iterable[ReplicateGroup]) -> tuple[Rater, ...]:
    """Those who took part, as the clinic shows them."""
    keys = {rater for group in groups for rater in group.raters}
    staff = Membership.objects.filter(clinic=clinic_id, uuid__in=keys).values_list("uuid", "display_name")
    return tuple(Rater(key=str(uuid), name=name) for uuid, name in staff)
