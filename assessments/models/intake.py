"""What a patient fills in before the first examination, through a link that works once."""

import hashlib

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.intake_answers import Answers
from assessments.querysets import IntakeQuerySet
from clinic.common.clinic_owned import ClinicOwned, same_clinic
from clinic.common.history import keep_history
from clinic.practice.models import LANGUAGES
from patients.models import Patient
from patients.models.standing import PATIENT_STANDS


class IntakeState(models.TextChoices):
    INVITED = "invited", _("Invited")
    ANSWERED = "answered", _("Answered")
    TAKEN_OVER = "taken_over", _("Taken over")
    DISCARDED = "discarded", _("Discarded")


ANSWERED_ONCE = [
    pgtrigger.FSM(
        name="intake_state_moves",
        field="state",
        transitions=[
            ("invited", "answered"),
            ("answered", "taken_over"),
            ("answered", "discarded"),
            ("taken_over", "discarded"),
        ],
    ),
    pgtrigger.Protect(
        name="intake_answered_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__answers__isnull=False)
        & (
            pgtrigger.Q(old__answers__df=pgtrigger.F("new__answers"))
            | pgtrigger.Q(old__answered_at__df=pgtrigger.F("new__answered_at"))
        ),
    ),
]


def hash_of(token: str) -> bytes:
    """What is stored of a link's token: it is long and random, so that a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).digest()


@keep_history
class Intake(ClinicOwned):
    """One sheet for one patient. ``created_at`` is when the link was made; the link itself is nowhere.

    ``answers`` are those of ``assessments.intake_answers``: null until they come, and never changed afterwards.
    ``decided_by`` took them over or discarded them, ``decided_at``.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="intakes", verbose_name=_("patient"))
    invited_by = models.ForeignKey(
        "practice.Membership", models.PROTECT, editable=False, related_name="+", verbose_name=_("invited by")
    )
    token_sha256 = models.BinaryField(max_length=32, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES)
    expires_at = models.DateTimeField(_("link ends at"), editable=False)
    opened_at = models.DateTimeField(_("first opened at"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answers = models.JSONField(_("answers"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=IntakeState.choices, default=IntakeState.INVITED)
    decided_by = models.ForeignKey(
        "practice.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("looked through by"),
    )
    decided_at = models.DateTimeField(_("looked through at"), null=True, blank=True, editable=False)
    reason = models.TextField(_("why it was discarded"), blank=True, editable=False)

    objects = IntakeQuerySet["Intake"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("patient’s sheet")
        verbose_name_plural = _("patients’ sheets")
        triggers = ANSWERED_ONCE
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("patient", "invited_by", "decided_by"),
            PATIENT_STANDS,
            models.CheckConstraint(
                name="assessments_intake_answered_has_answers",
                condition=Q(state="invited", answers__isnull=True, answered_at__isnull=True)
                | (~Q(state="invited") & Q(answers__isnull=False, answered_at__isnull=False)),
                violation_error_message=_("A sheet has answers and their time from the moment it is answered."),
            ),
            models.CheckConstraint(
                name="assessments_intake_decided",
                condition=Q(state__in=["invited", "answered"], decided_at__isnull=True, decided_by__isnull=True)
                | Q(state__in=["taken_over", "discarded"], decided_at__isnull=False, decided_by__isnull=False),
                violation_error_message=_("A sheet that was looked through says by whom and when."),
            ),
            models.CheckConstraint(
                name="assessments_intake_discarded_has_reason",
                condition=~Q(state="discarded") | ~Q(reason=""),
                violation_error_message=_("Say why the sheet was discarded."),
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "patient", "-created_at"], name="assessments_intake_of_patient"),
            models.Index(
                fields=["clinic", "answered_at"], name="assessments_intake_waiting", condition=Q(state="answered")
            ),
        ]

    def __str__(self) -> str:
        made = self.answered_at or self.created_at
        return f"{date_format(timezone.localtime(made), 'DATETIME_FORMAT')}, {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether its link still works."""
        return self.state == IntakeState.INVITED and self.expires_at > timezone.now()

    @property
    def told(self) -> Answers | None:
        """What the patient answered; None before that."""
        return None if self.answers is None else Answers.of_json(self.answers)
