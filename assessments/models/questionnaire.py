"""Questionnaire scores: the number only, never the licensed text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.instruments import INSTRUMENTS
from clinic.common.clinic_owned import ClinicOwned, Voidable, same_clinic
from clinic.common.history import keep_history
from patients.models import Episode, Patient
from patients.models.standing import PATIENT_STANDS
from patients.querysets import OfPatientQuerySet


def _within_range() -> Q:
    allowed = Q()
    for instrument in INSTRUMENTS.values():
        allowed |= Q(instrument=instrument.code, score__gte=instrument.low, score__lte=instrument.high)
    return allowed


@keep_history
class QuestionnaireScore(ClinicOwned, Voidable):
    """The score of one questionnaire on one day."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="questionnaire_scores", verbose_name=_("patient"))
    episode = models.ForeignKey(
        Episode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("episode of care")
    )
    instrument = models.CharField(
        _("instrument"), max_length=40, choices=[(entry.code, entry.label) for entry in INSTRUMENTS.values()]
    )
    instrument_version = models.CharField(_("instrument's version"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    score = models.FloatField(_("score"))
    taken_on = models.DateField(_("taken on"))

    objects = OfPatientQuerySet["QuestionnaireScore"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("questionnaire score")
        verbose_name_plural = _("questionnaire scores")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("patient", "episode"),
            PATIENT_STANDS,
            models.CheckConstraint(
                name="assessments_score_within_range",
                condition=_within_range(),
                violation_error_message=_("The score lies outside the instrument's range."),
                violation_error_code="out_of_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_instrument_display()} {self.score}"
