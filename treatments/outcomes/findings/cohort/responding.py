"""Across patients: those whose alignment moved toward the band beside the others, and lines with a point each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from treatments.outcomes.estimators import (
    AcrossFit,
    MeanDifference,
    Refusal,
    Sample,
    ancova_hc3,
    katz,
    line_across,
    mean_difference,
    newcombe,
    number_needed,
)
from treatments.outcomes.findings.cohort.bands import ROUNDING
from treatments.outcomes.findings.cohort.cases import Cases
from treatments.outcomes.findings.cohort.finding import AcrossPatients, Quadrants, Responders
from treatments.outcomes.findings.cohort.judging import IMPROVED, TOWARD, UNJUDGED
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.runs import Flags, Floats
from treatments.outcomes.rules import RULES

RD_INCLUDES_ZERO = "rd_ci_includes_zero"
NO_RISK_RATIO = "risk_ratio_undefined"
NOBODY_COMPARED = Responders(
    mean_difference=None,
    md_ci95=None,
    risk_difference=None,
    ci95=None,
    risk_ratio=None,
    rr_ci95=None,
    nnt=None,
    nnt_ci95=None,
    n_aligned=None,
    n_not_aligned=None,
    with_dropouts=None,
    reasons=(),
)
NO_GROUPS = Quadrants(
    aligned_and_less_pain=None,
    aligned_only=None,
    less_pain_only=None,
    neither=None,
    baseline_in_reference=None,
    not_judged=None,
)


def between_patients(cases: Cases) -> AcrossPatients:
    """Give the line of mean pain over mean exposure, one point per patient in an estimate."""
    points = cases[cases["pairs"] > 0]
    return _across(points["exposure"], line_across(points["exposure"], points["pain"]))


def change_scores(cases: Cases) -> AcrossPatients:
    """Give the slope of the change of pain over that of the exposure, with both baselines allowed for."""
    points = cases[cases["changed"]]
    columns = ("pain_change", "exposure_change", "pain_baseline", "exposure_baseline")
    return _across(points["exposure_change"], ancova_hc3(*(points[column] for column in columns)))


def quadrants_of(cases: Cases) -> Quadrants:
    """Count patients by whether alignment moved toward the band, and whether pain fell importantly."""
    rows = _Rows.of(cases)
    improved = cases["response"] == IMPROVED
    return Quadrants(
        aligned_and_less_pain=int((rows.aligned & improved).sum()),
        aligned_only=int((rows.aligned & ~improved).sum()),
        less_pain_only=int((rows.others & improved).sum()),
        neither=int((rows.others & ~improved).sum()),
        baseline_in_reference=int(cases["inside"].sum()),
        not_judged=int((~rows.aligned & ~rows.others & ~cases["inside"]).sum()),
    )


def responders_of(cases: Cases) -> Responders:
    """Compare the pain of those whose alignment moved toward the band with that of the others.

    `with_dropouts` adds those whose pain has no rating 14 days after the baseline, if the alignment was judged.
    """
    rows = _Rows.of(cases)
    first, second = (Sample.of(cases["pain_change"][row]) for row in (rows.aligned, rows.others))
    counted = replace(NOBODY_COMPARED, n_aligned=first.n, n_not_aligned=second.n)
    means = mean_difference(first, second)
    if isinstance(means, Refusal) and means.status == "insufficient_data":
        return replace(counted, reasons=means.reasons)
    table = _Table.of(cases, rows.aligned, rows.others)
    lost = (cases["response"] == UNJUDGED) & ~cases["came_back"] & _could_show_both(cases)
    toward = cases["klass"] == TOWARD
    whole = _Table.of(cases, rows.aligned | (lost & toward), rows.others | (lost & ~toward))
    ci95 = newcombe(*table.counts)
    assert ci95 is not None
    ratio, needed = katz(*table.counts), number_needed(table.risk_difference, ci95)
    return replace(
        counted,
        mean_difference=means.difference if isinstance(means, MeanDifference) else None,
        md_ci95=means.ci95 if isinstance(means, MeanDifference) else None,
        risk_difference=table.risk_difference,
        ci95=ci95,
        risk_ratio=ratio[0] if ratio else None,
        rr_ci95=ratio[1] if ratio else None,
        nnt=needed.value if needed else None,
        nnt_ci95=needed.ci95 if needed else None,
        with_dropouts=whole.risk_difference,
        reasons=tuple(_reasons(means, ratio is None, needed is None)),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Whose alignment moved toward the band, and whose did not; of those with a verdict on pain too.

    Who began inside the band cannot move toward it, and pain that began below 3 cannot fall enough: neither is in a
    row, whatever came of it.
    """

    aligned: Flags
    others: Flags

    @classmethod
    def of(cls, cases: Cases) -> Self:
        in_table, toward = _could_show_both(cases) & (cases["response"] != UNJUDGED), cases["klass"] == TOWARD
        return cls(in_table & toward, in_table & ~toward)


def _could_show_both(cases: Cases) -> Flags:
    """Say whose alignment was judged, and began outside the band with pain that had room for an important fall.

    Decided by the baselines alone: who is let in by what happened later tilts the comparison. Pain that began below 3
    and rose is `worse`, but those beside it whose pain stayed low are in no row either.
    """
    room = cases["pain_baseline"] >= RULES.pain_evaluable_from - ROUNDING
    return np.asarray((cases["klass"] != UNJUDGED) & ~cases["inside"] & room)


@dataclass(frozen=True, slots=True)
class _Table:
    """Patients with an important decrease, and all, in the first row and in the second."""

    counts: tuple[int, int, int, int]

    @classmethod
    def of(cls, cases: Cases, first: Flags, second: Flags) -> Self:
        improved = cases["response"] == IMPROVED
        return cls((int((first & improved).sum()), int(first.sum()), int((second & improved).sum()), int(second.sum())))

    @property
    def risk_difference(self) -> float:
        first, all_first, second, all_second = self.counts
        return first / all_first - second / all_second


def _reasons(means: MeanDifference | Refusal, no_ratio: bool, no_number: bool) -> Iterator[str]:
    if isinstance(means, Refusal):
        yield from means.reasons
    if no_ratio:
        yield NO_RISK_RATIO
    if no_number:
        yield RD_INCLUDES_ZERO


def _across(exposure: Floats, fit: AcrossFit | Refusal) -> AcrossPatients:
    """Give the line, unless so few patients lie off 0 that those few draw it alone."""
    off = int((exposure != 0).sum())
    if not isinstance(fit, Refusal) and off < COHORT.across_minimum_patients:
        fit = Refusal("insufficient_data", (f"too_few_patients:{off}<{COHORT.across_minimum_patients}",))
    if isinstance(fit, Refusal):
        return AcrossPatients(
            status=fit.status, reasons=fit.reasons, slope_per_unit=None, ci95=None, n_patients=len(exposure)
        )
    return AcrossPatients(status="ok", reasons=(), slope_per_unit=fit.slope, ci95=fit.ci95, n_patients=fit.n_patients)
