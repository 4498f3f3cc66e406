"""An outcome report from its request to its artifacts. The row is the truth; the queue is only a doorbell."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet, same_clinic
from patients.models import Episode, Patient
from treatments.outcomes.querysets import ReportQuerySet


class ReportKind(models.TextChoices):
    PATIENT = "patient", _("One patient")


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

ARTIFACT_STAYS = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="only_while_running",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func="""
            IF NOT EXISTS (SELECT 1 FROM outcomes_outcomereport WHERE id = NEW.report_id AND state = 'running') THEN
                RAISE check_violation USING MESSAGE = 'Artifacts are added only while their report is built.';
            END IF;
            RETURN NEW;
        """,
    ),
]


class OutcomeReport(ClinicOwned):
    """What was asked, how far it is, what it was computed from, and what came out.

    ``window_from`` and ``window_until`` are inclusive days in the clinic's zone; empty means no limit.
    ``attempt`` counts the workers that took the report on and fences off all but the latest.
    ``inputs`` are the frozen points as canonical JSON, whose hash the report carries; ``input_keys`` names the
    records they came from. ``heading`` is what the document says about clinic and patient, frozen with them.
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
            models.CheckConstraint(
                name="outcomes_report_kind",
                condition=Q(kind="patient", patient__isnull=False),
                violation_error_message=_("A report about one patient names the patient."),
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
                | Q(requested_by__isnull=True, requested_by_client__isnull=False),
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


class Artifact(ClinicOwned):
    """One file of a report (``report.pdf``, ``data.csv``, ``charts/<name>.svg``), as bytes that never change."""

    report = models.ForeignKey(OutcomeReport, models.PROTECT, related_name="artifacts", verbose_name=_("report"))
    name = models.CharField(_("name"), max_length=120)
    media_type = models.CharField(_("media type"), max_length=80)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(max_length=64)

    objects = ClinicQuerySet["Artifact"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("artifact")
        verbose_name_plural = _("artifacts")
        triggers = ARTIFACT_STAYS
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("report"),
            models.UniqueConstraint(fields=["report", "name"], name="outcomes_artifact_once"),
            models.CheckConstraint(name="outcomes_artifact_hash", condition=Q(sha256=Sha256(F("content")))),
        ]

    def __str__(self) -> str:
        return self.name
