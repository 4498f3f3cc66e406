"""A clinic's own measurement errors, which take the place of the catalogue's."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.measures import MEASURES
from assessments.querysets import PrecisionQuerySet
from clinic.common.clinic_owned import ClinicOwned
from clinic.common.history import keep_history


@keep_history
class MethodPrecision(ClinicOwned):
    """Standard errors of measurement (mm or degrees) of one method in one clinic, from a day on."""

    measure = models.CharField(
        _("measure"),
        max_length=40,
        choices=[(measure.code, _(measure.label)) for measure in MEASURES.values()],
    )
    method = models.CharField(_("method"), max_length=40)
    sem_same_rater = models.FloatField(_("SEM, same rater"))
    sem_different_rater = models.FloatField(_("SEM, different rater"))
    source = models.CharField(_("source"), max_length=300)
    valid_from = models.DateField(_("valid from"))

    objects = PrecisionQuerySet["MethodPrecision"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("precision of a method")
        verbose_name_plural = _("precision of methods")
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                name="assessments_precision_positive",
                condition=Q(sem_same_rater__gt=0, sem_different_rater__gt=0),
                violation_error_message=_("A standard error of measurement is larger than 0."),
            ),
            models.UniqueConstraint(
                fields=["clinic", "measure", "method", "valid_from"],
                name="assessments_precision_once",
                violation_error_message=_("There is already a value for this method from this day on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}, {self.method}"
