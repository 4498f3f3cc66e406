"""One pair of alignment and pain in sentences: the headline, what was estimated, and the figures to check it by."""

from collections.abc import Callable, Iterator

from assessments.measures import MEASURES, Method
from clinic.common.wording import Message
from treatments.outcomes.findings.cohort.finding import (
    AcrossPatients,
    CohortPairFinding,
    OwnTimeSlopes,
    Raters,
    WithinPatient,
)
from treatments.outcomes.narrative.cohort.figures import (
    NOT_SHOWN,
    Params,
    Scale,
    band,
    count,
    plain,
    scale_of,
    sizes,
    subject,
    why,
)
from treatments.outcomes.narrative.cohort.pair_companions import (
    ACROSS,
    CHANGE_SCORES,
    ESTIMAND,
    METHOD_COUNT,
    NO_ACROSS,
    NO_CHANGE_SCORES,
    NO_MDC,
    NO_METHOD,
    NO_OWN_SLOPES,
    NO_RATER_OF_ONE_PATIENT,
    NOT_GROUPED,
    OF_WHAT_HAS_MOST_PAIRS,
    ONE_MDC,
    OWN_SLOPES,
    PAIR_NUMBERS,
    PARTIAL,
    QUADRANTS,
    QUADRANTS_NOT_SHOWN,
    RATER_OF_ONE_PATIENT,
    RATERS,
    RAW,
    RAW_WITHOUT_INTERVAL,
)
from treatments.outcomes.narrative.cohort.pair_headlines import (
    BONY,
    EXPLORATORY,
    FEW_PATIENTS,
    HEADLINES,
    INCONSISTENT_UNSHOWN,
    NO_ESTIMATE,
    RELIABILITY,
    RELIABILITY_NONE,
    RELIABILITY_UNKNOWN,
    Exposure,
    Found,
)
from treatments.outcomes.narrative.cohort.responders import responder_messages
from treatments.outcomes.narrative.joining import sequence
from treatments.outcomes.narrative.names import quantity
from treatments.outcomes.narrative.reasons import joined

Translate = Callable[[str], str]

SMALL_POINTS = 0.5
"""Below so many points of pain for 1 MDC an association is called small (the smallest effect of interest)."""
RELIABLE_FROM = 0.7
ADEQUATE_PATIENTS = 20


def pair_headline(pair: CohortPairFinding, translate: Translate) -> str:
    """Say what was found for a pair, with everything that must be known beside it."""
    return sequence(_headline(pair)).text(translate)


def estimand_sentence(pair: CohortPairFinding, translate: Translate) -> str:
    """Say which difference in pain was estimated, between which visits of whom."""
    return _estimand(pair).text(translate)


def pair_sentences(pair: CohortPairFinding, translate: Translate) -> tuple[str, ...]:
    """Say what stands beside the headline: numbers, checks, quadrants, responders."""
    return tuple(message.text(translate) for message in _beside(pair))


def found_in(pair: CohortPairFinding) -> Found | None:
    """Say what kind of finding a pair's interval is; None where there is no estimate to word."""
    within = pair.within_patient
    if within is None or pair.status not in ("ok", "inconsistent"):
        return None
    if pair.status == "inconsistent":
        return "inconsistent_more" if within.slope_per_unit > 0 else "inconsistent_less"
    low, high = within.ci95
    if low > 0 or high < 0:
        return "association" if low > 0 else "opposite"
    return "only_small" if _only_small(pair, within) else "none_seen"


def _only_small(pair: CohortPairFinding, within: WithinPatient) -> bool:
    reliable = pair.reliability is not None and pair.reliability >= RELIABLE_FROM
    if pair.mdc95 is None or not reliable:
        return False
    return max(abs(end) for end in within.ci95) * pair.mdc95 < SMALL_POINTS


def _headline(pair: CohortPairFinding) -> Iterator[Message]:
    within, found = pair.within_patient, found_in(pair)
    if within is None or found is None:
        template = NO_ESTIMATE.get(pair.status, NO_ESTIMATE["not_estimable"])
        yield Message(template, {**subject(pair), "sizes": sizes(pair), "why": why(pair.reasons)})
    elif pair.status == "inconsistent" and pair.own_time_slopes.slope_per_unit is None:
        yield Message(INCONSISTENT_UNSHOWN, subject(pair))
    else:
        exposure: Exposure = "leg" if pair.exposure == "this_leg_minus_other" else "deviation"
        scale = scale_of(pair)
        figures = {**_estimate(within, found, scale), **_own(pair.own_time_slopes, scale)}
        template = HEADLINES[found, exposure, scale.per]
        yield Message(template, {**subject(pair), "sizes": sizes(pair), **scale.params, **figures})
        yield from _remarks(pair, found)
    if not pair.primary:
        yield Message(EXPLORATORY)


def _estimate(within: WithinPatient, found: Found, scale: Scale) -> Params:
    """Write the estimate; where the sentence says "more" or "less", without its sign."""
    slope, (low, high) = within.slope_per_unit, within.ci95
    if found in ("none_seen", "only_small"):
        limit = max(within.ci95, key=abs)
        return {"points": scale.slope(slope), **scale.ends(within.ci95), "limit": scale.slope(limit)}
    if slope < 0:
        slope, low, high = -slope, -high, -low
    return {
        name: scale.slope(value).removeprefix("+") for name, value in zip(_ESTIMATE, (slope, low, high), strict=True)
    }


_ESTIMATE = ("points", "low", "high")


def _own(own: OwnTimeSlopes, scale: Scale) -> Params:
    """Write the check of an inconsistent pair; the other headlines do not name it."""
    if own.slope_per_unit is None or own.ci95 is None:
        return {}
    low, high = map(scale.slope, own.ci95)
    return {"own": scale.slope(own.slope_per_unit), "own_low": low, "own_high": high}


def _remarks(pair: CohortPairFinding, found: Found) -> Iterator[Message]:
    if found in ("none_seen", "only_small"):
        yield _reliability(pair.reliability)
    if pair.n_patients is not None and pair.n_patients < ADEQUATE_PATIENTS:
        yield Message(FEW_PATIENTS, {"patients": count(pair.n_patients), "adequate": str(ADEQUATE_PATIENTS)})
    if MEASURES[pair.measure].feasibility_caution:
        yield Message(BONY)


def _reliability(reliability: float | None) -> Message:
    if reliability is None:
        return Message(RELIABILITY_UNKNOWN)
    return Message(RELIABILITY, {"reliability": plain(reliability)}) if reliability > 0 else Message(RELIABILITY_NONE)


def _estimand(pair: CohortPairFinding) -> Message:
    measure, scale = MEASURES[pair.measure], _scale_beforehand(pair)
    params = {**subject(pair), **scale.params}
    if pair.exposure == "this_leg_minus_other":
        return Message(ESTIMAND["this_leg_minus_other", scale.per], params)
    if measure.reference is not None:
        limits = band(measure.reference.low, measure.reference.high, pair.unit)
        return Message(ESTIMAND["deviation", scale.per], {**params, "band": limits})
    neutral = quantity(measure.neutral or 0, pair.unit)
    return Message(ESTIMAND["distance_from_neutral", scale.per], {**params, "neutral": neutral})


def _scale_beforehand(pair: CohortPairFinding) -> Scale:
    """Give the difference that was settled before there were data: without pairs 1 MDC of what has most in the end."""
    if pair.mdc_method is None and pair.mdc_known:
        return Scale("mdc", 1.0, {"mdc95": Message(OF_WHAT_HAS_MOST_PAIRS)})
    return scale_of(pair)


def raters_message(raters: Raters) -> Message:
    """Say in how many patients another rater can lie behind a change of alignment."""
    if raters.patients == 1:
        return Message(RATER_OF_ONE_PATIENT if raters.one_rater else NO_RATER_OF_ONE_PATIENT)
    return Message(RATERS, {"patients": count(raters.patients), "one_rater": count(raters.one_rater)})


def _beside(pair: CohortPairFinding) -> Iterator[Message]:
    if pair.status == "suppressed_small_cell":
        return
    yield _numbers(pair)
    if pair.raters is not None and pair.raters.patients:
        yield raters_message(pair.raters)
    yield _mdc(pair)
    if pair.within_patient is not None:
        yield from _correlations(pair)
        yield from _checks(pair)
    yield from _groups(pair)


def _numbers(pair: CohortPairFinding) -> Message:
    methods = [
        Message(METHOD_COUNT, {"method": _method_label(pair, method), "pairs": str(pairs)})
        for method, pairs in pair.method_mix.items()
    ]
    counts = {
        "patients": pair.n_patients,
        "series": pair.n_series,
        "pairs": pair.n_pairs,
        "visits": pair.median_visits,
    }
    mix = joined(methods) if methods else NOT_SHOWN
    told = {name: count(value) for name, value in counts.items()}
    return Message(PAIR_NUMBERS, {**subject(pair), **told, "methods": mix})


def _method_label(pair: CohortPairFinding, code: str) -> Message:
    method: Method | None = MEASURES[pair.measure].methods.get(code)
    return Message(method.label if method else code)


def _mdc(pair: CohortPairFinding) -> Message:
    params = scale_of(pair).params
    if pair.mdc_method is None:
        return Message(NO_METHOD)
    if pair.mdc95 is None:
        return Message(NO_MDC, params)
    source = Message(pair.mdc_source) if pair.mdc_source else NOT_SHOWN
    return Message(ONE_MDC, {**params, "method": _method_label(pair, pair.mdc_method), "source": source})


def _correlations(pair: CohortPairFinding) -> Iterator[Message]:
    """Put the raw and the time-adjusted correlation side by side."""
    raw, within = pair.raw_rmcorr, pair.within_patient
    sentences = []
    if raw is not None:
        ends: Params = {} if raw.ci95 is None else dict(zip(("low", "high"), map(plain, raw.ci95), strict=True))
        template = RAW_WITHOUT_INTERVAL if raw.ci95 is None else RAW
        sentences.append(Message(template, {**ends, "r": plain(raw.r)}))
    if within is not None and within.partial_r is not None:
        sentences.append(Message(PARTIAL, {"r": plain(within.partial_r)}))
    if sentences:
        yield sequence(sentences)


def _checks(pair: CohortPairFinding) -> Iterator[Message]:
    scale = scale_of(pair)
    checks: tuple[tuple[OwnTimeSlopes | AcrossPatients, str, str], ...] = (
        (pair.own_time_slopes, OWN_SLOPES[scale.per], NO_OWN_SLOPES),
        (pair.change_scores, CHANGE_SCORES[scale.per], NO_CHANGE_SCORES),
        (pair.between_patients, ACROSS[scale.per], NO_ACROSS),
    )
    for check, template, refusal in checks:
        if check.slope_per_unit is None or check.ci95 is None:
            yield Message(refusal, {"why": why(check.reasons)})
        else:
            figures = {"points": scale.slope(check.slope_per_unit), **scale.ends(check.ci95)}
            yield Message(template, {**scale.params, **figures, "patients": count(check.n_patients)})


def _groups(pair: CohortPairFinding) -> Iterator[Message]:
    """Tell the four groups and compare those whose alignment moved with the others, or say why nobody is grouped."""
    if not pair.grouped:
        yield Message(NOT_GROUPED)
        return
    yield _quadrants(pair)
    yield from responder_messages(pair.responders)


def _quadrants(pair: CohortPairFinding) -> Message:
    told = pair.quadrants
    counts = {
        "both": told.aligned_and_less_pain,
        "aligned": told.aligned_only,
        "less_pain": told.less_pain_only,
        "neither": told.neither,
        "inside": told.baseline_in_reference,
        "not_judged": told.not_judged,
    }
    if all(value is None for value in counts.values()):
        return Message(QUADRANTS_NOT_SHOWN)
    return Message(QUADRANTS, {name: count(value) for name, value in counts.items()})
