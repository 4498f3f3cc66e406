"""Across patients: those whose alignment moved toward the band beside the others, and lines with a point each."""

import numpy as np

from treatments.outcomes.findings.cohort.cases import Cases
from treatments.outcomes.findings.cohort.finding import AcrossPatients, Quadrants, Responders
from treatments.outcomes.findings.cohort.judging import IMPROVED, NOT_EVALUABLE, TOWARD, UNJUDGED
from treatments.outcomes.findings.cohort.runs import Flags

_NOT_YET = AcrossPatients(
    status="insufficient_data", reasons=("too_few_patients:0<10",), slope_per_unit=None, ci95=None, n_patients=None
)


def between_patients(cases: Cases) -> AcrossPatients:
    """Give the line of mean pain over mean exposure, one point per patient in an estimate."""
    return _NOT_YET


def change_scores(cases: Cases) -> AcrossPatients:
    """Give the slope of the change of pain over that of the exposure, with both baselines allowed for."""
    return _NOT_YET


def quadrants_of(cases: Cases) -> Quadrants:
    """Count patients by whether alignment moved toward the band, and whether pain fell importantly."""
    aligned, improved, known = cases["klass"] == TOWARD, cases["response"] == IMPROVED, _both_judged(cases)
    return Quadrants(
        aligned_and_less_pain=int((known & aligned & improved).sum()),
        aligned_only=int((known & aligned & ~improved).sum()),
        less_pain_only=int((known & ~aligned & improved).sum()),
        neither=int((known & ~aligned & ~improved).sum()),
        baseline_in_reference=int(cases["inside"].sum()),
        not_judged=int((~known & ~cases["inside"]).sum()),
    )


def responders_of(cases: Cases) -> Responders:
    """Compare the pain of those whose alignment moved toward the band with that of the others."""
    known, aligned = _both_judged(cases), cases["klass"] == TOWARD
    return Responders(
        mean_difference=None,
        md_ci95=None,
        risk_difference=None,
        ci95=None,
        risk_ratio=None,
        rr_ci95=None,
        nnt=None,
        nnt_ci95=None,
        n_aligned=int((known & aligned).sum()),
        n_not_aligned=int((known & ~aligned).sum()),
        with_dropouts=None,
        reasons=(),
    )


def _both_judged(cases: Cases) -> Flags:
    """Say whose alignment and pain both have a verdict. Who began inside the band has none on alignment."""
    judged = (cases["klass"] != UNJUDGED) & ~np.isin(cases["response"], (UNJUDGED, NOT_EVALUABLE))
    return np.asarray(judged & ~cases["inside"])
