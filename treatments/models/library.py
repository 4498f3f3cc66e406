"""The clinic's own lists that plans and sessions choose from."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet
from clinic.practice.models import LANGUAGES


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


@dataclass(frozen=True, slots=True)
class ExerciseTexts:
    """What a patient reads about an exercise, and in which language."""

    name: str
    instructions: str
    contra_indications: str
    language: str


class Exercise(ClinicOwned):
    """A home exercise of the clinic's library.

    Its texts are written in ``language``; the ``translated_...`` ones are the same in the other language in which
    documents are written, and are all empty where nobody has translated it.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=ExerciseKind.choices)
    instructions = models.TextField(_("instructions"))
    media_url = models.URLField(_("picture or video"), blank=True)
    contra_indications = models.TextField(_("contra-indications"), blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=LANGUAGES, default="en", help_text=_("In which the texts above are.")
    )
    translated_name = models.CharField(_("name"), max_length=120, blank=True)
    translated_instructions = models.TextField(_("instructions"), blank=True)
    translated_contra_indications = models.TextField(_("contra-indications"), blank=True)
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
            models.CheckConstraint(
                name="treatments_exercise_translated_wholly",
                condition=models.Q(translated_name="", translated_instructions="", translated_contra_indications="")
                | ~models.Q(translated_name="") & ~models.Q(translated_instructions=""),
                violation_error_message=_("A translation has at least a name and instructions."),
            ),
        ]

    def __str__(self) -> str:
        """The name in the language of the page, as far as it was translated."""
        return self.texts_in(get_language() or self.language).name

    def texts_in(self, language: str) -> ExerciseTexts:
        """The texts in that language; in their own where they were not translated."""
        if language == self.language or not self.translated_name:
            return ExerciseTexts(self.name, self.instructions, self.contra_indications, self.language)
        texts = (self.translated_name, self.translated_instructions, self.translated_contra_indications)
        return ExerciseTexts(*texts, language)


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
