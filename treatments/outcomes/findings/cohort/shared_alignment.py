"""Alignment in a report that leaves the clinic: without what points to persons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from treatments.outcomes.findings.cohort.finding import CohortAlignment, CohortPairFinding, Quadrants
from treatments.outcomes.findings.cohort.judging import CLASSES, NOT_COMPARABLE, TOWARD
from treatments.outcomes.findings.cohort.shared_pair import HIDDEN
from treatments.outcomes.findings.cohort.small_cells import (
    SmallCells,
    known,
    known_cells,
    small_cell,
    with_reasons,
    without,
)

_TOWARD, _NOT_COMPARABLE = CLASSES[TOWARD], CLASSES[NOT_COMPARABLE]


@dataclass(frozen=True, slots=True)
class MeasuredInPairs:
    """What a report tells of the patients with a pair of one measure and a change of it.

    `changed`: their numbers. `by_class`: of the four groups of each pair those who moved toward the band, and those who
    did not. They count as told even where a cell is hidden: the total and what is shown beside it can give them.
    """

    changed: tuple[int, ...]
    by_class: tuple[tuple[int, int], ...]


def measured_in_pairs(
    whole: Sequence[CohortPairFinding], pairs: Sequence[CohortPairFinding], measure: str
) -> MeasuredInPairs:
    """Collect what the pairs of a measure tell. `whole` are the same pairs before anything was hidden."""
    own = [(before, pair) for before, pair in zip(whole, pairs, strict=True) if pair.measure == measure]
    by_class = tuple(
        _by_class(table)
        for before, pair in own
        if pair.status != HIDDEN and pair.grouped
        for table in (before.quadrants, pair.quadrants)
    )
    changed = known(pair.change_scores.n_patients for _, pair in own)
    return MeasuredInPairs((*changed, *map(sum, by_class)), by_class)


def shared_alignment(
    found: CohortAlignment, enrolled: int | None, paired: MeasuredInPairs, rule: SmallCells
) -> CohortAlignment:
    """Hide small counts of a measure, and the means and counts that would tell them.

    Those with a pair and a change are among those with a change by their method. A number of patients that differs
    from theirs by few goes with the classes that add up to it; the means stay.
    """
    if found.status == HIDDEN or (found.n is not None and not rule.fits(found.n, enrolled)):
        return _without_figures(found)
    n = rule.if_fits(found.n, *paired.changed)
    hidden = frozenset(found.classes) if n is None else _hidden_classes(found, n, enrolled, paired, rule)
    missing = (("n", n is None), ("classes", bool(hidden)))
    classes = without(found.classes, hidden)
    return replace(found, n=n, classes=classes, reasons=with_reasons(found.reasons, missing))


def _hidden_classes(
    found: CohortAlignment, n: int, enrolled: int | None, paired: MeasuredInPairs, rule: SmallCells
) -> frozenset[str]:
    """Choose the classes to hide: all of them where the groups of a pair hold all but a few of those who moved toward
    the band, or did not.
    """
    if None in found.classes.values():
        return frozenset(name for name, count in found.classes.items() if count is None)
    changed = {name: count for name, count in known_cells(found.classes).items() if name != _NOT_COMPARABLE}
    toward = changed.get(_TOWARD, 0)
    others = sum(changed.values()) - toward
    apart = (count for aligned, rest in paired.by_class for count in (toward - aligned, others - rest))
    if any(map(rule.small, apart)):
        return frozenset(found.classes)
    hidden = rule.hidden_cells(changed, unseen=n - sum(changed.values()))
    # Those without a comparable change are beside the n patients with one, and all others are without any series.
    unmeasured = None if enrolled is None else enrolled - n
    return hidden if rule.fits(found.classes.get(_NOT_COMPARABLE), unmeasured) else hidden | {_NOT_COMPARABLE}


def _by_class(told: Quadrants) -> tuple[int, int]:
    toward, others = (told.aligned_and_less_pain, told.aligned_only), (told.less_pain_only, told.neither)
    return sum(known(toward)), sum(known(others))


def _without_figures(found: CohortAlignment) -> CohortAlignment:
    return replace(
        found,
        status=HIDDEN,
        reasons=(small_cell("n"),),
        n=None,
        baseline=None,
        latest=None,
        change=None,
        change_ci95=None,
        classes=dict.fromkeys(found.classes),
        feasibility_caution=False,
    )
