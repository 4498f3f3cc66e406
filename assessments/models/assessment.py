"""What was measured at one visit: an assessment and its measurements."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.measures import MEASURES, POSTURE_LABELS
from assessments.models.imported import Imported
from assessments.querysets import AssessmentQuerySet, MeasurementQuerySet
from clinic.common.clinic_owned import ClinicOwned, Voidable, same_clinic
from clinic.common.history import keep_history
from clinic.common.long_after import LongAfter
from clinic.common.not_in_the_future import not_in_the_future
from patients.models import Episode, Patient
from patients.models.sides import SIDE_CHOICES
from patients.models.standing import PATIENT_STANDS

POSTURE_CHOICES = [(posture.value, _(label)) for posture, label in POSTURE_LABELS.items()]


class AssessmentKind(models.TextChoices):
    INITIAL = "initial", _("Initial")
    RE_ASSESSMENT = "re_assessment", _("Re-assessment")
    DISCHARGE = "discharge", _("Discharge")


class Timing(models.TextChoices):
    BEFORE_TREATMENT = "before_treatment", _("Before treatment")
    AFTER_TREATMENT = "after_treatment", _("After treatment")
    NO_TREATMENT = "no_treatment", _("No treatment that day")


class Footwear(models.TextChoices):
    BAREFOOT = "barefoot", _("Barefoot")
    SHOES = "shoes", _("Shoes")


@keep_history
class Assessment(ClinicOwned, Voidable, Imported):
    """One visit's measurements and pain ratings, entered together or not at all.

    It is corrected by a new assessment that ``replaces`` it, never edited in place.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="assessments", verbose_name=_("patient"))
    episode = models.ForeignKey(
        Episode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("episode of care"),
    )
    taken_at = models.DateTimeField(_("taken at"))
    rater = models.ForeignKey(
        "practice.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rater"),
        help_text=_("Who measured. Empty: unknown, and compared as another rater."),
    )
    entered_by = models.ForeignKey(
        "practice.Membership", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    entered_by_client = models.ForeignKey(
        "practice.ApiClient", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=AssessmentKind.choices, default=AssessmentKind.RE_ASSESSMENT
    )
    timing = models.CharField(_("timing"), max_length=20, choices=Timing.choices, default=Timing.BEFORE_TREATMENT)
    footwear = models.CharField(
        _("footwear"),
        max_length=10,
        choices=Footwear.choices,
        blank=True,
        help_text=_("Empty: not recorded."),
    )
    lift_in_place = models.BooleanField(
        _("lift in place"),
        null=True,
        blank=True,
        help_text=_("A heel lift or insole during the measurement."),
    )
    time_known = models.BooleanField(
        _("time known"), default=True, help_text=_("Not known: only the day is, and noon stands for it.")
    )
    from_paper = models.BooleanField(_("entered from paper"), default=False)
    protocol = models.CharField(_("protocol"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )
    reason = models.TextField(_("reason of the correction"), blank=True)

    objects = AssessmentQuerySet["Assessment"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *Imported.Meta.constraints,
            *same_clinic("patient", "episode", "rater", "entered_by", "replaces"),
            PATIENT_STANDS,
            not_in_the_future("taken_at", name="assessments_assessment_taken"),
            models.CheckConstraint(
                name="assessments_assessment_correction_has_reason",
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                violation_error_message=_("A correction needs its reason."),
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "patient", "taken_at"], name="assessments_of_patient"),
            models.Index(fields=["clinic", "-taken_at", "-uuid"], name="assessments_latest"),
            models.Index(fields=["clinic", "updated_at", "uuid"], name="assessments_by_change"),
            models.Index(
                fields=["clinic", "updated_at"],
                name="assessments_late_change",
                condition=Q(LongAfter("updated_at", "taken_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient} {date_format(timezone.localtime(self.taken_at))}"

    @property
    def invalid_because(self) -> str | Promise:
        return super().invalid_because or (_("Replaced by a correction") if hasattr(self, "replaced_by") else "")


def _within_bounds() -> Q:
    """Every measure's value lies within its hard bounds."""
    allowed = Q()
    for measure in MEASURES.values():
        if measure.enterable:
            allowed |= Q(measure=measure.code, value__gte=measure.hard.low, value__lte=measure.hard.high)
    return allowed


def _side_and_method() -> Q:
    """Every measure is taken on a side and by a method that it has."""
    allowed = Q()
    for measure in MEASURES.values():
        if measure.enterable:
            allowed |= Q(
                measure=measure.code,
                side__in=[str(side) for side in measure.sides],
                method__in=list(measure.recordable_methods),
            )
    return allowed


class Measurement(ClinicOwned):
    """One measure on one side by one method. Values are in millimetres or degrees, signed, never rounded."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="measurements", verbose_name=_("assessment")
    )
    measure = models.CharField(
        _("measure"),
        max_length=40,
        choices=[(measure.code, _(measure.label)) for measure in MEASURES.values() if measure.enterable],
    )
    side = models.CharField(_("side"), max_length=5, choices=SIDE_CHOICES)
    method = models.CharField(_("method"), max_length=40)
    posture = models.CharField(
        _("posture"),
        max_length=10,
        choices=POSTURE_CHOICES,
        help_text=_("Not given: the one that the method or the measure's definition prescribes."),
    )
    instrument = models.CharField(_("instrument"), max_length=120, blank=True)
    readings = ArrayField(
        models.FloatField(), verbose_name=_("readings"), help_text=_("One to five, in mm or degrees.")
    )
    value = models.FloatField(_("value"), help_text=_("The mean of the readings, in mm or degrees."))
    relandmarked = models.BooleanField(
        _("landmarks found anew"),
        null=True,
        blank=True,
        help_text=_(
            "Before each further reading the person moved and the landmarks were found anew. Empty: not recorded."
        ),
    )
    entered_unit = models.CharField(_("entered unit"), max_length=10)
    entered_readings = ArrayField(models.FloatField(), verbose_name=_("readings as entered"))
    confirmed_unusual = models.BooleanField(_("unusual value confirmed"), default=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = MeasurementQuerySet["Measurement"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["position", "id"]
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("assessment"),
            models.CheckConstraint(
                name="assessments_measurement_within_bounds",
                condition=_within_bounds(),
                violation_error_message=_("The value lies outside what this measure can be."),
                violation_error_code="out_of_bounds",
            ),
            models.CheckConstraint(
                name="assessments_measurement_side_and_method",
                condition=_side_and_method(),
                violation_error_message=_("This measure is not taken on this side or not by this method."),
                violation_error_code="not_allowed",
            ),
            models.CheckConstraint(
                name="assessments_measurement_readings",
                condition=Q(readings__len__gte=1, readings__len__lte=5),
                violation_error_message=_("Give one to five readings."),
            ),
            models.UniqueConstraint(
                fields=["assessment", "measure", "side", "method", "posture"],
                name="assessments_measurement_once",
                violation_error_message=_("The same measure, side, method and posture are there twice."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.value}"
