"""Mean changes of a cohort in sentences: each says what is expected without any effect, or why no size is known."""

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from assessments.measures import MEASURES
from assessments.pain_regions import WORSENING_POINTS
from clinic.common.wording import Message
from treatments.outcomes.estimators import Classification, Response
from treatments.outcomes.findings.cohort.finding import CohortAlignment, CohortPain, RegressionToTheMean
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.narrative.cohort.figures import NOT_SHOWN, Params, amount, count, later_rating, plain, why
from treatments.outcomes.narrative.cohort.group_sentences import (
    ALIGNMENT_CHANGE,
    ALIGNMENT_CHANGE_WITHOUT_BOTH,
    ALIGNMENT_CHANGE_WITHOUT_ERROR,
    ALIGNMENT_CHANGE_WITHOUT_INTERVAL,
    CLASSES,
    DROPOUT_BASELINES,
    DROPOUT_BASELINES_COUNTED,
    EXPECTED_FALL,
    EXPECTED_FALL_UNKNOWN,
    EXPECTED_RISE,
    FALLS_ALL_THE_SAME,
    FALLS_FURTHER,
    FEASIBILITY,
    NO_COMPARISON_GROUP,
    NO_COMPARISON_GROUP_WITHOUT_FALL,
    NO_MEAN_CHANGE,
    NO_SIZE_FOR_MEASUREMENTS,
    NOT_CLASSIFIED,
    NOTHING_EXPECTED,
    PAIN_CHANGE,
    PAIN_CHANGE_WITHOUT_INTERVAL,
    RESPONSES,
    RESPONSES_WITH_DROPOUTS,
    WHOSE_MEAN,
    WHOSE_MEAN_WITHOUT_COUNT,
)
from treatments.outcomes.narrative.joining import sequence
from treatments.outcomes.narrative.names import asked, quantity, signed, signed_amount, smallest_change
from treatments.outcomes.narrative.reasons import refusals_in
from treatments.outcomes.narrative.sentences import DETAILED

HIDDEN = ("small_cell:regression_to_the_mean",)
"""Why there is nothing at all: only a report for sharing leaves the whole figure out."""


def pain_messages(found: CohortPain) -> Iterator[Message]:
    """Tell one region's mean change with its expected part, then responses and who dropped out."""
    series: Params = {"series": cohort_pain_name(found)}
    if found.change is None or found.baseline is None or found.latest is None:
        yield Message(NO_MEAN_CHANGE, {**series, "why": why(found.reasons)})
    else:
        yield sequence(
            (
                _pain_change(found, series),
                *_expected(found.regression_to_the_mean, found.baseline),
                _no_comparison_group(found.regression_to_the_mean),
            )
        )
    responses = _counts(found.responses, get_args(Response))
    if responses:
        yield Message(RESPONSES, {**responses, "worse_from": plain(WORSENING_POINTS)})
    if found.completer_baseline is not None and found.dropout_baseline is not None:
        begun = {"completers": plain(found.completer_baseline), "dropouts": plain(found.dropout_baseline)}
        counts = {"n_completers": count(found.completers), "n_dropouts": count(found.dropouts)}
        counted = found.completers is not None and found.dropouts is not None
        yield Message(
            DROPOUT_BASELINES_COUNTED if counted else DROPOUT_BASELINES, {**begun, **counts, **later_rating()}
        )
    yield from responses_with_dropouts(found)


def responses_with_dropouts(found: CohortPain) -> Iterator[Message]:
    """Count those without a later rating as not improved: the least that the share of important decreases can be.

    Pain that was too low at baseline to fall enough is in no count of it. Nothing if everybody has one, if nobody's
    course is long enough to be judged, or if a count is not told.
    """
    judged = [found.responses.get(name) for name in ("improved", "worse", "no_important_change")]
    known = [number for number in judged if number is not None]
    if found.dropouts and len(known) == len(judged) and sum(known):
        together = {"dropouts": found.dropouts, "improved": known[0], "all": sum(known) + found.dropouts}
        yield Message(
            RESPONSES_WITH_DROPOUTS, {name: count(number) for name, number in together.items()} | later_rating()
        )


def alignment_messages(found: CohortAlignment) -> Iterator[Message]:
    """Tell one measure's mean change with its caveats, the classes, and whether bone seems to have changed."""
    series: Params = {"series": cohort_measure_name(found)}
    if found.change is None or found.baseline is None or found.latest is None:
        yield Message(NO_MEAN_CHANGE, {**series, "why": why(found.reasons)})
    else:
        yield sequence(
            (_alignment_change(found, series), Message(NO_COMPARISON_GROUP), Message(NO_SIZE_FOR_MEASUREMENTS))
        )
    classes = _counts(found.classes, get_args(Classification))
    if found.change is not None and found.status == "not_estimable":
        yield Message(NOT_CLASSIFIED, {"why": why(refusals_in(found.reasons))})
    elif classes:
        yield Message(CLASSES, classes)
    if found.feasibility_caution:
        yield Message(FEASIBILITY)


def cohort_pain_name(found: CohortPain) -> Message:
    """Name a pain series of a cohort: the place, and how it was asked where that is not the usual way."""
    return asked(found.region, found.recall, found.context)


def cohort_measure_name(found: CohortAlignment) -> Message:
    """Name a measure of a cohort with its method."""
    measure = MEASURES[found.measure]
    method = measure.methods.get(found.method)
    detail = Message(method.label if method else found.method)
    return Message(DETAILED, {"name": Message(measure.label), "detail": detail})


def _pain_change(found: CohortPain, series: Params) -> Message:
    assert found.change is not None
    assert found.baseline is not None
    assert found.latest is not None
    figures = {
        **series,
        "change": signed(found.change),
        "start": plain(found.baseline),
        "end": plain(found.latest),
        "patients": count(found.n),
    }
    if found.change_ci95 is None:
        return Message(PAIN_CHANGE_WITHOUT_INTERVAL, figures)
    low, high = map(signed, found.change_ci95)
    return Message(PAIN_CHANGE, {**figures, "low": low, "high": high})


def _expected(found: RegressionToTheMean | None, baseline: float) -> Iterator[Message]:
    """Say how large a fall or rise is expected without any effect, from which figures, or why that is not known.

    The figures are of one clinic's patients beside one another: that everybody comes on a bad day is not in them.
    """
    if found is None or found.expected is None:
        yield Message(EXPECTED_FALL_UNKNOWN, {"why": why(found.reasons if found else HIDDEN)})
        return
    known = (found.mean, found.sd, found.reliability)
    mean, sd, reliability = (NOT_SHOWN if value is None else plain(value) for value in known)
    figures = {
        "baseline": plain(baseline),
        "mean": mean,
        "sd": sd,
        "reliability": reliability,
        "patients": count(found.n),
        "rated_often": count(found.rated_often),
        "ratings": count(COHORT.own_time_minimum_pairs),
    }
    size, falls = amount(found.expected), _may_fall(found)
    moves = EXPECTED_FALL if falls else EXPECTED_RISE
    yield Message(NOTHING_EXPECTED if size == "0" else moves, {**figures, "expected": size})
    yield Message(WHOSE_MEAN_WITHOUT_COUNT if found.rated_often is None else WHOSE_MEAN, figures)
    yield Message(FALLS_FURTHER if falls else FALLS_ALL_THE_SAME)


def _no_comparison_group(found: RegressionToTheMean | None) -> Message:
    """Name what part of the change is expected from; regression to the mean where it may be a fall.

    Beside an expected rise, or none, it would take back what was said before.
    """
    return Message(NO_COMPARISON_GROUP if _may_fall(found) else NO_COMPARISON_GROUP_WITHOUT_FALL)


def _may_fall(found: RegressionToTheMean | None) -> bool:
    """Say whether a fall that shows is expected, or its size is not known."""
    if found is None or found.expected is None:
        return True
    return found.expected > 0 and amount(found.expected) != "0"


def _alignment_change(found: CohortAlignment, series: Params) -> Message:
    assert found.change is not None
    assert found.baseline is not None
    assert found.latest is not None
    figures: Params = {
        **series,
        "change": signed_amount(found.change, found.unit),
        "start": quantity(found.baseline, found.unit),
        "end": quantity(found.latest, found.unit),
        "patients": count(found.n),
    }
    if found.change_ci95 is not None:
        low, high = found.change_ci95
        figures |= {"low": signed_amount(low, found.unit), "high": signed_amount(high, found.unit)}
    if found.mdc95 is not None:
        figures |= {"mdc95": smallest_change(found.mdc95, found.unit)}
    return Message(_ALIGNMENT_CHANGES[found.change_ci95 is not None, found.mdc95 is not None], figures)


_ALIGNMENT_CHANGES = {
    (True, True): ALIGNMENT_CHANGE,
    (False, True): ALIGNMENT_CHANGE_WITHOUT_INTERVAL,
    (True, False): ALIGNMENT_CHANGE_WITHOUT_ERROR,
    (False, False): ALIGNMENT_CHANGE_WITHOUT_BOTH,
}


def _counts(found: Mapping[str, int | None], names: Sequence[str]) -> Params:
    """Write every count, a dash for what is suppressed; nothing if nothing was counted or all is suppressed."""
    counts = {name: found.get(name, 0) for name in names} if found else {}
    told = any(value is not None for value in counts.values())
    return {name: count(value) for name, value in counts.items()} if told else {}
