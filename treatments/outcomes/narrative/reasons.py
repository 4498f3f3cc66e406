"""Reason codes in words: what a person reads where a number is missing or needs a note."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from clinic.common.wording import Message, gettext_noop

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "too_few_readings": gettext_noop("%(have)s of the %(needed)s visits that a change needs"),
        "no_reading_after_baseline": gettext_noop("no visit after the baseline yet"),
        "less_than_14_days": gettext_noop("%(have)s days of the %(needed)s that a change needs"),
        "slope_too_few_readings": gettext_noop("%(have)s of the %(needed)s visits that a trend needs"),
        "slope_too_many_readings": gettext_noop("%(have)s visits; a trend is given up to %(needed)s"),
        "slope_less_than_21_days": gettext_noop("%(have)s days of the %(needed)s that a trend needs"),
        "slope_ci_needs_variation": gettext_noop("all readings are equal, so the trend has no interval"),
        "slope_ci_needs_scatter": gettext_noop("too few readings lie off one line, so the trend has no interval"),
        "baseline_after_start": gettext_noop("no visit shortly before treatment; the first visit is used"),
        "latest_before_start": gettext_noop("everything was recorded before the first completed session"),
        "no_session": gettext_noop("there is no completed session; the first visit is used as the baseline"),
        "baseline_below_3": gettext_noop("pain below 3 at baseline leaves no room for an important decrease"),
        "method_changed": gettext_noop("another method was used"),
        "method_unknown": gettext_noop("it is not known how it was measured"),
        "posture_changed": gettext_noop("taken in another posture"),
        "footwear_changed": gettext_noop("taken with other footwear"),
        "lift_changed": gettext_noop("taken once with and once without a heel lift"),
        "timing_differs": gettext_noop("taken once before and once after treatment"),
        "no_reference": gettext_noop("there is no population band to judge by"),
        "under_18": gettext_noop("population bands are of adults, and this person was under 18"),
        "may_be_under_18": gettext_noop("population bands are of adults, and this person may have been 17"),
        "age_unknown": gettext_noop("the age is not known; the adult population band is used"),
        "sem_unknown": gettext_noop("the measurement error of this method is not known"),
        "rater_changed": gettext_noop("measured by different people, so the larger error is used"),
        "rater_unknown": gettext_noop("it is not known who measured, so the larger error is used"),
        "feasibility_caution": gettext_noop(
            "bone does not change within weeks; another stance, rotation or technique is more likely"
        ),
        "side_not_established": gettext_noop("which leg is shorter is not established"),
        "single_leg_not_trended": gettext_noop(
            "one leg alone is too inexact to follow; see the difference of the legs"
        ),
        "out_of_bounds": gettext_noop("left and right are too far apart to be true; please check both readings"),
        "too_few_pairs": gettext_noop("%(have)s of the %(needed)s pairs that a rank correlation needs"),
        "too_few_components": gettext_noop("%(have)s of the %(needed)s measures that an index needs"),
        "components_differ": gettext_noop("not every measure could be read at both ends"),
        "no_between_variance": gettext_noop("patients differ too little from one another in alignment or its change"),
        "no_components": gettext_noop("there is no measure with a population band"),
        "no_within_variance": gettext_noop(
            "deviation did not vary within patients, or not beyond what time or a single patient accounts for"
        ),
        "no_pain_variance": gettext_noop("pain did not vary, or not beyond what time accounts for"),
        "risk_ratio_undefined": gettext_noop("a share of 0 or 1 gives no ratio"),
        "no_scatter": gettext_noop("there is no scatter by which to judge the uncertainty"),
        "too_few_patients": gettext_noop("%(have)s of the %(needed)s patients that are needed"),
        "too_few_in_a_group": gettext_noop(
            "the smaller group has %(have)s of the %(needed)s patients that are needed in each"
        ),
        "too_few_dof": gettext_noop("%(have)s of the %(needed)s degrees of freedom that are needed"),
        "too_few_rated_often": gettext_noop(
            "%(have)s of the %(needed)s patients rated at least 4 times that the reliability of one rating needs"
        ),
        "one_patient_outweighs": gettext_noop(
            "more than half of what tells the reliability of one rating is of one patient"
        ),
        "own_time_slopes_disagree": gettext_noop("the check with a course of its own for each series disagrees"),
        "rd_ci_includes_zero": gettext_noop("the interval of the difference of shares includes 0"),
        "small_cell": gettext_noop("a count is too small to be shown without pointing to persons"),
        "too_few_replicates": gettext_noop("%(have)s of the %(needed)s repeated readings that are needed"),
        "all_replicates_identical": gettext_noop("all repeated readings are equal"),
        "many_identical_pairs": gettext_noop("%(have)s %% of all pairs of repeated readings are equal"),
        "unknown_measure": gettext_noop("there is no such measure"),
        "unknown_region": gettext_noop("there is no such pain region"),
    }
)

# With one of what there are too few, where the phrase depends on it.
_OF_ONE: Mapping[str, str] = MappingProxyType(
    {
        "less_than_14_days": gettext_noop("1 day of the %(needed)s that a change needs"),
        "slope_less_than_21_days": gettext_noop("1 day of the %(needed)s that a trend needs"),
    }
)

# Remarks on a figure that is given, not reasons for one that is missing.
NOTES = frozenset(
    {
        "age_unknown",
        "baseline_after_start",
        "feasibility_caution",
        "latest_before_start",
        "no_session",
        "rater_changed",
        "rater_unknown",
        "side_not_established",
    }
)

# Remarks without which a headline would say too much.
HEADLINE_NOTES = frozenset(
    {"baseline_after_start", "feasibility_caution", "latest_before_start", "no_session", "side_not_established"}
)
_ONE_IS_CONSTANT = gettext_noop("one of the two did not vary")
_JOINED = gettext_noop("%(first)s; %(others)s")


def in_words(reason: str) -> Message:
    """Give the words for a reason such as `too_few_readings:1<2`; a code without words stays as it is."""
    code, _, figures = reason.partition(":")
    have, _, needed = re.sub("[<>]", "|", figures).partition("|")
    words = _OF_ONE[code] if have == "1" and code in _OF_ONE else REASONS.get(code, reason)
    return Message(words, {"have": have, "needed": needed} if needed else {})


def no_rank_in_words(reason: str) -> Message:
    """Give the words for why days have no rank correlation: it allows for nothing, and needs only that both vary."""
    return Message(_ONE_IS_CONSTANT) if reason == "no_within_variance" else in_words(reason)


def joined(messages: Iterable[Message]) -> Message:
    """Put several phrases into one, separated by semicolons. At least one is needed."""
    first, *others = messages
    return Message(_JOINED, {"first": first, "others": joined(others)}) if others else first


def notes_in(reasons: Iterable[str]) -> tuple[str, ...]:
    """Pick the remarks out of a finding's reasons."""
    return tuple(reason for reason in reasons if reason in NOTES)


def refusals_in(reasons: Iterable[str]) -> tuple[str, ...]:
    """Pick out why a change or its verdict is missing: neither remarks nor reasons about the trend."""
    return tuple(reason for reason in reasons if reason not in NOTES and not reason.startswith("slope_"))
