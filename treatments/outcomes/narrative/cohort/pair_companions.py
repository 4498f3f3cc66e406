"""What stands beside the headline of a pair: what was estimated, and the figures to check it by."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from clinic.common.wording import gettext_noop
from treatments.outcomes.narrative.cohort.pair_headlines import Per

# --- What was estimated

ExposureKind = Literal["deviation", "distance_from_neutral", "this_leg_minus_other"]

ESTIMAND: Mapping[tuple[ExposureKind, Per], str] = MappingProxyType(
    {
        ("deviation", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s), estimand: by how many points (0 to 10) pain differs between two "
            "visits of the same patient whose distance from the population band (%(band)s) differs by 1 MDC "
            "(%(mdc95)s), after allowing for time since the first of these visits (t and log(1 + t)), which all "
            "patients share."
        ),
        ("deviation", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s), estimand: by how many points (0 to 10) pain differs between two "
            "visits of the same patient whose distance from the population band (%(band)s) differs by "
            "%(unit)s, after allowing for time since the first of these visits (t and log(1 + t)), which all "
            "patients share."
        ),
        ("distance_from_neutral", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s), estimand: by how many points (0 to 10) pain differs between two "
            "visits of the same patient whose distance from the neutral value (%(neutral)s) differs by 1 MDC "
            "(%(mdc95)s), after allowing for time since the first of these visits (t and log(1 + t)), which all "
            "patients share."
        ),
        ("distance_from_neutral", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s), estimand: by how many points (0 to 10) pain differs between two "
            "visits of the same patient whose distance from the neutral value (%(neutral)s) differs by "
            "%(unit)s, after allowing for time since the first of these visits (t and log(1 + t)), which all "
            "patients share."
        ),
        ("this_leg_minus_other", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s), estimand: by how many points (0 to 10) pain differs between two "
            "visits of the same patient at which the length of the leg on the painful side minus that of the other "
            "differs by 1 MDC (%(mdc95)s), after allowing for time since the first of these visits (t and "
            "log(1 + t)), which all patients share."
        ),
        ("this_leg_minus_other", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s), estimand: by how many points (0 to 10) pain differs between two "
            "visits of the same patient at which the length of the leg on the painful side minus that of the other "
            "differs by %(unit)s, after allowing for time since the first of these visits (t and "
            "log(1 + t)), which all patients share."
        ),
    }
)
OF_WHAT_HAS_MOST_PAIRS = gettext_noop("of the method with most pairs")
BETWEEN = gettext_noop("%(low)s to %(high)s")
OR_MORE = gettext_noop("%(low)s or more")
OR_LESS = gettext_noop("%(high)s or less")
PAIN_OF_PAIRS = gettext_noop(
    "In pairs, pain is the average of the last 7 days, overall, not after treatment; each rating is paired with the "
    "measurement of the same assessment or the nearest one within %(hours)s hours, and each reading is used once."
)
PAIR_NUMBERS = gettext_noop(
    "%(measure)s and pain (%(region)s): patients whose deviation varies %(patients)s; in all, series %(series)s, pairs "
    "%(pairs)s, median visits %(visits)s. Pairs by method: %(methods)s."
)
RATERS = gettext_noop(
    "One known person took baseline and latest of %(one_rater)s of the %(patients)s patients who were measured again; "
    "for the others the larger measurement error counts."
)
RATER_OF_ONE_PATIENT = gettext_noop(
    "One known person took baseline and latest of the 1 patient who was measured again."
)
NO_RATER_OF_ONE_PATIENT = gettext_noop(
    "It is not known that one person took baseline and latest of the 1 patient who was measured again, so the larger "
    "measurement error counts."
)
METHOD_COUNT = gettext_noop("%(method)s %(pairs)s")
ONE_MDC = gettext_noop(
    "1 MDC is %(mdc95)s: the smallest change beyond measurement error between two single visits by one rater, "
    "%(method)s. Source: %(source)s"
)
NO_MDC = gettext_noop("The measurement error of the method is not known, so estimates are told for %(unit)s.")
NO_METHOD = gettext_noop("There are no pairs, so no method of which 1 MDC could be told.")

# --- Beside the headline of a pair

RAW = gettext_noop(
    "Not adjusted for time: repeated-measures correlation r = %(r)s (95 %% interval %(low)s to %(high)s). Courses "
    "that both go down with time show one without any link; it is here for comparison only."
)
RAW_WITHOUT_INTERVAL = gettext_noop(
    "Not adjusted for time: repeated-measures correlation r = %(r)s. Courses that both go down with time show one "
    "without any link; it is here for comparison only."
)
PARTIAL = gettext_noop("Adjusted for time: r = %(r)s within patients.")

OWN_SLOPES: Mapping[Per, str] = MappingProxyType(
    {
        "mdc": gettext_noop(
            "Check, a course of its own for each series: %(points)s points of pain (95 %% interval %(low)s to "
            "%(high)s) for 1 MDC; %(patients)s patients."
        ),
        "unit": gettext_noop(
            "Check, a course of its own for each series: %(points)s points of pain (95 %% interval %(low)s to "
            "%(high)s) for %(unit)s; %(patients)s patients."
        ),
    }
)
NO_OWN_SLOPES = gettext_noop("Check, a course of its own for each series: not given (%(why)s).")
ACROSS: Mapping[Per, str] = MappingProxyType(
    {
        "mdc": gettext_noop(
            "Across patients, one point each: %(points)s points of pain (95 %% interval %(low)s to %(high)s) for 1 "
            "MDC more on average; %(patients)s patients. This compares different people and says nothing about "
            "changes within one."
        ),
        "unit": gettext_noop(
            "Across patients, one point each: %(points)s points of pain (95 %% interval %(low)s to %(high)s) for "
            "%(unit)s more on average; %(patients)s patients. This compares different people and says nothing about "
            "changes within one."
        ),
    }
)
NO_ACROSS = gettext_noop("Across patients, one point each: not given (%(why)s).")
CHANGE_SCORES: Mapping[Per, str] = MappingProxyType(
    {
        "mdc": gettext_noop(
            "Changes from baseline to latest, allowing for both baselines: %(points)s points of pain (95 %% interval "
            "%(low)s to %(high)s) for 1 MDC; %(patients)s patients."
        ),
        "unit": gettext_noop(
            "Changes from baseline to latest, allowing for both baselines: %(points)s points of pain (95 %% interval "
            "%(low)s to %(high)s) for %(unit)s; %(patients)s patients."
        ),
    }
)
NO_CHANGE_SCORES = gettext_noop("Changes from baseline to latest, allowing for both baselines: not given (%(why)s).")

QUADRANTS = gettext_noop(
    "Patients, moved toward the population band and less pain: %(both)s; moved toward the band only: %(aligned)s; less "
    "pain only: %(less_pain)s; neither: %(neither)s; started inside the band: %(inside)s; no verdict: %(not_judged)s. "
    "The band is not a health target."
)
NOT_GROUPED = gettext_noop(
    "Patients by alignment and pain: not grouped, as what stands beside pain here has no population band to move "
    "toward."
)
QUADRANTS_NOT_SHOWN = gettext_noop(
    "Patients by alignment and pain: not shown, as a count is too small for a report for sharing."
)

MEAN_DIFFERENCE = gettext_noop(
    "Patients whose alignment moved toward the band (n = %(aligned)s) beside those whose did not (n = %(others)s): "
    "the mean change of pain differed by %(points)s points (95 %% interval %(low)s to %(high)s); below 0 is more "
    "decrease in the first. There is no untreated comparison group, and nobody was assigned to either group."
)
RISK_DIFFERENCE = gettext_noop(
    "An important decrease of pain differed by %(points)s percentage points (95 %% interval %(low)s to %(high)s) "
    "between those whose alignment moved toward the band and those whose did not; above 0 is more often in the first."
)
RISK_RATIO = gettext_noop("As a ratio: %(ratio)s (95 %% interval %(low)s to %(high)s).")
NUMBER_NEEDED_MORE = gettext_noop(
    "Number needed (an association): %(nnt)s (95 %% interval %(low)s to %(high)s). Among so many patients whose "
    "alignment moved toward the band, one more had an important decrease of pain than among as many whose did not."
)
NUMBER_NEEDED_FEWER = gettext_noop(
    "Number needed (an association): %(nnt)s (95 %% interval %(low)s to %(high)s). Among so many patients whose "
    "alignment moved toward the band, one fewer had an important decrease of pain than among as many whose did not."
)
NUMBER_NEEDED_UNDEFINED = gettext_noop("A number needed is not defined: the interval includes no difference.")
WITH_DROPOUTS = gettext_noop(
    "With those counted as not improved who have a change of alignment but no rating of pain %(days)s days or more "
    "after the baseline, the difference is %(points)s percentage points. Those without a change of alignment are in no "
    "group."
)
RESPONDERS_MISSING = gettext_noop("Figures that are not given: %(why)s.")
NO_RESPONDERS = gettext_noop("Comparison of those whose alignment moved toward the band with the others: %(why)s.")
