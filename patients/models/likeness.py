"""Two records that may be one person: merged into one, or found to be two people."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet, Voidable, same_clinic
from clinic.common.history import keep_history
from patients.models.patient import Patient


@keep_history
class Merge(ClinicOwned):
    """One record was merged into another of the same person; ``undone_at`` since the two were separated again.

    ``moved`` names what went over: for each kind of reference the public ids of its records, as in
    ``{"patients.Contact.patient": ["0f2c..."]}``. ``chosen`` keeps every field of the survivor that changed with its
    value before and after, as in ``{"email": {"was": "", "became": "amy@example.org"}}``. Together they say how the
    two are separated again.
    """

    source = models.ForeignKey(Patient, models.PROTECT, related_name="merges", verbose_name=_("merged record"))
    survivor = models.ForeignKey(Patient, models.PROTECT, related_name="absorbed", verbose_name=_("merged into"))
    reason = models.TextField(_("reason"))
    merged_by = models.ForeignKey(
        "practice.Membership", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("merged by")
    )
    merged_by_client = models.ForeignKey(
        "practice.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged by API client"),
    )
    merged_at = models.DateTimeField(_("merged at"))
    moved = models.JSONField(default=dict, blank=True, editable=False)
    chosen = models.JSONField(default=dict, blank=True, editable=False)
    undone_at = models.DateTimeField(_("separated at"), null=True, blank=True)
    undone_reason = models.TextField(_("why separated"), blank=True)

    objects = ClinicQuerySet["Merge"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("source", "survivor", "merged_by"),
            models.CheckConstraint(
                name="patients_merge_of_two",
                condition=~Q(source=F("survivor")),
                violation_error_message=_("A patient cannot be merged into itself."),
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(undone_at__isnull=True),
                name="patients_merge_once",
                violation_error_message=_("The record has been merged already."),
                violation_error_code="merged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.survivor}"


class Difference(models.TextChoices):
    TWINS = "twins", _("Twins")
    FAMILY = "family", _("Members of one family")
    NAMESAKES = "namesakes", _("Two people with the same name")
    OTHER = "other", _("Two people, for another reason")


@keep_history
class DismissedPair(ClinicOwned, Voidable):
    """Two records that look alike and belong to two people; nobody is asked about them again.

    ``first`` is the older record of the two, so that a pair is there once. To ask again, it is marked as entered
    in error.
    """

    first = models.ForeignKey(Patient, models.PROTECT, related_name="+", verbose_name=_("first record"))
    second = models.ForeignKey(Patient, models.PROTECT, related_name="+", verbose_name=_("second record"))
    reason = models.CharField(_("reason"), max_length=10, choices=Difference.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    dismissed_by = models.ForeignKey(
        "practice.Membership", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dismissed by")
    )

    objects = ClinicQuerySet["DismissedPair"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("dismissed pair")
        verbose_name_plural = _("dismissed pairs")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("first", "second", "dismissed_by"),
            models.CheckConstraint(name="patients_dismissed_in_order", condition=Q(first__lt=F("second"))),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(entered_in_error_at__isnull=True),
                name="patients_dismissed_once",
                violation_error_message=_("This pair has been dismissed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
