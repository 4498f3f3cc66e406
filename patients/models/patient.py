"""The person who is treated, and what the front desk knows about them."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, GeneratedField, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinic.common.clinic_owned import ClinicOwned, same_clinic
from clinic.common.history import keep_history
from patients.names import initials
from patients.querysets import PatientQuerySet


class LatestDateOnEarth(Func):
    """Today's date in the easternmost time zone (UTC+14): a later date is in the future for every clinic."""

    template = "((CURRENT_TIMESTAMP AT TIME ZONE 'Pacific/Kiritimati')::date)"
    output_field = models.DateField()


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Unknown")


class PatientStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    ARCHIVED = "archived", _("Archived")
    DECEASED = "deceased", _("Deceased")


class Alert(models.TextChoices):
    PREGNANCY = "pregnancy", _("Pregnancy")
    IMPLANT = "implant", _("Implant")
    OSTEOPOROSIS = "osteoporosis", _("Osteoporosis")
    ANTICOAGULANT = "anticoagulant", _("Anticoagulant")
    OTHER = "other", _("Other")


@keep_history
class Patient(ClinicOwned):
    """One person in one clinic. Names may be given in a second script (陳大文 beside Chan Tai Man)."""

    record_number = models.CharField(_("record number"), max_length=30, blank=True)
    family_name = models.CharField(_("family name"), max_length=120)
    given_name = models.CharField(_("given name"), max_length=120)
    preferred_name = models.CharField(_("preferred name"), max_length=120, blank=True)
    second_script_name = models.CharField(_("name in a second script"), max_length=120, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("birth year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1880), MaxValueValidator(2200)],
        help_text=_("Only when the birth date is not known."),
    )
    sex = models.CharField(_("sex"), max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.TextField(_("address"), blank=True)
    occupation = models.CharField(_("occupation"), max_length=120, blank=True)
    sitting_hours_per_day = models.FloatField(
        _("sitting hours per day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(24)],
    )
    sports = models.CharField(_("sports"), max_length=200, blank=True)
    referral_source = models.CharField(_("referral source"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=PatientStatus.choices, default=PatientStatus.ACTIVE)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    preferred_language = models.CharField(_("preferred language"), max_length=12, blank=True)
    alerts = ArrayField(
        models.CharField(max_length=20, choices=Alert.choices),
        default=list,
        blank=True,
        verbose_name=_("alerts"),
    )
    search_name = GeneratedField(
        expression=Func(
            Concat(
                F("family_name"), Value(" "), F("given_name"), Value(" "), F("preferred_name"), Value(" "),
                F("family_name"), Value(" "), F("second_script_name"),
            ),
            function="plumbline_fold",
        ),
        output_field=models.TextField(),
        db_persist=True,
    )  # fmt: skip
    name_key = GeneratedField(
        expression=Func(Concat(F("family_name"), Value(" "), F("given_name")), function="plumbline_name_key"),
        output_field=models.TextField(),
        db_persist=True,
    )
    """The folded words of the name in alphabetical order: the same whichever came into which field."""

    objects = PatientQuerySet["Patient"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("merged_into"),
            models.UniqueConstraint(
                fields=["clinic", "record_number"],
                name="patients_patient_record_number",
                violation_error_message=_("Another patient of this clinic has this record number."),
            ),
            models.CheckConstraint(
                name="patients_patient_born",
                condition=Q(birth_date__isnull=True) | Q(birth_date__lte=LatestDateOnEarth()),
                violation_error_message=_("The birth date is in the future."),
            ),
            models.CheckConstraint(
                name="patients_patient_one_birth",
                condition=Q(birth_date__isnull=True) | Q(birth_year__isnull=True),
                violation_error_message=_("Give the birth date or the birth year, not both."),
            ),
            models.CheckConstraint(
                name="patients_patient_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message=_("A patient cannot be merged into itself."),
            ),
        ]
        indexes = [
            GinIndex(fields=["search_name"], name="patients_search_name", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["phone"], name="patients_phone", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["clinic", "name_key"], name="patients_by_name_key"),
            models.Index(fields=["clinic", "birth_date"], name="patients_by_birth"),
            models.Index(fields=["clinic", "phone"], name="patients_by_phone", condition=~Q(phone="")),
            models.Index(F("clinic"), Lower("email"), name="patients_by_email"),
            models.Index(
                fields=["clinic", "second_script_name"],
                name="patients_by_second_script",
                condition=~Q(second_script_name=""),
            ),
            models.Index(fields=["clinic", "family_name", "uuid"], name="patients_by_name"),
            models.Index(fields=["clinic", "updated_at", "uuid"], name="patients_by_change"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.family_name + ",", self.given_name, self.second_script_name]))

    @property
    def discreet_name(self) -> str:
        """The initials, for a screen that others can see, with the record number, which tells two A. W. apart."""
        return f"{initials(self.given_name, self.family_name)} {self.record_number}"

    def clean(self) -> None:
        if self.birth_date and self.birth_year:
            raise ValidationError({"birth_year": _("Give the birth date or the birth year, not both.")})

    def survivor(self) -> "Patient":
        """The record that stands for this person now: this one, or the one at the end of its merges."""
        return self.merged_into.survivor() if self.merged_into else self

    def age_on(self, day: dt.date) -> int | None:
        """Completed years on that day; with only a birth year, the years that are surely completed."""
        if self.birth_date:
            had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
            return day.year - self.birth_date.year - (not had_birthday)
        return max(0, day.year - self.birth_year - 1) if self.birth_year else None
