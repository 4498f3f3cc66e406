"""Recording an assessment: its measurements and pain ratings together, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, Measurement, PainRating
from assessments.services.checking_measurements import complete
from assessments.services.checking_pain import problems_with_pain
from assessments.services.checking_visit import problems_with_visit
from assessments.services.unusual import look_twice
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.records import field_problems, insert, insert_all
from patients.services.belonging import foreign


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stored assessment, and what is unusual about it: pointers into the input, codes, sentences."""

    assessment: Assessment
    warnings: list[Problem]


def record_assessment(
    assessment: Assessment, measurements: Sequence[Measurement], pain: Sequence[PainRating], *, by: Caller
) -> Recorded:
    """Store an unsaved assessment with its unsaved measurements and pain ratings.

    A measurement brings ``entered_readings`` and ``entered_unit``; ``readings`` and ``value`` follow from them.
    A rating takes patient, episode, time and timing from the assessment. An unknown rater stays None.
    Raises Refused with every problem at once; then nothing was written. The number of queries does not depend
    on the number of measurements.
    """
    by.require("assessments.change")
    with transaction.atomic():
        recorded = store(assessment, measurements, pain, by)
        record("assessment.recorded", assessment, by=by, patients=[assessment.patient.uuid])
    return recorded


def store(
    assessment: Assessment, measurements: Sequence[Measurement], pain: Sequence[PainRating], by: Caller
) -> Recorded:
    """Check and write all of it inside the caller's transaction, without permission or audit."""
    assessment.clinic_id = by.clinic_id
    sign(assessment, by)
    for rating in pain:
        _take_over(rating, assessment)
    if problems := _problems(assessment, measurements, pain, by):
        raise Refused(problems)
    warnings = look_twice(assessment, measurements, by)
    insert(assessment)
    for measurement in measurements:
        measurement.clinic_id, measurement.assessment = by.clinic_id, assessment
    for rating in pain:
        rating.assessment = assessment
    insert_all(measurements, "/measurements")
    insert_all(pain, "/pain")
    return Recorded(assessment, warnings)


def sign(entry: Assessment | PainRating, by: Caller) -> None:
    """Note who entered it: a member of staff, or the API client."""
    entry.entered_by_id, entry.entered_by_client_id = by.membership_id, by.api_client_id


_SHARED = ("clinic_id", "patient_id", "episode_id", "taken_at", "timing", "entered_by_id", "entered_by_client_id")


def _take_over(rating: PainRating, assessment: Assessment) -> None:
    for name in _SHARED:
        setattr(rating, name, getattr(assessment, name))


def _problems(
    assessment: Assessment, measurements: Sequence[Measurement], pain: Sequence[PainRating], by: Caller
) -> list[Problem]:
    problems = [
        *problems_with_visit(assessment, by),
        *foreign("/rater", assessment.rater, by),
        *field_problems(assessment, but=("patient", "taken_at")),
        *complete(measurements),
        *problems_with_pain(pain),
    ]
    if not measurements and not pain:
        sentence = _("Give at least one measurement or one pain rating.")
        problems.append(Problem("", "empty", sentence))
    return problems
