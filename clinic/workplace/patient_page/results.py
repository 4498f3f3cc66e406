"""The table of a patient's page: one row per measure and region, with the words of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from assessments.measures import MEASURES
from clinic.workplace.patient_page.cells import Cells
from clinic.workplace.patient_page.earlier import Earlier
from patients.body_regions import REGION_LABELS, SIDE_LABELS
from treatments.outcomes.charts.words import NOTHING, capitalised, conditions, method_name, number, pain_question
from treatments.outcomes.document.averaged import Finding
from treatments.outcomes.document.order import parted
from treatments.outcomes.document.tables import alignment_results, pain_results
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding

SYMBOLS = {
    "toward_reference": "→",
    "away": "←",
    "overshoot": "↔",
    "within_noise": "≈",
    "in_reference_throughout": "○",
    "not_comparable": "≠",
    "improved": "↓",
    "worse": "↑",
    "no_important_change": "≈",
    "not_evaluable": "…",
    "": "…",
}
"""A sign for each verdict, beside its words; none says that a change is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One series. ``verdict`` is in words, ``kind`` is its code, for the colour; a change is held to ``limit``."""

    name: str
    side: str
    method: str
    conditions: str = ""
    cells: Cells
    change: str
    limit: str
    verdict: str
    kind: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The series in the order of a report: those with a change, and the others, in which none can be judged."""

    main: list[Row]
    others: list[Row]


def pain_rows(findings: Sequence[PainFinding], earlier: Earlier, zone: ZoneInfo) -> Rows:
    """Give the rows of pain; the limit is the level at or below which the fall is important."""

    def rows(series: Sequence[PainFinding]) -> list[Row]:
        return [
            Row(
                name=capitalised(_(REGION_LABELS.get(found.region, found.region))),
                side=_side(found),
                method=pain_question(found, _),
                cells=Cells.of(found, earlier, zone),
                change=str(cells[4]),
                limit=NOTHING if found.target is None else f"≤ {number(found.target)}",
                verdict=str(cells[6]),
                kind=found.response or "",
                symbol=SYMBOLS[found.response or ""],
            )
            for found, cells in zip(series, pain_results(series, _).rows, strict=True)
        ]

    parts = parted(findings)
    return Rows(main=rows(parts.first), others=rows(parts.others))


def alignment_rows(findings: Sequence[AlignmentFinding], earlier: Earlier, zone: ZoneInfo) -> Rows:
    """Give the rows of alignment; the limit is the smallest change beyond measurement error."""

    def rows(series: Sequence[AlignmentFinding]) -> list[Row]:
        return [
            Row(
                name=_(MEASURES[found.measure].label),
                side=_side(found),
                method=method_name(found.measure, found.method, _),
                conditions=conditions(found, _),
                cells=Cells.of(found, earlier, zone),
                change=str(cells[4]),
                limit=str(cells[5]),
                verdict=str(cells[6]),
                kind=found.classification or "",
                symbol=SYMBOLS[found.classification or ""],
            )
            for found, cells in zip(series, alignment_results(series, _).rows, strict=True)
        ]

    parts = parted(findings)
    return Rows(main=rows(parts.first), others=rows(parts.others))


def _side(found: Finding) -> str:
    return "" if found.side == "none" else _(SIDE_LABELS[found.side])
