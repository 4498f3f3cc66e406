"""What is added to a note after it was signed."""

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet, same_clinic
from treatments.models.session import TreatmentSession
from treatments.models.signing import ADDENDUM_STAYS


class SessionAddendum(ClinicOwned):
    """One addition to a signed note: who wrote what, and when (``created_at``). It is never changed."""

    session = models.ForeignKey(TreatmentSession, models.PROTECT, related_name="addenda", verbose_name=_("session"))
    text = models.TextField(_("addendum"))
    author = models.ForeignKey(
        "practice.Membership", models.PROTECT, editable=False, related_name="+", verbose_name=_("author")
    )

    objects = ClinicQuerySet["SessionAddendum"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        triggers = ADDENDUM_STAYS
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("session", "author"),
            models.CheckConstraint(
                name="treatments_addendum_has_text",
                condition=~models.Q(text=""),
                violation_error_message=_("Write what is to be added."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} {date_format(localtime(self.created_at), 'DATETIME_FORMAT')}"
