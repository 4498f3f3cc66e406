"""Flow and pain in a report that leaves the clinic: without what points to persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.pain_regions import DEFAULT_CONTEXT, DEFAULT_RECALL
from treatments.outcomes.findings.cohort.finding import CohortPain, CohortPairFinding, Quadrants, RegressionToTheMean
from treatments.outcomes.findings.cohort.flow_finding import Attendance, Flow
from treatments.outcomes.findings.cohort.shared_pair import HIDDEN, total_of
from treatments.outcomes.findings.cohort.small_cells import (
    SmallCells,
    known,
    known_cells,
    small_cell,
    with_reasons,
    without,
)


@dataclass(frozen=True, slots=True)
class PairCounts:
    """What a report still shows of the pairs' numbers of patients.

    `analysed`: in an estimate. `with_3_pairs`: in a series of at least 3 pairs. `with_pair`: in any other count.
    """

    analysed: tuple[int, ...]
    with_3_pairs: tuple[int, ...]
    with_pair: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InPairs:
    """What a report tells of the patients with a pair in one region.

    `with_pair`: they are among those who rated. `changed`: they are among those with a change of pain. `by_response`:
    of the four groups of each pair those whose pain fell importantly, and those whose did not. They count as told
    even where a cell is hidden: the total and what is shown beside it can give them.
    """

    with_pair: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    by_response: tuple[tuple[int, int], ...] = ()


NOBODY_IN_PAIRS = InPairs()


def in_pairs(
    whole: Sequence[CohortPairFinding], pairs: Sequence[CohortPairFinding], flow: Flow, region: str
) -> InPairs:
    """Collect what the pairs of a region tell, and the flow if it is the only region.

    `whole` are the same pairs before anything was hidden.
    """
    own = [pair for pair in pairs if pair.region == region]
    steps: tuple[int | None, ...] = ()
    if len(own) == len(pairs):
        steps = (flow.with_baseline, flow.baseline_after_start, flow.with_3_pairs, flow.analysed)
    tables = [
        table
        for before, pair in zip(whole, pairs, strict=True)
        if pair.region == region and pair.status != HIDDEN and pair.grouped
        for table in (before.quadrants, pair.quadrants)
    ]
    by_response = tuple(map(_by_response, tables))
    return InPairs(
        with_pair=(*counts_shown(own).with_pair, *known(iter(steps))),
        changed=(*known(pair.change_scores.n_patients for pair in own), *map(sum, by_response)),
        by_response=by_response,
    )


def counts_shown(pairs: Sequence[CohortPairFinding]) -> PairCounts:
    """Collect what pairs show, after they were made fit for sharing."""
    with_3_pairs = known(
        count
        for pair in pairs
        for count in (pair.n_patients, pair.between_patients.n_patients, pair.own_time_slopes.n_patients)
    )
    others = known(count for pair in pairs for count in (total_of(pair.quadrants), pair.change_scores.n_patients))
    analysed = known(pair.n_patients for pair in pairs if pair.within_patient)
    return PairCounts(analysed, with_3_pairs, (*with_3_pairs, *others))


def shared_flow(flow: Flow, pairs: PairCounts, rule: SmallCells) -> Flow:
    """Hide the steps that are small, or that differ from another step or from a pair's count by a small one."""
    enrolled = rule.if_fits(flow.enrolled, *pairs.with_pair)
    with_baseline = rule.if_fits(flow.with_baseline, enrolled, *pairs.with_pair)
    late = rule.if_fits(flow.baseline_after_start, enrolled, with_baseline)
    with_3_pairs = rule.if_fits(flow.with_3_pairs, enrolled, with_baseline, *pairs.with_3_pairs)
    analysed = rule.if_fits(flow.analysed, enrolled, with_baseline, with_3_pairs, *pairs.analysed)
    return Flow(
        enrolled=enrolled,
        with_baseline=with_baseline,
        # A part of a hidden count would bound it from below.
        baseline_after_start=None if with_baseline is None else late,
        with_3_pairs=with_3_pairs,
        analysed=analysed,
        attendance=_attendance(flow.attendance, enrolled, rule),
    )


def shared_pain(pain: CohortPain, enrolled: int | None, paired: InPairs, rule: SmallCells) -> CohortPain:
    """Hide small counts of a region's pain, and the means and counts that would tell them.

    `paired`: what is shown of patients with a pair in this region; they are among those asked in the usual way. A
    number of patients that differs from theirs by few goes with the responses that add up to it; the means stay.
    """
    pain = replace(pain, spaghetti=())
    if pain.status == HIDDEN or (pain.n is not None and not rule.fits(pain.n, enrolled)):
        return _pain_without_figures(pain)
    if (pain.recall, pain.context) != (DEFAULT_RECALL, DEFAULT_CONTEXT):
        paired = NOBODY_IN_PAIRS
    n = rule.if_fits(pain.n, *paired.changed)
    around = (enrolled, n, *paired.with_pair)
    rated = _rated(pain)
    may_tell_rated = rule.fits(rated, *around)
    followed = may_tell_rated and _may_tell_who_came_back(pain, rated, (enrolled, n, *paired.changed), rule)
    regression = _shared_regression(pain.regression_to_the_mean, (*around, rated), rule)
    responses = _shared_responses(pain.responses, paired, rule) if n is not None else dict.fromkeys(pain.responses)
    missing = (
        ("n", n is None),
        ("followed", not followed),
        ("regression_to_the_mean", regression is None),
        (
            "rated_often",
            regression is not None and regression.reliability is not None and regression.rated_often is None,
        ),
        ("responses", None in responses.values()),
    )
    return replace(
        pain,
        n=n,
        responses=responses,
        completers=pain.completers if followed else None,
        dropouts=pain.dropouts if followed else None,
        completer_baseline=pain.completer_baseline if followed else None,
        dropout_baseline=pain.dropout_baseline if followed else None,
        regression_to_the_mean=regression,
        course=tuple(
            step for step in pain.course if rule.fits(step.n, rated, enrolled) and (may_tell_rated or step.n != rated)
        ),
        reasons=with_reasons(pain.reasons, missing),
    )


def _attendance(steps: Sequence[Attendance], enrolled: int | None, rule: SmallCells) -> tuple[Attendance, ...]:
    """Show each step that fits beside the one shown before it, up to the last of them.

    A hidden step at the end would tell how often the one who came most often came.
    """
    last, shown = enrolled, []
    for step in steps:
        fits = rule.fits(step.patients, last)
        last = step.patients if fits else last
        shown.append(step if fits else replace(step, patients=None))
    while shown and shown[-1].patients is None:
        shown.pop()
    return tuple(shown)


def _shared_responses(
    responses: Mapping[str, int | None], paired: InPairs, rule: SmallCells
) -> Mapping[str, int | None]:
    """Hide small cells, or all of them where the four groups of a pair hold all but a few who improved, or did not."""
    if None in responses.values():
        return responses
    cells = known_cells(responses)
    improved, others = cells["improved"], cells["worse"] + cells["no_important_change"]
    apart = [count for less, not_less in paired.by_response for count in (improved - less, others - not_less)]
    return without(responses, frozenset(cells) if any(map(rule.small, apart)) else rule.hidden_cells(cells))


def _by_response(told: Quadrants) -> tuple[int, int]:
    less, not_less = (told.aligned_and_less_pain, told.less_pain_only), (told.aligned_only, told.neither)
    return sum(known(iter(less))), sum(known(iter(not_less)))


def _pain_without_figures(pain: CohortPain) -> CohortPain:
    return replace(
        pain,
        status=HIDDEN,
        reasons=(small_cell("n"),),
        n=None,
        baseline=None,
        latest=None,
        change=None,
        change_ci95=None,
        responses=dict.fromkeys(pain.responses),
        completers=None,
        dropouts=None,
        completer_baseline=None,
        dropout_baseline=None,
        regression_to_the_mean=None,
        course=(),
    )


def _shared_regression(
    found: RegressionToTheMean | None, beside: tuple[int | None, ...], rule: SmallCells
) -> RegressionToTheMean | None:
    """Tell an expected fall unless it, or why there is none, is that of a few patients who were rated often.

    Their number goes alone where it is large but differs by few from a count beside it.
    """
    if found is None or not rule.fits(found.n, *beside):
        return None
    if rule.small(found.rated_often or 0) or any(reason.startswith(_OF_FEW_PATIENTS) for reason in found.reasons):
        return None
    return replace(found, rated_often=rule.if_fits(found.rated_often, found.n, *beside))


_OF_FEW_PATIENTS = ("too_few_rated_often:", "too_few_dof:", "one_patient_outweighs")


def _rated(pain: CohortPain) -> int | None:
    """Give the number of patients with any rating: of the first step, or where none is shown of those who came back
    and did not.
    """
    if pain.course and pain.course[0].start == 0:
        return pain.course[0].n
    return None if pain.completers is None or pain.dropouts is None else pain.completers + pain.dropouts


def _may_tell_who_came_back(
    pain: CohortPain, rated: int | None, beside: tuple[int | None, ...], rule: SmallCells
) -> bool:
    """Say whether neither those who came back, nor those who did not, nor those who are not due yet are few."""
    if rated is None or pain.completers is None or pain.dropouts is None:
        return False
    not_due = rated - pain.completers - pain.dropouts
    return rule.fits(pain.completers, rated, *beside) and not rule.small(pain.dropouts) and not rule.small(not_due)
