"""Asking again after an episode was closed: who is to be called when, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, Voidable, same_clinic
from clinic.common.history import keep_history
from clinic.common.not_in_the_future import not_in_the_future
from patients.models import Episode, Patient
from patients.models.standing import PATIENT_STANDS
from treatments.querysets import FollowUpQuerySet


class FollowUpOutcome(models.TextChoices):
    REACHED = "reached", _("Reached")
    NOT_REACHED = "not_reached", _("Not reached")
    DECLINED = "declined", _("Did not want to answer")


@keep_history
class FollowUp(ClinicOwned, Voidable):
    """A contact so many days after closing. Pain that was told then is rated for the episode, at ``done_at``.

    ``due_on`` is a day in the clinic's zone. ``done_at`` is when the patient was spoken to, or the last try.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="follow_ups", verbose_name=_("patient"))
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="follow_ups", verbose_name=_("episode of care"))
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        "practice.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("done by"),
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=FollowUpOutcome.choices, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = FollowUpQuerySet["FollowUp"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("patient", "episode", "done_by"),
            PATIENT_STANDS,
            not_in_the_future("done_at", name="treatments_follow_up_done"),
            models.CheckConstraint(
                name="treatments_follow_up_done_with_outcome",
                condition=Q(done_at__isnull=True, done_by__isnull=True, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False, outcome__in=FollowUpOutcome.values),
                violation_error_message=_("A follow-up that is done says when, by whom, and what came of it."),
            ),
            models.UniqueConstraint(
                fields=["episode", "due_on"],
                condition=Q(entered_in_error_at__isnull=True),
                name="treatments_follow_up_once",
                violation_error_message=_("The episode already has a follow-up on this day."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["clinic", "due_on"],
                name="treatments_follow_up_waiting",
                condition=Q(done_at__isnull=True, entered_in_error_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.episode}, {date_format(self.due_on)}"
