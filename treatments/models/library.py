"""The clinic's own lists that plans and sessions choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet


class Technique(ClinicOwned):
    """A treatment technique as the clinic names it."""

    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    active = models.BooleanField(_("active"), default=True)

    objects = ClinicQuerySet["Technique"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("technique")
        verbose_name_plural = _("techniques")
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["clinic", "code"],
                name="treatments_technique_code",
                violation_error_message=_("The clinic already has a technique with this code."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExerciseKind(models.TextChoices):
    STRETCH = "stretch", _("Stretch")
    STRENGTHENING = "strengthening", _("Strengthening")


class Exercise(ClinicOwned):
    """A home exercise of the clinic's library."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=ExerciseKind.choices)
    instructions = models.TextField(_("instructions"))
    media_url = models.URLField(_("picture or video"), blank=True)
    contra_indications = models.TextField(_("contra-indications"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    objects = ClinicQuerySet["Exercise"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["clinic", "name"],
                name="treatments_exercise_name",
                violation_error_message=_("The clinic already has an exercise of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AppointmentType(ClinicOwned):
    """A kind of appointment with its usual length."""

    name = models.CharField(_("name"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    buffer_minutes = models.PositiveSmallIntegerField(_("buffer afterwards (minutes)"), default=0)
    active = models.BooleanField(_("active"), default=True)

    objects = ClinicQuerySet["AppointmentType"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("appointment type")
        verbose_name_plural = _("appointment types")
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(fields=["clinic", "name"], name="treatments_appointment_type_name"),
            models.CheckConstraint(
                name="treatments_appointment_type_minutes",
                condition=models.Q(minutes__gte=1),
                violation_error_message=_("An appointment lasts at least a minute."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
