"""What is intended for an episode: how many sessions, which home exercises, which goals."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet, Voidable, same_clinic
from clinic.common.history import keep_history
from patients.models import Episode, Patient
from patients.models.sides import SIDE_CHOICES
from patients.models.standing import PATIENT_STANDS
from treatments.models.hours import Weekday
from treatments.models.library import Exercise
from treatments.querysets import PlanQuerySet


class PlanStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    COMPLETED = "completed", _("Completed")
    STOPPED = "stopped", _("Stopped")


@keep_history
class Plan(ClinicOwned, Voidable):
    """A treatment plan. How many sessions are done is counted from the sessions, never stored."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="plans", verbose_name=_("patient"))
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="plans", verbose_name=_("episode of care"))
    planned_sessions = models.PositiveSmallIntegerField(_("planned sessions"))
    sessions_per_week = models.FloatField(_("sessions per week"), null=True, blank=True)
    goals = models.JSONField(
        _("goals"),
        default=list,
        blank=True,
        help_text=_("A list of {measure or region, side, target, on}."),
    )
    discharge_criteria = models.TextField(_("discharge criteria"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=PlanStatus.choices, default=PlanStatus.ACTIVE)

    objects = PlanQuerySet["Plan"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("treatment plan")
        verbose_name_plural = _("treatment plans")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *Voidable.Meta.constraints,
            *same_clinic("patient", "episode"),
            PATIENT_STANDS,
            models.CheckConstraint(
                name="treatments_plan_has_sessions",
                condition=Q(planned_sessions__gte=1),
                violation_error_message=_("A plan has at least one session."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(sessions)s sessions for %(episode)s") % {
            "sessions": self.planned_sessions,
            "episode": self.episode,
        }


class Prescription(ClinicOwned):
    """A home exercise of a plan with its dose. A changed dose stops this one and adds another."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="prescriptions", verbose_name=_("plan"))
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+", verbose_name=_("exercise"))
    side = models.CharField(_("side"), max_length=5, choices=SIDE_CHOICES, default="none")
    sets = models.PositiveSmallIntegerField(_("sets"), null=True, blank=True)
    repetitions = models.PositiveSmallIntegerField(_("repetitions"), null=True, blank=True)
    hold_seconds = models.PositiveSmallIntegerField(_("hold (seconds)"), null=True, blank=True)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices),
        default=list,
        blank=True,
        verbose_name=_("days"),
    )
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True, editable=False)

    objects = ClinicQuerySet["Prescription"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("home exercise")
        verbose_name_plural = _("home exercises")
        constraints = [*ClinicOwned.Meta.constraints, *same_clinic("plan", "exercise")]

    def __str__(self) -> str:
        return str(self.exercise)
