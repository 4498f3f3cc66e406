"""An outcome report from its request to its artifacts. The row is the truth; the queue is only a doorbell."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, same_clinic
from patients.models import Episode, Patient
from patients.models.standing import PatientStands
from treatments.outcomes.querysets import ReportQuerySet


class ReportKind(models.TextChoices):
    PATIENT = "patient", _("One patient")
    COHORT = "cohort", _("All patients together")
    REPEATABILITY = "repeatability", _("Repeatability of our measurements")


class ReportState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class FailureReason(models.TextChoices):
    WORKER_LOST = "worker_lost", _("The worker was lost three times")
    TIME_LIMIT = "time_limit", _("It took longer than a report may take")
    INPUTS_UNREADABLE = "inputs_unreadable", _("The frozen inputs are of a form that is no longer read")
    INTERNAL_ERROR = "internal_error", _("An error in the software")


class Sha256(Func):
    """The sha256 of a binary column, as hexadecimal text."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField()


FINISHED_STAYS = [
    pgtrigger.FSM(
        name="state_moves",
        field="state",
        transitions=[
            ("queued", "running"),
            ("running", "queued"),
            ("running", "done"),
            ("running", "failed"),
        ],
    ),
    pgtrigger.Protect(
        name="finished_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__state="done") | pgtrigger.Q(old__state="failed"),
    ),
    # Deferred: report and artifacts are written in one transaction, in either order.
    pgtrigger.Trigger(
        name="done_has_artifacts",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__state="done"),
        func="""
            IF NOT EXISTS (SELECT 1 FROM outcomes_artifact WHERE report_id = NEW.id AND name = 'report.pdf') THEN
                RAISE check_violation USING MESSAGE = 'A report that is done has its artifacts.';
            END IF;
            RETURN NULL;
        """,
    ),
]


class OutcomeReport(ClinicOwned):
    """What was asked, how far it is, what it was computed from, and what came out.

    ``window_from`` and ``window_until`` are inclusive days in the clinic's zone; empty means no limit.
    ``attempt`` counts the workers that took the report on and fences off all but the latest.
    ``inputs`` are canonical JSON, whose hash the report carries: of a patient report the frozen points, and
    ``input_keys`` names the records they came from; of the others the frozen question, whose records are read as
    they stood at the cut-off. ``heading`` is what the document says about clinic and patient, frozen with them.
    ``scheduled_for``: the Monday of the week for which nobody but the calendar asked. ``locked_year``: the closed
    calendar year whose one confirmatory analysis this is.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=ReportKind.choices)
    patient = models.ForeignKey(
        Patient,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome_reports",
        verbose_name=_("patient"),
    )
    episode = models.ForeignKey(
        Episode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome_reports",
        verbose_name=_("episode of care"),
    )
    window_from = models.DateField(_("from"), null=True, blank=True)
    window_until = models.DateField(_("until"), null=True, blank=True)
    parameters = models.JSONField(_("parameters"), default=dict, editable=False)
    requested_by = models.ForeignKey(
        "practice.Membership",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("requested by"),
    )
    requested_by_client = models.ForeignKey(
        "practice.ApiClient",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("requested by API client"),
    )
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )

    scheduled_for = models.DateField(_("scheduled for the week of"), null=True, editable=False)
    locked_year = models.PositiveSmallIntegerField(_("confirms the year"), null=True, editable=False)

    state = models.CharField(
        _("state"), max_length=10, choices=ReportState.choices, default=ReportState.QUEUED, editable=False
    )
    progress = models.PositiveSmallIntegerField(
        _("progress (%)"), default=0, editable=False, validators=[MaxValueValidator(100)]
    )
    failure_reason = models.CharField(
        _("why it failed"), max_length=40, choices=FailureReason.choices, blank=True, editable=False
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    queued_at = models.DateTimeField(_("queued at"), db_default=Now(), editable=False)
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)
    ring_due_at = models.DateTimeField(null=True, editable=False)
    rings = models.PositiveSmallIntegerField(default=0, editable=False)
    unheard_rings = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text=_("How often the broker could not be reached.")
    )

    cutoff = models.DateTimeField(_("data cut-off"), null=True, editable=False)
    inputs = models.BinaryField(null=True, editable=False)
    inputs_sha256 = models.CharField(_("hash of the inputs"), max_length=64, null=True, editable=False)
    input_keys = ArrayField(models.UUIDField(), default=list, editable=False)
    heading = models.JSONField(null=True, editable=False)
    engine_version = models.CharField(_("engine version"), max_length=20, blank=True, editable=False)
    result = models.JSONField(_("result"), null=True, editable=False)

    objects = ReportQuerySet["OutcomeReport"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("outcome report")
        verbose_name_plural = _("outcome reports")
        triggers = FINISHED_STAYS
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("patient", "episode", "requested_by", "supersedes"),
            # What is computed once more from frozen inputs is about the record that they were read of.
            PatientStands(name="%(app_label)s_%(class)s_patient_stands", only="NEW.inputs IS NULL"),
            models.CheckConstraint(
                name="outcomes_report_kind",
                condition=Q(kind="patient", patient__isnull=False)
                | Q(kind__in=["cohort", "repeatability"], patient__isnull=True, episode__isnull=True),
                violation_error_message=_("A report about one patient names the patient, and no other report does."),
            ),
            models.CheckConstraint(
                name="outcomes_report_window",
                condition=Q(window_from__isnull=True)
                | Q(window_until__isnull=True)
                | Q(window_from__lte=F("window_until")),
                violation_error_message=_("The first day comes after the last."),
            ),
            models.CheckConstraint(
                name="outcomes_report_requested_by_one",
                condition=Q(requested_by__isnull=False, requested_by_client__isnull=True)
                | Q(requested_by__isnull=True, requested_by_client__isnull=False)
                | Q(requested_by__isnull=True, requested_by_client__isnull=True, scheduled_for__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["clinic", "scheduled_for"],
                name="outcomes_report_scheduled_once",
                condition=Q(scheduled_for__isnull=False),
            ),
            models.CheckConstraint(
                name="outcomes_report_locked_year_of_cohort",
                condition=Q(locked_year__isnull=True) | Q(kind="cohort"),
            ),
            # Looking twice would make a chance finding more likely; one that failed was never seen.
            models.UniqueConstraint(
                fields=["clinic", "locked_year"],
                name="outcomes_report_year_confirmed_once",
                condition=Q(locked_year__isnull=False) & ~Q(state="failed"),
                violation_error_message=_("This year already has its confirmatory report; p-values are given once."),
                violation_error_code="year_already_confirmed",
            ),
            models.CheckConstraint(
                name="outcomes_report_state", condition=Q(state__in=ReportState.values, progress__lte=100)
            ),
            models.CheckConstraint(
                name="outcomes_report_running_has_lease",
                condition=~Q(state="running") | Q(lease_until__isnull=False, attempt__gte=1),
            ),
            models.CheckConstraint(
                name="outcomes_report_done_has_result",
                condition=~Q(state="done")
                | Q(
                    result__isnull=False,
                    inputs__isnull=False,
                    cutoff__isnull=False,
                    finished_at__isnull=False,
                    progress=100,
                )
                & ~Q(engine_version=""),
            ),
            models.CheckConstraint(
                name="outcomes_report_failed_has_reason",
                condition=Q(state="failed", failure_reason__in=FailureReason.values)
                | (~Q(state="failed") & Q(failure_reason="")),
            ),
            models.CheckConstraint(
                name="outcomes_report_inputs_hash",
                condition=Q(inputs__isnull=True, inputs_sha256__isnull=True)
                | Q(inputs__isnull=False, inputs_sha256__isnull=False, inputs_sha256=Sha256("inputs")),
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "patient", "-created_at"], name="outcomes_report_of_patient"),
            models.Index(fields=["clinic", "-created_at", "-uuid"], name="outcomes_report_latest"),
            models.Index(fields=["clinic", "updated_at", "uuid"], name="outcomes_report_by_change"),
            models.Index(
                fields=["state", "queued_at"],
                name="outcomes_report_unfinished",
                condition=Q(state__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d %H:%M}"
