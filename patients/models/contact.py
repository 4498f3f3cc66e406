"""Whom to call about a patient, and under which numbers other software knows them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinic.common.clinic_owned import ClinicOwned, same_clinic
from clinic.common.history import keep_history
from patients.models.patient import Patient
from patients.models.standing import PATIENT_STANDS
from patients.querysets import OfPatientQuerySet


class ContactKind(models.TextChoices):
    GUARDIAN = "guardian", _("Guardian")
    EMERGENCY = "emergency_contact", _("Emergency contact")
    REFERRER = "referrer", _("Referrer")
    GENERAL_PRACTITIONER = "general_practitioner", _("General practitioner")


@keep_history
class Contact(ClinicOwned):
    """Someone around the patient: whom to call, who referred, who may receive reports."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="contacts", verbose_name=_("patient"))
    kind = models.CharField(_("kind"), max_length=30, choices=ContactKind.choices)
    name = models.CharField(_("name"), max_length=160)
    relationship = models.CharField(_("relationship"), max_length=80, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    may_receive_reports = models.BooleanField(_("may receive reports"), default=False)
    active = models.BooleanField(_("active"), default=True)

    objects = OfPatientQuerySet["Contact"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [*ClinicOwned.Meta.constraints, *same_clinic("patient"), PATIENT_STANDS]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"


@keep_history
class Identifier(ClinicOwned):
    """The number under which other software knows the patient."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="identifiers", verbose_name=_("patient"))
    system = models.CharField(_("system"), max_length=120)
    value = models.CharField(_("value"), max_length=120, db_index=True)

    objects = OfPatientQuerySet["Identifier"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("patient"),
            PATIENT_STANDS,
            models.UniqueConstraint(
                fields=["clinic", "system", "value"],
                name="patients_identifier_once",
                violation_error_message=_("This identifier already belongs to a patient of the clinic."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.value}"
