"""What a patient agreed to."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, Voidable, same_clinic
from clinic.common.history import keep_history
from patients.models.patient import Patient
from patients.models.standing import PATIENT_STANDS
from patients.querysets import OfPatientQuerySet


class ConsentKind(models.TextChoices):
    TREATMENT = "treatment", _("Treatment")
    DATA_SHARING = "data_sharing", _("Data sharing")
    CONTACT = "contact", _("Contact")
    PHOTOGRAPHY = "photography", _("Photography")


@keep_history
class Consent(ClinicOwned, Voidable):
    """What the patient, or a guardian for a minor, agreed to, and when that was taken back."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="consents", verbose_name=_("patient"))
    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind.choices)
    given_by = models.CharField(_("given by"), max_length=160, blank=True, help_text=_("Empty: the patient."))
    relationship = models.CharField(_("relationship"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(
        "practice.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    document_version = models.CharField(_("document version"), max_length=40, blank=True)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = OfPatientQuerySet["Consent"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("patient", "recorded_by"),
            PATIENT_STANDS,
            models.CheckConstraint(
                name="patients_consent_given_before_withdrawn",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                violation_error_message=_("A consent cannot be withdrawn before it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {date_format(timezone.localtime(self.given_at))}"
