"""How exactly each person measures, from the newest repeatability report; in order of name, never of figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.measures import MEASURES
from clinic.common.caller import Caller
from treatments.outcomes.models import OutcomeReport, ReportKind, ReportState
from treatments.outcomes.narrative.reasons import in_words, joined
from treatments.outcomes.narrative.repeatability import error_amount, method_named
from treatments.outcomes.staleness import with_staleness


@dataclass(frozen=True, slots=True)
class RaterLine:
    """One person with one method; ``sd`` is the within-subject SD in words, or why there is none."""

    rater: str
    sd: str
    interval: str
    readings: int
    people: int


@dataclass(frozen=True, slots=True)
class MethodTable:
    """One method of one measure, and the error with which its changes are judged today."""

    title: str
    in_force: str
    raters: Sequence[RaterLine]


@dataclass(frozen=True, slots=True)
class Measuring:
    """The newest repeatability report that is done, with its ``stale_since``, and what it says of each person."""

    report: Any
    methods: Sequence[MethodTable]


def measuring_of(by: Caller) -> Measuring | None:
    """None as long as there is no such report."""
    done = OutcomeReport.objects.visible_to(by).filter(kind=ReportKind.REPEATABILITY, state=ReportState.DONE)
    reports = with_staleness(done.defer("inputs", "input_keys"), by.zone, [ReportKind.REPEATABILITY])
    report = reports.order_by("-created_at", "-id").first()
    if report is None:
        return None
    methods = [_method(found) for found in report.result["repeatability"]]
    return Measuring(report, sorted(methods, key=lambda method: method.title))


def _method(found: dict[str, Any]) -> MethodTable:
    unit = found["unit"]
    sem = found["in_force"]["sem_same_rater"]
    return MethodTable(
        title=method_named(found["measure"], found["method"]).text(_),
        in_force=_("not known") if sem is None else error_amount(sem, MEASURES[found["measure"]].unit).text(_),
        raters=sorted(_raters(found["by_rater"], unit), key=lambda line: line.rater),
    )


def _raters(figures: Sequence[dict[str, Any]], unit: str) -> Iterator[RaterLine]:
    for figure in figures:
        known = figure["sem"] is not None
        yield RaterLine(
            rater=figure["rater"],
            sd=error_amount(figure["sem"], unit).text(_) if known else joined(map(in_words, figure["reasons"])).text(_),
            interval=_interval(figure["sem_ci95"], unit) if known else "",
            readings=figure["dof"],
            people=figure["n_patients"],
        )


def _interval(ends: Sequence[float], unit: str) -> str:
    low, high = (error_amount(end, unit).text(_) for end in ends)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
