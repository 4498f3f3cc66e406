"""The pairs of a measure and a pain region that a clinic settles before it looks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.measures import MEASURES
from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet
from clinic.common.history import keep_history
from patients.models.sides import REGION_CHOICES

MOST_PAIRS = 6


@keep_history
class PrespecifiedPair(ClinicOwned):
    """One pair that the clinic looks at in every report, from ``created_at`` until ``retired_at``.

    A pair is never changed, only retired: when it was settled decides whether a year's data may test it.
    ``position`` (1 to 6) is its place on the page, and what limits their number. ``came_with_product``: it was in
    force for every clinic from the beginning, before any of its data.
    """

    measure = models.CharField(
        _("measure"), max_length=40, choices=[(measure.code, _(measure.label)) for measure in MEASURES.values()]
    )
    region = models.CharField(_("pain region"), max_length=20, choices=REGION_CHOICES)
    position = models.PositiveSmallIntegerField(
        _("position"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PAIRS)]
    )
    came_with_product = models.BooleanField(_("came with the product"), default=False, editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)

    objects = ClinicQuerySet["PrespecifiedPair"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("pre-specified pair")
        verbose_name_plural = _("pre-specified pairs")
        ordering = ["position", "id"]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                name="outcomes_pair_at_most_six",
                condition=Q(position__gte=1, position__lte=MOST_PAIRS),
                violation_error_message=_("A clinic settles at most six pairs: with more, one would fit by chance."),
            ),
            models.UniqueConstraint(
                fields=["clinic", "measure", "region"],
                name="outcomes_pair_once",
                condition=Q(retired_at__isnull=True),
                violation_error_message=_("This pair is settled already."),
            ),
            models.UniqueConstraint(
                fields=["clinic", "position"],
                name="outcomes_pair_position_once",
                condition=Q(retired_at__isnull=True),
                violation_error_message=_("Another pair has this position; retire it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}, {self.get_region_display()}"
