"""Those whose alignment moved toward the band beside the others, in sentences: an association, never a benefit."""

from collections.abc import Iterator

from clinic.common.wording import Message
from treatments.outcomes.findings.cohort.finding import Responders
from treatments.outcomes.narrative.cohort.figures import amount, count, later_rating, plain, points_of_percent, why
from treatments.outcomes.narrative.cohort.pair_companions import (
    MEAN_DIFFERENCE,
    NO_RESPONDERS,
    NUMBER_NEEDED_FEWER,
    NUMBER_NEEDED_MORE,
    NUMBER_NEEDED_UNDEFINED,
    RESPONDERS_MISSING,
    RISK_DIFFERENCE,
    RISK_RATIO,
    WITH_DROPOUTS,
)
from treatments.outcomes.narrative.names import signed

RISK_DIFFERENCE_INCLUDES_ZERO = "rd_ci_includes_zero"


def responder_messages(found: Responders) -> Iterator[Message]:
    """Tell each figure that exists; if none does, why."""
    sentences = [*_mean_difference(found), *_risks(found), *_number_needed(found), *_with_dropouts(found)]
    if not sentences:
        yield Message(NO_RESPONDERS, {"why": why(found.reasons)})
        return
    yield from sentences
    unsaid = [reason for reason in found.reasons if reason != RISK_DIFFERENCE_INCLUDES_ZERO]
    if unsaid:
        yield Message(RESPONDERS_MISSING, {"why": why(unsaid)})


def _mean_difference(found: Responders) -> Iterator[Message]:
    if found.mean_difference is not None and found.md_ci95 is not None:
        low, high = map(signed, found.md_ci95)
        groups = {"aligned": count(found.n_aligned), "others": count(found.n_not_aligned)}
        figures = {"points": signed(found.mean_difference), "low": low, "high": high}
        yield Message(MEAN_DIFFERENCE, {**groups, **figures})


def _risks(found: Responders) -> Iterator[Message]:
    if found.risk_difference is not None and found.ci95 is not None:
        low, high = map(points_of_percent, found.ci95)
        figures = {"points": points_of_percent(found.risk_difference), "low": low, "high": high}
        yield Message(RISK_DIFFERENCE, figures)
    if found.risk_ratio is not None and found.rr_ci95 is not None:
        low, high = map(plain, found.rr_ci95)
        yield Message(RISK_RATIO, {"ratio": plain(found.risk_ratio), "low": low, "high": high})


def _number_needed(found: Responders) -> Iterator[Message]:
    if found.nnt is not None and found.nnt_ci95 is not None:
        template = NUMBER_NEEDED_FEWER if (found.risk_difference or found.nnt) < 0 else NUMBER_NEEDED_MORE
        low, high = sorted(abs(end) for end in found.nnt_ci95)
        yield Message(template, {"nnt": amount(found.nnt), "low": amount(low), "high": amount(high)})
    elif RISK_DIFFERENCE_INCLUDES_ZERO in found.reasons:
        yield Message(NUMBER_NEEDED_UNDEFINED)


def _with_dropouts(found: Responders) -> Iterator[Message]:
    if found.with_dropouts is not None:
        yield Message(WITH_DROPOUTS, {"points": points_of_percent(found.with_dropouts), **later_rating()})
