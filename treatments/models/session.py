"""A treatment session from booking to notes."""

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import GeneratedField, Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.models import PainRating
from clinic.common.clinic_owned import ClinicOwned, Voidable, same_clinic
from clinic.common.history import keep_history
from clinic.common.long_after import LongAfter
from patients.models import Patient
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES
from patients.models.standing import PATIENT_STANDS
from treatments.models.library import AppointmentType, Exercise, Technique
from treatments.models.plan import Plan
from treatments.models.signing import SIGNATURE, SIGNED_NOTE_STAYS, stays_when_signed
from treatments.querysets import LIVE, NOT_CLOSED, SessionQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class SessionStatus(models.TextChoices):
    BOOKED = "booked", _("Booked")
    ARRIVED = "arrived", _("Arrived")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")
    NO_SHOW = "no_show", _("No show")


def _apart(who: str, message: "_StrPromise", unless: str | None = None) -> ExclusionConstraint:
    """Two live sessions of the same ``who`` do not overlap; two bookings at one moment cannot both win."""
    condition = Q(status__in=LIVE, entered_in_error_at__isnull=True)
    if unless:
        condition &= Q(**{unless: False})
    return ExclusionConstraint(
        name=f"treatments_session_{who}_apart",
        expressions=[(who, RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_code=f"{who}_overlap",
        violation_error_message=message,
    )


@keep_history
class TreatmentSession(ClinicOwned, Voidable):
    """One appointment of one patient with one therapist.

    ``therapist_may_overlap`` and ``room_may_overlap`` are copied from therapist and room when booking,
    because a constraint cannot read another table. ``starts_at`` and ``ends_at`` are the ends of ``during``,
    kept by the database for lists and filters.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="sessions", verbose_name=_("patient"))
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("plan")
    )
    therapist = models.ForeignKey(
        "practice.Membership", models.PROTECT, related_name="sessions", verbose_name=_("therapist")
    )
    room = models.ForeignKey(
        "practice.Room",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("room"),
    )
    appointment_type = models.ForeignKey(
        AppointmentType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("appointment type"),
    )
    during = DateTimeRangeField(_("from and until"))
    starts_at = GeneratedField(
        expression=Lower("during"), output_field=models.DateTimeField(_("starts at")), db_persist=True
    )
    ends_at = GeneratedField(
        expression=Upper("during"), output_field=models.DateTimeField(_("ends at")), db_persist=True
    )
    status = models.CharField(_("status"), max_length=12, choices=SessionStatus.choices, default=SessionStatus.BOOKED)
    status_reason = models.TextField(_("reason of cancelling"), blank=True)
    therapist_may_overlap = models.BooleanField(default=False, editable=False)
    room_may_overlap = models.BooleanField(default=False, editable=False)
    note_subjective = models.TextField(_("subjective"), blank=True)
    note_objective = models.TextField(_("objective"), blank=True)
    note_assessment = models.TextField(_("assessment"), blank=True)
    note_plan = models.TextField(_("plan"), blank=True)
    adverse_event = models.TextField(_("adverse event"), blank=True)
    adherence_percent = models.PositiveSmallIntegerField(
        _("home exercises done since last (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(
        "practice.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("signed by"),
    )
    booked_by = models.ForeignKey(
        "practice.Membership", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = SessionQuerySet["TreatmentSession"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("treatment session")
        verbose_name_plural = _("treatment sessions")
        triggers = SIGNED_NOTE_STAYS
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("patient", "plan", "therapist", "room", "appointment_type", "booked_by", "signed_by"),
            PATIENT_STANDS,
            *SIGNATURE,
            models.CheckConstraint(
                name="treatments_session_has_length",
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                violation_error_code="ends_before_start",
                violation_error_message=_("A session ends after it begins."),
            ),
            _apart("patient", _("The patient has another session at this time.")),
            _apart("therapist", _("The therapist has another session at this time."), "therapist_may_overlap"),
            _apart("room", _("The room has another session at this time."), "room_may_overlap"),
        ]
        indexes = [
            models.Index(fields=["clinic", "starts_at", "uuid"], name="treatments_session_by_start"),
            models.Index(fields=["clinic", "updated_at", "uuid"], name="treatments_session_by_change"),
            models.Index(
                fields=["clinic", "updated_at"],
                name="treatments_session_late_change",
                condition=Q(LongAfter("updated_at", "starts_at")),
            ),
            models.Index(
                fields=["clinic", "ends_at"],
                name="treatments_session_not_closed",
                condition=Q(status__in=NOT_CLOSED, entered_in_error_at__isnull=True),
            ),
            models.Index(
                fields=["clinic", "therapist", "starts_at"],
                name="treatments_session_unsigned",
                condition=Q(status="completed", signed_at__isnull=True, entered_in_error_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient} {date_format(timezone.localtime(self.during.lower), 'DATETIME_FORMAT')}"


class SessionTechnique(ClinicOwned, Voidable):
    """What was done in a session: technique, where, how long. Voided and added anew to correct it."""

    session = models.ForeignKey(TreatmentSession, models.PROTECT, related_name="techniques", verbose_name=_("session"))
    technique = models.ForeignKey(Technique, models.PROTECT, related_name="+", verbose_name=_("technique"))
    region = models.CharField(_("region"), max_length=20, choices=REGION_CHOICES, blank=True)
    side = models.CharField(_("side"), max_length=5, choices=SIDE_CHOICES, default="none")
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    class Meta(ClinicOwned.Meta):
        verbose_name = _("technique applied")
        verbose_name_plural = _("techniques applied")
        triggers = stays_when_signed()
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("session", "technique"),
        ]

    def __str__(self) -> str:
        return str(self.technique)


class SessionExercise(ClinicOwned, Voidable):
    """A home exercise handed out in a session. Corrected by voiding it and adding another."""

    session = models.ForeignKey(TreatmentSession, models.PROTECT, related_name="exercises", verbose_name=_("session"))
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+", verbose_name=_("exercise"))

    class Meta(ClinicOwned.Meta):
        verbose_name = _("exercise given")
        verbose_name_plural = _("exercises given")
        triggers = stays_when_signed()
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("session", "exercise"),
            models.UniqueConstraint(
                fields=["session", "exercise"],
                condition=Q(entered_in_error_at__isnull=True),
                name="treatments_session_exercise_once",
                violation_error_message=_("The same exercise is there twice."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.exercise)


class SessionPain(ClinicOwned):
    """Links a pain rating to its session; the rating's timing says whether before or after treatment."""

    session = models.ForeignKey(TreatmentSession, models.PROTECT, related_name="pain", verbose_name=_("session"))
    rating = models.OneToOneField(PainRating, models.PROTECT, related_name="in_session", verbose_name=_("rating"))

    class Meta(ClinicOwned.Meta):
        verbose_name = _("pain in a session")
        verbose_name_plural = _("pain in sessions")
        triggers = stays_when_signed()
        constraints = [*ClinicOwned.Meta.constraints, *same_clinic("session", "rating")]

    def __str__(self) -> str:
        return str(self.rating)
