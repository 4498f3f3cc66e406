"""A complaint from its first visit to its closing, and what else happened on the way."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, Voidable, same_clinic
from clinic.common.history import keep_history
from patients.models.patient import Patient
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES, side_allowed
from patients.models.standing import PATIENT_STANDS
from patients.querysets import OfPatientQuerySet


class Cause(models.TextChoices):
    FALL = "fall", _("Fall")
    ACCIDENT = "accident", _("Accident")
    SITTING = "sitting", _("Sitting")
    POSTURE = "posture", _("Posture")
    SLEEPING_POSTURE = "sleeping_posture", _("Sleeping posture")
    ONE_SIDED_SPORT = "one_sided_sport", _("One-sided sport")
    MUSCLE_IMBALANCE = "muscle_imbalance", _("Muscle imbalance")
    CHILDBIRTH = "childbirth", _("Childbirth")
    UNKNOWN = "unknown", _("Unknown")
    OTHER = "other", _("Other")


class AssistiveDevice(models.TextChoices):
    NONE = "none", _("None")
    CANE = "cane", _("Cane")
    WALKER = "walker", _("Walker")
    BRACE = "brace", _("Brace")


class CloseReason(models.TextChoices):
    GOAL_MET = "goal_met", _("Goal met")
    NO_IMPROVEMENT = "no_improvement", _("No improvement")
    STOPPED_COMING = "stopped_coming", _("Stopped coming")
    REFERRED_ON = "referred_on", _("Referred on")
    OTHER = "other", _("Other")


@keep_history
class Episode(ClinicOwned, Voidable):
    """An episode of care for one complaint. Dates are days in the clinic's zone."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="episodes", verbose_name=_("patient"))
    region = models.CharField(_("primary region"), max_length=20, choices=REGION_CHOICES)
    side = models.CharField(_("side"), max_length=5, choices=SIDE_CHOICES, default="none")
    opened_at = models.DateField(_("opened on"))
    onset_date = models.DateField(_("onset"), null=True, blank=True)
    cause = models.CharField(_("suspected cause"), max_length=20, choices=Cause.choices, default=Cause.UNKNOWN)
    diagnoses = models.JSONField(
        _("known diagnoses"),
        default=list,
        blank=True,
        help_text=_("A list of {system, code, text}; system and code may be empty."),
    )
    earlier_treatments = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("earlier treatments")
    )
    assistive_device = models.CharField(
        _("assistive device"),
        max_length=10,
        choices=AssistiveDevice.choices,
        blank=True,
        help_text=_("Empty: not asked."),
    )
    red_flags = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name=_("red flags"))
    goals = models.TextField(_("goals"), blank=True)
    closed_at = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(_("close reason"), max_length=20, choices=CloseReason.choices, blank=True)

    objects = OfPatientQuerySet["Episode"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("episode of care")
        verbose_name_plural = _("episodes of care")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("patient"),
            PATIENT_STANDS,
            side_allowed("patients_episode_side_allowed"),
            models.CheckConstraint(
                name="patients_episode_opened_before_closed",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                violation_error_message=_("The episode cannot be closed before it was opened."),
            ),
            models.CheckConstraint(
                name="patients_episode_closed_with_reason",
                condition=Q(closed_at__isnull=True, close_reason="")
                | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                violation_error_message=_("A closed episode has a reason; an open one has none."),
            ),
            models.UniqueConstraint(
                fields=["patient", "region", "side"],
                condition=Q(closed_at__isnull=True, entered_in_error_at__isnull=True),
                name="patients_episode_one_open",
                violation_error_message=_("The patient already has an open episode for this region and side."),
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "patient", "opened_at"], name="patients_episode_of_patient"),
            models.Index(fields=["clinic", "opened_at"], name="patients_episode_by_opening"),
            models.Index(
                fields=["clinic", "patient"],
                name="patients_episode_running",
                condition=Q(closed_at__isnull=True, entered_in_error_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        side = "" if self.side == "none" else f", {self.get_side_display()}"
        return f"{self.get_region_display()}{side} ({date_format(self.opened_at)})"


class EventKind(models.TextChoices):
    MEDICATION_CHANGE = "medication_change", _("Medication change")
    FLARE = "flare", _("Flare")
    INJURY = "injury", _("Injury")
    OTHER_TREATMENT = "other_treatment", _("Other treatment")
    IMAGING = "imaging", _("Imaging")
    SURGERY = "surgery", _("Surgery")


@keep_history
class Event(ClinicOwned, Voidable):
    """Something beside the treatment that may have moved pain or alignment: a marker on the charts."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="events", verbose_name=_("patient"))
    episode = models.ForeignKey(
        Episode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("episode of care"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    on = models.DateField(_("on"))
    note = models.TextField(_("note"), blank=True)

    objects = OfPatientQuerySet["Event"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("patient", "episode"),
            PATIENT_STANDS,
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {date_format(self.on)}"
