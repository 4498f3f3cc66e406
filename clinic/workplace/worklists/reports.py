"""Reports that no longer say what their records say, and reports that failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from clinic.workplace.worklists.worklist import Namer, Wish, Worklist
from patients.models import Episode
from treatments.outcomes.models import OutcomeReport, ReportState
from treatments.outcomes.staleness import with_staleness


@dataclass(frozen=True, slots=True)
class Line:
    """One report, with ``stale_since``; ``name`` is the patient's, or what it is about."""

    report: Any
    name: str


def _entries(by: Caller, wish: Wish) -> Any:
    """The latest report of each kind and patient, if it failed or is stale; the newest first.

    A stale report about a patient counts while the patient has an open episode: of others nobody reads it again.
    The confirmation of a year is made once, and so never again.
    """
    reports = OutcomeReport.objects.visible_to(by).filter(locked_year__isnull=True)
    latest = reports.order_by("kind", "patient", "-created_at", "-id").distinct("kind", "patient")
    running = Episode.objects.valid().filter(patient=OuterRef("patient"), closed_at__isnull=True)
    matters = Q(patient__isnull=True) | Q(Exists(running))
    waits = Q(state=ReportState.FAILED) | Q(matters, state=ReportState.DONE, stale_since__isnull=False)
    waiting = with_staleness(reports.for_lists().filter(pk__in=latest.values("pk")), by.zone).filter(waits)
    if wish.mine:
        waiting = waiting.filter(requested_by=by.membership_id)
    return waiting.select_related("patient", "requested_by", "requested_by_client").order_by("-created_at", "-uuid")


def _lines(entries: Sequence[Any], by: Caller, name: Namer) -> Sequence[Line]:
    pages: Any = admin.site.get_model_admin(OutcomeReport)
    pages.saw("listed", entries, by)
    return [Line(report, name(report.patient) if report.patient else report.get_kind_display()) for report in entries]


REPORTS = Worklist(
    name="reports",
    title=_("Reports"),
    about=_(
        "Reports whose records changed since, of patients in treatment, and reports that failed. The newest first."
    ),
    nothing=_("No report failed, and none has become stale."),
    permission="reports.view",
    entries=_entries,
    lines=_lines,
)
