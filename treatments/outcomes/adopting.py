"""Putting the clinic's own measurement error in force: what a repeatability report offers, and taking it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.measures import MEASURES, Method
from assessments.models import MethodPrecision
from assessments.precision import OwnFigures, method_in_force
from assessments.services.precision import own_figures, set_precision
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused, refuse
from patients.services.belonging import foreign
from treatments.outcomes.models import OutcomeReport, ReportKind, ReportState
from treatments.outcomes.narrative.days import full_day
from treatments.outcomes.narrative.reasons import in_words, joined
from treatments.outcomes.narrative.repeatability import error_amount, method_named
from treatments.outcomes.staleness import changes_since


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one click would put in force from today on, SEMs in ``unit``, and what is in force today.

    ``reasons`` are remarks on the figure, such as many equal pairs. ``adopted``: it was taken from this report before.
    """

    measure: str
    method: str
    unit: str
    sem_same_rater: float
    sem_different_rater: float
    in_force: Method
    reasons: tuple[str, ...]
    adopted: bool


def adoptable(report: OutcomeReport, by: Caller) -> tuple[Offer, ...]:
    """What the report offers to this caller; nothing without the permission or before the report is done."""
    offers = by.may("precision.change") and _gives_figures(report) and report.clinic_id == by.clinic_id
    return tuple(_offers(report, by)) if offers else ()


def adopt_precision(report: OutcomeReport, measure: str, method: str, *, by: Caller) -> MethodPrecision:
    """Put a report's own figure of one method in force from today on, and say where it comes from.

    Where different raters have too few replicates, the figure in force stays for them, but never below that of one
    rater. Raises Refused if the report does not give this figure or no longer says what its records say, Clash if the
    figure was taken from this report before or if another figure begins today.
    """
    by.require("precision.change")
    found = _figure(report, measure, method, by)
    with transaction.atomic():
        # Of two clicks at one moment the second sees what the first one wrote.
        OutcomeReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if (measure, method) in _taken_from(report, by):
            sentence = _("This figure was taken from this report before; run the report again for a new one.")
            raise Clash("already_adopted", sentence)
        if changes_since(report):
            sentence = _(
                "Measurements that this report rests on have changed since it was made; run it again and take the "
                "figure of the new report."
            )
            raise refuse("", "report_stale", sentence)
        offer = _offer(found, own_figures(by), adopted=False)
        precision = MethodPrecision(
            measure=measure,
            method=method,
            sem_same_rater=offer.sem_same_rater,
            sem_different_rater=offer.sem_different_rater,
            source=_source(report, found, by),
            valid_from=by.today(),
        )
        set_precision(precision, by=by)
        detail = {"measure": measure, "method": method, "precision": str(precision.uuid)}
        record("report.precision_adopted", report, by=by, detail=detail)
    return precision


def _gives_figures(report: OutcomeReport) -> bool:
    return report.kind == ReportKind.REPEATABILITY and report.state == ReportState.DONE


def _offers(report: OutcomeReport, by: Caller) -> Iterator[Offer]:
    own, taken = own_figures(by), _taken_from(report, by)
    for found in _findings(report):
        if found["status"] == "ok":
            yield _offer(found, own, adopted=(found["measure"], found["method"]) in taken)


def _offer(found: dict[str, Any], own: OwnFigures, *, adopted: bool) -> Offer:
    in_force = method_in_force(found["measure"], found["method"], own)
    same, different = found["same_rater"]["sem"], found["different_rater"]["sem"]
    return Offer(
        measure=found["measure"],
        method=found["method"],
        unit=found["unit"],
        sem_same_rater=same,
        sem_different_rater=max(same, in_force.sem_different_rater or 0) if different is None else different,
        in_force=in_force,
        reasons=tuple(found["reasons"]),
        adopted=adopted,
    )


def _findings(report: OutcomeReport) -> list[dict[str, Any]]:
    assert report.result
    found: list[dict[str, Any]] = report.result["repeatability"]
    return found


def _figure(report: OutcomeReport, measure: str, method: str, by: Caller) -> dict[str, Any]:
    """The report's finding of this method. Raises Refused if it has none that can be taken."""
    if problems := foreign("", report, by):
        raise Refused(problems)
    if not _gives_figures(report):
        sentence = _("Only a repeatability report that is done gives figures of our own.")
        raise refuse("", "gives_no_figures", sentence)
    found = next((one for one in _findings(report) if (one["measure"], one["method"]) == (measure, method)), None)
    if found is None:
        given = {"measure": measure, "method": method}
        sentence = _("The report has no repeated readings of “%(measure)s” by “%(method)s”.")
        raise refuse("/method", "not_in_report", sentence % given)
    if found["status"] != "ok":
        why = joined(map(in_words, found["reasons"])).text(_)
        given = {"method": method_named(measure, method).text(_), "why": why}
        sentence = _("%(method)s: the report gives no figure of our own (%(why)s).")
        raise refuse("/method", "no_own_figure", sentence % given)
    return found


def _taken_from(report: OutcomeReport, by: Caller) -> set[tuple[str, str]]:
    """The measures and methods whose figures were taken from this report."""
    rows = MethodPrecision.objects.visible_to(by).filter(source__contains=_reference(report))
    return set(rows.values_list("measure", "method"))


def _reference(report: OutcomeReport) -> str:
    """By which a source is recognised as this report, in any language."""
    return f"[{report.uuid.hex[:8]}]"


def _source(report: OutcomeReport, found: dict[str, Any], by: Caller) -> str:
    """Where the figure comes from, in the language of the clinic's documents, which print it."""
    assert report.cutoff
    figure, unit = found["same_rater"], MEASURES[found["measure"]].unit.value
    day: dt.date = report.cutoff.astimezone(by.zone).date()
    with translation.override(report.parameters["language"]):
        low, high = (error_amount(end, unit).text(_) for end in figure["sem_ci95"])
        given = {"day": full_day(day, _), "dof": figure["dof"], "low": low, "high": high}
        sentence = _(
            "Own repeatability report of %(day)s: %(dof)s degrees of freedom, 95 %% interval %(low)s to %(high)s"
        )
        return f"{sentence % given} {_reference(report)}"
