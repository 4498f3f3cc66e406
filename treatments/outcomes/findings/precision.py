"""The measurement error of each series (the catalogue's or the clinic's own) and the change it can hide."""

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite, sqrt

from assessments.catalogue.derived import mean_of_both
from assessments.measures import DERIVED, MEASURES, mdc95
from treatments.outcomes.findings.points import Precision


def frozen_precisions(own: Iterable[Precision] = ()) -> tuple[Precision, ...]:
    """Give the catalogue's figure of every method, replaced where the clinic has its own.

    `own` holds at most one figure per measure and method: the one valid at the report's cut-off.
    """
    table = {
        (entry.code, method.code): Precision(
            measure=entry.code,
            method=method.code,
            sem_same_rater=method.sem_same_rater,
            sem_different_rater=method.sem_different_rater,
            source=method.source,
            valid_from=method.valid_from,
        )
        for entry in MEASURES.values()
        for method in entry.methods.values()
    }
    table.update({(figure.measure, figure.method): replace(figure, clinic_own=True) for figure in own})
    return tuple(table[key] for key in sorted(table))


def precision_of(measure: str, method: str, figures: Iterable[Precision]) -> Precision | None:
    """Find the figure for a series; derived measures follow a clinic's own figure of what they come from.

    A difference of two sides has sqrt(2) times the error of one; a mean of both keeps the error of one, since
    both are taken in one stance. The difference of the legs is the exception: its error was studied itself.
    """
    table = {(figure.measure, figure.method): figure for figure in figures}
    own = table.get((measure, method))
    if measure not in DERIVED or (own and own.clinic_own):
        return own
    source = table.get((DERIVED[measure].source, method))
    own_known = own is not None and own.sem_same_rater is not None
    follows_clinic = source is not None and source.clinic_own and not MEASURES[measure].difference_of_legs
    if source is None or (own_known and not follows_clinic):
        return own
    return _carried_over(source, measure)


def sem_of(precision: Precision | None, same_rater: bool) -> float | None:
    """Give the SEM to use: the larger one unless one known rater took all readings. None: not known."""
    if precision is None:
        return None
    same, different = _known(precision.sem_same_rater), _known(precision.sem_different_rater)
    if same_rater or different is None:
        return same if same_rater else None
    return max(different, same or 0)


def smallest_real_change(sem: float | None, baseline_visits: int, latest_visits: int) -> float | None:
    """Give the MDC95 between two means of visits, from the unrounded SEM; None if the SEM is not known."""
    return None if sem is None else mdc95(sem, max(baseline_visits, 1), max(latest_visits, 1))


def _known(sem: float | None) -> float | None:
    return sem if sem is not None and isfinite(sem) and sem > 0 else None


def _carried_over(source: Precision, measure: str) -> Precision:
    if DERIVED[measure].combine is mean_of_both:
        return replace(source, measure=measure)
    factor = sqrt(2)
    return replace(
        source,
        measure=measure,
        sem_same_rater=_times(factor, source.sem_same_rater),
        sem_different_rater=_times(factor, source.sem_different_rater),
        source=f"√2 × {source.measure}: {source.source}",
    )


def _times(factor: float, sem: float | None) -> float | None:
    return None if sem is None else factor * sem
