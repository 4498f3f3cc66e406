"""Entering old paper records: several visits of one patient at once, or none of them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, AssessmentKind, Measurement, PainRating
from assessments.services.recording import store
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.retrying import retried
from patients.models import Patient

NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class PaperVisit:
    """One day of a paper record, unsaved. The assessment brings everything but its time and its kind."""

    day: dt.date | None
    assessment: Assessment
    measurements: Sequence[Measurement]
    pain: Sequence[PainRating]


def moment_of(day: dt.date, by: Caller) -> dt.datetime:
    """What stands for a day whose time nobody knows: noon on the clinic's clock, and today no later than now."""
    noon = dt.datetime.combine(day, NOON, by.zone)
    return min(noon, timezone.now()) if day == by.today() else noon


@retried
def record_from_paper(patient: Patient, visits: Sequence[PaperVisit], *, by: Caller) -> list[Problem]:
    """Store the visits in one transaction and give what is unusual about them; pointers begin ``/visits/<index>``.

    The earliest becomes the initial assessment if the patient has no earlier one. Raises Refused with every
    problem of every visit at once; then nothing was written.
    """
    by.require("assessments.change")
    with transaction.atomic():
        if problems := _problems_with_days(visits):
            raise Refused(problems)
        _say_when_and_what(patient, visits, by)
        warnings, problems = _store_all(visits, by)
        if problems:
            raise Refused(problems)
        for visit in visits:
            record("assessment.recorded", visit.assessment, by=by, patients=[patient.uuid], detail={"from_paper": True})
    return warnings


def _problems_with_days(visits: Sequence[PaperVisit]) -> list[Problem]:
    """Each row has its day, and no day has two rows."""
    if not visits:
        return [Problem("", "empty", _("Give at least one row with a day and a value."))]
    problems, seen = [], set()
    for index, visit in enumerate(visits):
        pointer = f"/visits/{index}/day"
        if visit.day is None:
            problems.append(Problem(pointer, "required", _("Give the day.")))
        elif visit.day in seen:
            problems.append(Problem(pointer, "twice", _("Another row has this day already.")))
        seen.add(visit.day)
    return problems


def _say_when_and_what(patient: Patient, visits: Sequence[PaperVisit], by: Caller) -> None:
    for visit in visits:
        assert visit.day is not None
        given = visit.assessment
        given.patient, given.taken_at = patient, moment_of(visit.day, by)
        given.time_known, given.from_paper, given.kind = False, True, AssessmentKind.RE_ASSESSMENT
    first = min((visit.assessment for visit in visits), key=lambda given: given.taken_at)
    known = Assessment.objects.visible_to(by).for_patient(patient.uuid).valid()
    if not known.filter(taken_at__lte=first.taken_at).exists():
        first.kind = AssessmentKind.INITIAL


def _store_all(visits: Iterable[PaperVisit], by: Caller) -> tuple[list[Problem], list[Problem]]:
    """Warnings and problems of all visits; oldest first, so that each is compared with those before it."""
    warnings: list[Problem] = []
    problems: list[Problem] = []
    numbered = sorted(enumerate(visits), key=lambda entry: entry[1].assessment.taken_at)
    for index, visit in numbered:
        try:
            found = store(visit.assessment, visit.measurements, visit.pain, by).warnings
            warnings += [warning.below(f"/visits/{index}") for warning in found]
        except Refused as refusal:
            problems += [problem.below(f"/visits/{index}") for problem in refusal.problems]
    return warnings, problems
