"""What a report says otherwise than the one that it supersedes, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.measures import MEASURES
from clinic.common.wording import Message
from patients.body_regions import REGION_LABELS, SIDE_LABELS
from treatments.outcomes.charts.words import NOTHING, capitalised
from treatments.outcomes.comparing import Change, changes_between
from treatments.outcomes.document.tables import RESPONSES, VERDICTS
from treatments.outcomes.models import OutcomeReport, ReportState
from treatments.outcomes.narrative.names import number
from treatments.outcomes.narrative.reasons import in_words, no_rank_in_words

FIGURES = {
    "status": gettext_lazy("status"),
    "reasons": gettext_lazy("reasons"),
    "n": gettext_lazy("visits or patients"),
    "n_patients": gettext_lazy("patients whose deviation varies"),
    "n_pairs": gettext_lazy("pairs"),
    "baseline": gettext_lazy("baseline"),
    "latest": gettext_lazy("latest"),
    "change": gettext_lazy("change"),
    "mdc95": gettext_lazy("smallest real change"),
    "response": gettext_lazy("response"),
    "classification": gettext_lazy("verdict"),
    "slope_per_week": gettext_lazy("trend per week"),
    "within_patient.slope_per_unit": gettext_lazy("slope within patients"),
    "within_patient.ci95": gettext_lazy("its 95 % interval"),
    "own_time_slopes.slope_per_unit": gettext_lazy("slope with own time courses"),
    "enrolled": gettext_lazy("enrolled"),
    "with_baseline": gettext_lazy("with a baseline"),
    "baseline_after_start": gettext_lazy("with a baseline after treatment had begun"),
    "with_3_pairs": gettext_lazy("with three pairs"),
    "analysed": gettext_lazy("analysed"),
    "same_rater.sem": gettext_lazy("SEM, same rater"),
    "different_rater.sem": gettext_lazy("SEM, different rater"),
}
"""The figures that a person compares; the stored results hold more."""
_CODES = {**RESPONSES, **VERDICTS}


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure, in words: what it is about, what it was, and what it is now."""

    about: str
    figure: str
    before: str
    now: str


def differences_from_superseded(report: OutcomeReport) -> list[Difference]:
    """Compare with the report that this one supersedes; nothing if there is none or it never was done."""
    earlier = report.supersedes
    if earlier is None or earlier.state != ReportState.DONE:
        return []
    changes = changes_between(earlier.result or {}, report.result or {})
    return [_in_words(change) for change in changes if change.figure in FIGURES]


def _in_words(change: Change) -> Difference:
    # Only the pairs of one patient name the side of the measure; their figure is a rank correlation.
    of_days = change.part == "pairs" and "measure_side" in change.entry
    words = no_rank_in_words if of_days else in_words
    return Difference(
        about=capitalised(_about(change.entry)) or _("The way of the patients"),
        figure=str(FIGURES[change.figure]),
        before=_value(change.before, words),
        now=_value(change.after, words),
    )


def _about(entry: Mapping[str, Any]) -> str:
    """The measure and the region with their side, and the method where there is one."""
    measure = MEASURES.get(entry.get("measure", ""))
    methods = measure.methods if measure else {}
    known = methods.get(entry.get("method", ""))
    parts = (
        _(measure.label) if measure else "",
        _(known.label) if known else "",
        _(REGION_LABELS[entry["region"]]) if entry.get("region") in REGION_LABELS else "",
        _(SIDE_LABELS[entry["side"]]) if entry.get("side") not in (None, "none") else "",
    )
    return ", ".join(part for part in parts if part)


def _value(value: Any, words: Callable[[str], Message]) -> str:
    if value is None or value == []:
        return NOTHING
    if isinstance(value, list):
        return "; ".join(_value(item, words) for item in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    return words(str(value)).text(_) if str(value) not in _CODES else Message(_CODES[str(value)]).text(_)
