"""A pair in a report that leaves the clinic: without what points to persons."""

from dataclasses import asdict, replace
from typing import Final

from treatments.outcomes.findings.cohort.finding import (
    AcrossPatients,
    CohortPairFinding,
    OwnTimeSlopes,
    Quadrants,
    Responders,
)
from treatments.outcomes.findings.cohort.responding import NOBODY_COMPARED
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.small_cells import SmallCells, small_cell, with_reasons

HIDDEN: Final = "suppressed_small_cell"
TOO_FEW_PATIENTS = "too_few_patients"
_ALIGNED = ("aligned_and_less_pain", "aligned_only", "less_pain_only", "neither")


def shared_pair(pair: CohortPairFinding, rule: SmallCells) -> CohortPairFinding:
    """Hide small counts of a pair, and the estimates and counts that would tell them.

    The headline and its number of patients go first: what does not fit beside them is hidden. Single patients are
    never drawn, and how many had one rater is told inside only.
    """
    if pair.n_patients is None or rule.small(pair.n_patients):
        return _without_figures(pair)
    enough = _pairs_of_enough_patients(pair, rule)
    between = _across(pair.between_patients, rule, "between_patients", pair.n_patients)
    series_shown = rule.fits(pair.n_series, pair.n_patients, between.n_patients)
    total, compared = total_of(pair.quadrants), _compared(pair.quadrants)
    total_fits = total is None or rule.fits(total, pair.n_patients, between.n_patients)
    quadrants = _quadrants(pair.quadrants, rule, hide_total=not total_fits)
    shared = replace(
        pair,
        n_pairs=pair.n_pairs if enough else None,
        n_series=pair.n_series if series_shown else None,
        method_mix=pair.method_mix if enough else {},
        # Its degrees of freedom are pairs - series - 1.
        raw_rmcorr=pair.raw_rmcorr if series_shown else None,
        own_time_slopes=_own(pair.own_time_slopes, rule, pair.n_patients, between.n_patients),
        between_patients=between,
        # Its patients are among all, and those compared are among them: it could tell a total that must not be told.
        change_scores=_across(pair.change_scores if total_fits else None, rule, "change_scores", total, compared),
        quadrants=quadrants,
        responders=_responders(pair.responders, quadrants) if pair.grouped else pair.responders,
        lines=(),
        raters=None,
    )
    return replace(shared, reasons=_reasons(pair, shared, series_shown=series_shown))


def total_of(quadrants: Quadrants) -> int | None:
    """Give the number of patients in all cells; None if it cannot be found."""
    cells = list(asdict(quadrants).values())
    return None if None in cells else sum(cells)


def _compared(quadrants: Quadrants) -> int | None:
    cells = [getattr(quadrants, name) for name in _ALIGNED]
    return None if None in cells else sum(cells)


def _without_figures(pair: CohortPairFinding) -> CohortPairFinding:
    where = (small_cell("n_patients"),)
    across = AcrossPatients(status=HIDDEN, reasons=where, slope_per_unit=None, ci95=None, n_patients=None)
    return replace(
        pair,
        status=HIDDEN,
        reasons=where,
        method_mix={},
        n_patients=None,
        n_pairs=None,
        n_series=None,
        median_visits=None,
        reliability=None,
        within_patient=None,
        raw_rmcorr=None,
        own_time_slopes=_no_own_slopes(where),
        between_patients=across,
        change_scores=across,
        quadrants=Quadrants(**dict.fromkeys(asdict(pair.quadrants))),
        responders=replace(NOBODY_COMPARED, reasons=where),
        lines=(),
        raters=None,
    )


def _pairs_of_enough_patients(pair: CohortPairFinding, rule: SmallCells) -> bool:
    """Say whether pairs, in all and by each method, cannot be those of a small number of patients.

    A patient brings at least 3, so fewer than 3 times the threshold are of fewer patients than the threshold.
    """
    needed = COHORT.series_minimum_pairs * rule.threshold
    counts = (pair.n_pairs, *pair.method_mix.values())
    return all(count is not None and (not count or count >= needed) for count in counts)


def _own(own: OwnTimeSlopes, rule: SmallCells, *beside: int | None) -> OwnTimeSlopes:
    return own if rule.fits(own.n_patients, *beside) else _no_own_slopes((small_cell("own_time_slopes"),))


def _no_own_slopes(reasons: tuple[str, ...]) -> OwnTimeSlopes:
    return OwnTimeSlopes(status=HIDDEN, reasons=reasons, slope_per_unit=None, se=None, ci95=None, n_patients=None)


def _across(found: AcrossPatients | None, rule: SmallCells, where: str, *beside: int | None) -> AcrossPatients:
    if found and all(rule.fits(count, found.n_patients, *beside) for count in (found.n_patients, *_told(found))):
        return found
    return AcrossPatients(status=HIDDEN, reasons=(small_cell(where),), slope_per_unit=None, ci95=None, n_patients=None)


def _told(found: AcrossPatients) -> list[int]:
    """Read the counts in the reasons: too few of a line's patients may lie off 0, which is another count than all."""
    named = (reason.partition(":") for reason in found.reasons)
    return [int(figures.partition("<")[0]) for code, _, figures in named if code == TOO_FEW_PATIENTS]


def _quadrants(quadrants: Quadrants, rule: SmallCells, *, hide_total: bool) -> Quadrants:
    """Hide small cells and others with them, also where only their total would tell a small difference."""
    if total_of(quadrants) is None:
        return quadrants
    return replace(quadrants, **dict.fromkeys(rule.hidden_cells(asdict(quadrants), hide_total=hide_total)))


def _responders(found: Responders, quadrants: Quadrants) -> Responders:
    """Hide the comparison with the cells it is made of; the one with dropouts would tell their number."""
    if _compared(quadrants) is None:
        return replace(NOBODY_COMPARED, reasons=(small_cell("quadrants"),))
    return replace(found, with_dropouts=None)


def _reasons(pair: CohortPairFinding, shared: CohortPairFinding, *, series_shown: bool) -> tuple[str, ...]:
    """Name what is hidden; degrees of freedom that would tell the number of series lose their figures."""
    kept = tuple(
        small_cell("n_series") if reason.startswith("too_few_dof:") and not series_shown else reason
        for reason in pair.reasons
    )
    missing = (
        ("n_series", not series_shown),
        ("n_pairs", shared.n_pairs is None),
        ("quadrants", pair.grouped and None in asdict(shared.quadrants).values()),
    )
    return with_reasons(kept, missing)
