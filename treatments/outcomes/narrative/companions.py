"""What a patient's report adds to its verdicts: whether pain and alignment went together, and the alignment index."""

from collections.abc import Iterator, Sequence

from assessments.measures import MEASURES, Side
from clinic.common.wording import Message, gettext_noop
from patients.body_regions import REGION_LABELS, SIDE_LABELS
from treatments.outcomes.estimators import rank_correlation_interval
from treatments.outcomes.findings.finding import IndexComponent, IndexFinding, PairFinding
from treatments.outcomes.findings.prespecified import BOTH
from treatments.outcomes.narrative.names import number, quantity, signed
from treatments.outcomes.narrative.reasons import joined, no_rank_in_words
from treatments.outcomes.narrative.sentences import MEASURE_WITH_SIDE, REGION_WITH_SIDE

RANK_CORRELATION = gettext_noop(
    "%(region)s beside %(measure)s: on %(pairs)s days with both, their rank correlation was %(rho)s (95 %% interval "
    "%(low)s to %(high)s)."
)
PERFECT_RANK_CORRELATION = gettext_noop(
    "%(region)s beside %(measure)s: on %(pairs)s days with both, their rank correlation was %(rho)s, which has no "
    "interval."
)
ONE_COURSE = gettext_noop(
    "This describes one course, in which time alone may move both. Days of one course depend on one another, so a true "
    "interval is wider."
)
NOT_TOLD = gettext_noop(
    "Insufficient data to tell whether pain and alignment went together from day to day: %(pairs)s."
)
PAIR_AND_WHY = gettext_noop("%(region)s beside %(measure)s (%(why)s)")
INDEX = gettext_noop(
    "Alignment index of %(count)s measures: %(start)s at baseline, %(end)s at the latest visits, counted in smallest "
    "real changes; a difference below %(mdc95)s is within measurement error. It is descriptive and no validated "
    "instrument: %(components)s."
)
MEAN_OF_BOTH_SIDES = gettext_noop("%(measure)s, mean of both sides")
COMPONENT = gettext_noop("%(measure)s %(start)s to %(end)s outside its band")


def pair_messages(pairs: Sequence[PairFinding]) -> Iterator[Message]:
    """Tell each rank correlation, what none of them shows, and in one sentence the pairs that have none, and why."""
    correlations = [_correlation(found, found.spearman) for found in pairs if found.spearman is not None]
    yield from correlations
    if correlations:
        yield Message(ONE_COURSE)
    missing = [found for found in pairs if found.spearman is None]
    if missing:
        yield Message(NOT_TOLD, {"pairs": joined(_pair_and_why(found) for found in missing)})


def _correlation(found: PairFinding, rho: float) -> Message:
    """Tell a rank correlation with its interval, which a perfect one has not."""
    told: dict[str, Message | str | float] = {**names_of(found), "pairs": str(found.n_pairs), "rho": signed(rho)}
    ends = rank_correlation_interval(rho, found.n_pairs)
    if ends is None:
        return Message(PERFECT_RANK_CORRELATION, told)
    low, high = map(signed, ends)
    return Message(RANK_CORRELATION, {**told, "low": low, "high": high})


def index_messages(found: IndexFinding) -> Iterator[Message]:
    """Tell the index with its components; an index that cannot be given is not missed."""
    if found.baseline is None or found.latest is None or found.mdc95 is None:
        return
    yield Message(
        INDEX,
        {
            "count": str(len(found.components)),
            "start": number(found.baseline),
            "end": number(found.latest),
            "mdc95": number(found.mdc95),
            "components": joined(map(_component, found.components)),
        },
    )


def _component(found: IndexComponent) -> Message:
    ends = {"start": quantity(found.baseline, found.unit), "end": quantity(found.latest, found.unit)}
    return Message(COMPONENT, {"measure": Message(MEASURES[found.measure].label), **ends})


def _pair_and_why(found: PairFinding) -> Message:
    return Message(PAIR_AND_WHY, {**names_of(found), "why": joined(map(no_rank_in_words, found.reasons))})


def names_of(found: PairFinding) -> dict[str, Message]:
    """Name the pair's two sides, ``region`` and ``measure``."""
    region, measure = Message(REGION_LABELS[found.region]), Message(MEASURES[found.measure].label)
    if found.side != Side.NONE:
        region = Message(REGION_WITH_SIDE, {"region": region, "side": Message(SIDE_LABELS[found.side])})
    if found.measure_side == BOTH:
        measure = Message(MEAN_OF_BOTH_SIDES, {"measure": measure})
    elif found.measure_side != Side.NONE:
        measure = Message(MEASURE_WITH_SIDE, {"measure": measure, "side": Message(SIDE_LABELS[found.measure_side])})
    return {"region": region, "measure": measure}
