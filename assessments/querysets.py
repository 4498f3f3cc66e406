"""The questions that are asked of assessments, measurements, pain ratings and precisions."""

import datetime as dt
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Count, ExpressionWrapper, Q, Window

from assessments.measures import UNKNOWN_METHOD
from clinic.common.clinic_owned import ClinicQuerySet

Record = TypeVar("Record", bound=models.Model, covariant=True)


class AssessmentQuerySet(ClinicQuerySet[Record]):
    """Assessments of a clinic's patients."""

    def for_patient(self, uuid: UUID) -> Self:
        return self.filter(patient__uuid=uuid)

    def valid(self) -> Self:
        """Neither entered in error nor replaced by a correction."""
        return self.filter(entered_in_error_at__isnull=True, replaced_by__isnull=True)

    def valid_at(self, cutoff: dt.datetime) -> Self:
        """As it stood at the cut-off: entered by then, and not voided or replaced by then."""
        return self.filter(
            Q(entered_in_error_at__isnull=True) | Q(entered_in_error_at__gt=cutoff),
            Q(replaced_by__isnull=True) | Q(replaced_by__created_at__gt=cutoff),
            created_at__lte=cutoff,
        )

    def in_time_order(self) -> Self:
        return self.order_by("taken_at", "id")


class PainRatingQuerySet(ClinicQuerySet[Record]):
    """Pain ratings, alone or within an assessment."""

    def for_patient(self, uuid: UUID) -> Self:
        return self.filter(patient__uuid=uuid)

    def valid(self) -> Self:
        """Not entered in error, and not part of an assessment that is void or replaced."""
        return self.filter(
            entered_in_error_at__isnull=True,
            assessment__entered_in_error_at__isnull=True,
            assessment__replaced_by__isnull=True,
        )

    def valid_at(self, cutoff: dt.datetime) -> Self:
        """As it stood at the cut-off."""
        return self.filter(
            Q(entered_in_error_at__isnull=True) | Q(entered_in_error_at__gt=cutoff),
            Q(assessment__entered_in_error_at__isnull=True) | Q(assessment__entered_in_error_at__gt=cutoff),
            Q(assessment__replaced_by__isnull=True) | Q(assessment__replaced_by__created_at__gt=cutoff),
            created_at__lte=cutoff,
        )

    def in_time_order(self) -> Self:
        return self.order_by("taken_at", "id")


class MeasurementQuerySet(ClinicQuerySet[Record]):
    """Measurements within assessments."""

    def valid(self) -> Self:
        """Of assessments that are neither void nor replaced."""
        return self.filter(assessment__entered_in_error_at__isnull=True, assessment__replaced_by__isnull=True)

    def comparable(self) -> Self:
        """Without those of which nobody knows how they were taken."""
        return self.exclude(method=UNKNOWN_METHOD.code)

    def with_conditions(self) -> Self:
        """Annotated with ``after_treatment``, and with ``together``: how many sides the assessment has of it."""
        after = ExpressionWrapper(Q(assessment__timing="after_treatment"), models.BooleanField())
        sides = Window(Count("pk"), partition_by=["assessment", "measure", "method", "posture"])
        return self.annotate(after_treatment=after, together=sides)

    def first_of_each_series(self) -> Self:
        """Of ``with_conditions``, the earliest of each series, apart for measurements of one side and of both.

        So the first left and the first right of both are those of one assessment: the first difference.
        """
        visit = ("assessment__patient", "assessment__episode", "assessment__footwear", "assessment__lift_in_place")
        series = (*visit, "after_treatment", "measure", "side", "method", "posture", "together")
        return self.order_by(*series, "assessment__taken_at", "assessment__uuid").distinct(*series)

    def last_of_each_series(self) -> Self:
        """Of ``with_conditions``, the latest of each measure, side, method and posture, apart for one side and both.

        So the last left and the last right of both are those of one assessment: the last difference.
        """
        series = ("measure", "side", "method", "posture", "together")
        return self.order_by(*series, "-assessment__taken_at", "-id").distinct(*series)


class PrecisionQuerySet(ClinicQuerySet[Record]):
    """A clinic's own measurement errors."""

    def in_force_on(self, day: dt.date) -> Self:
        """One row per measure and method: the one that began last, on or before the day."""
        method = ("measure", "method")
        return self.filter(valid_from__lte=day).order_by(*method, "-valid_from").distinct(*method)


class IntakeQuerySet(ClinicQuerySet[Record]):
    """The sheets that patients fill in."""

    def for_patient(self, uuid: UUID) -> Self:
        return self.filter(patient__uuid=uuid)

    def waiting(self) -> Self:
        """Answered, and nobody has looked them through yet; the longest waiting first."""
        return self.filter(state="answered").order_by("answered_at", "id")

    def without_answers(self) -> Self:
        """Only how far each is: what the patient answered does not even leave the database."""
        return self.defer("answers", "token_sha256", "reason")
