"""Pain as the patient rates it: 0 to 10 for one region, over one stretch of time."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment, Timing
from assessments.models.imported import Imported
from assessments.querysets import PainRatingQuerySet
from clinic.common.clinic_owned import ClinicOwned, Voidable, same_clinic
from clinic.common.history import keep_history
from clinic.common.long_after import LongAfter
from clinic.common.not_in_the_future import not_in_the_future
from patients.models import Episode, Patient
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES, side_allowed
from patients.models.standing import PATIENT_STANDS


class Recall(models.TextChoices):
    NOW = "now", _("Now")
    AVERAGE_24H = "24h_average", _("Average of 24 hours")
    WORST_24H = "24h_worst", _("Worst of 24 hours")
    AVERAGE_7D = "7d_average", _("Average of 7 days")
    WORST_7D = "7d_worst", _("Worst of 7 days")


class PainContext(models.TextChoices):
    OVERALL = "overall", _("Overall")
    REST = "rest", _("At rest")
    MOVEMENT = "movement", _("On movement")


class PainMode(models.TextChoices):
    PATIENT_APP = "patient_app", _("Patient's app")
    VERBAL = "verbal", _("Asked in person")
    PAPER = "paper", _("On paper")


@keep_history
class PainRating(ClinicOwned, Voidable, Imported):
    """One rating. It may belong to an assessment, and then shares its patient, time and validity."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="pain_ratings", verbose_name=_("patient"))
    episode = models.ForeignKey(
        Episode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pain_ratings",
        verbose_name=_("episode of care"),
    )
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="pain", verbose_name=_("assessment")
    )
    taken_at = models.DateTimeField(_("rated at"))
    region = models.CharField(_("region"), max_length=20, choices=REGION_CHOICES)
    side = models.CharField(_("side"), max_length=5, choices=SIDE_CHOICES)
    intensity = models.PositiveSmallIntegerField(
        _("intensity"), validators=[MinValueValidator(0), MaxValueValidator(10)]
    )
    recall = models.CharField(_("recall"), max_length=20, choices=Recall.choices, default=Recall.AVERAGE_7D)
    context = models.CharField(_("context"), max_length=10, choices=PainContext.choices, default=PainContext.OVERALL)
    mode = models.CharField(
        _("mode"), max_length=20, choices=PainMode.choices, blank=True, help_text=_("Empty: not recorded.")
    )
    timing = models.CharField(_("timing"), max_length=20, choices=Timing.choices, default=Timing.BEFORE_TREATMENT)
    entered_by = models.ForeignKey(
        "practice.Membership", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    entered_by_client = models.ForeignKey(
        "practice.ApiClient", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = PainRatingQuerySet["PainRating"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("pain rating")
        verbose_name_plural = _("pain ratings")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *Imported.Meta.constraints,
            *same_clinic("patient", "episode", "assessment", "entered_by"),
            PATIENT_STANDS,
            side_allowed("assessments_pain_side_allowed"),
            not_in_the_future("taken_at", name="assessments_pain_taken"),
            models.CheckConstraint(
                name="assessments_pain_0_to_10",
                condition=Q(intensity__gte=0, intensity__lte=10),
                violation_error_message=_("Pain is rated from 0 to 10."),
                violation_error_code="out_of_bounds",
            ),
            models.UniqueConstraint(
                fields=["assessment", "region", "side", "recall", "context", "timing"],
                name="assessments_pain_once",
                violation_error_message=_("The same pain is rated twice in this assessment."),
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "patient", "taken_at"], name="assessments_pain_of_patient"),
            models.Index(fields=["clinic", "updated_at", "uuid"], name="assessments_pain_by_change"),
            models.Index(
                fields=["clinic", "updated_at"],
                name="assessments_pain_late_change",
                condition=Q(LongAfter("updated_at", "taken_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_region_display()} {self.intensity}"

    @property
    def invalid_because(self) -> str | Promise:
        return super().invalid_because or (self.assessment.invalid_because if self.assessment else "")
