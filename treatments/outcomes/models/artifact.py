"""The files of a report: rows with their bytes, written in the transaction that ends the report."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet, same_clinic
from treatments.outcomes.models.report import OutcomeReport, Sha256

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
