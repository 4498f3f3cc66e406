"""Sentences about the whole cohort: who is in it, its mean changes, and how many pairs were tested."""

from collections.abc import Mapping
from types import MappingProxyType

from clinic.common.wording import gettext_noop

# --- Means over the cohort

PAIN_CHANGE = gettext_noop(
    "%(series)s: mean pain changed by %(change)s points (95 %% interval %(low)s to %(high)s), from %(start)s to "
    "%(end)s; %(patients)s patients."
)
PAIN_CHANGE_WITHOUT_INTERVAL = gettext_noop(
    "%(series)s: mean pain changed by %(change)s points, from %(start)s to %(end)s; %(patients)s patients."
)
NO_MEAN_CHANGE = gettext_noop("%(series)s: a mean change is not given (%(why)s).")
EXPECTED_FALL = gettext_noop(
    "With no effect at all, a fall of about %(expected)s points is expected from regression to the mean: "
    "(1 − %(reliability)s) × (%(baseline)s − %(mean)s)."
)
EXPECTED_RISE = gettext_noop(
    "With no effect at all, a rise of about %(expected)s points is expected from regression to the mean, as the group "
    "began below it: (1 − %(reliability)s) × (%(baseline)s − %(mean)s)."
)
NOTHING_EXPECTED = gettext_noop(
    "With no effect at all, neither a fall nor a rise of any size is expected from regression to the mean: "
    "(1 − %(reliability)s) × (%(baseline)s − %(mean)s) is less than 0.01 points."
)
WHOSE_MEAN = gettext_noop(
    "The mean %(mean)s and the SD %(sd)s of first ratings are those of all the clinic’s own %(patients)s patients, "
    "whichever of them this report is about; the reliability of one rating, %(reliability)s, is that of the "
    "%(rated_often)s of them who were rated at least %(ratings)s times."
)
WHOSE_MEAN_WITHOUT_COUNT = gettext_noop(
    "The mean %(mean)s and the SD %(sd)s of first ratings are those of all the clinic’s own %(patients)s patients, "
    "whichever of them this report is about; the reliability of one rating, %(reliability)s, is that of those among "
    "them who were rated at least %(ratings)s times."
)
FALLS_FURTHER = gettext_noop(
    "Patients who came when their pain was worse than usual for them are expected to fall further than this says."
)
FALLS_ALL_THE_SAME = gettext_noop(
    "The pain of patients who came when it was worse than usual for them is expected to fall all the same, which is "
    "not in this figure."
)
EXPECTED_FALL_UNKNOWN = gettext_noop(
    "The size of the fall expected from regression to the mean cannot be given: %(why)s."
)
NO_COMPARISON_GROUP = gettext_noop(
    "There is no untreated comparison group; part of the change is expected from regression to the mean, natural "
    "recovery, other care and expectation."
)
NO_COMPARISON_GROUP_WITHOUT_FALL = gettext_noop(
    "There is no untreated comparison group; part of the change is expected from natural recovery, other care and "
    "expectation."
)
RESPONSES = gettext_noop(
    "Patients, important decrease: %(improved)s; increase of at least %(worse_from)s points: %(worse)s; no important "
    "change: %(no_important_change)s; too low at baseline to judge: %(not_evaluable)s."
)
DROPOUT_BASELINES = gettext_noop(
    "Those with a rating %(days)s days or more after the baseline began at %(completers)s, those without one at "
    "%(dropouts)s."
)
DROPOUT_BASELINES_COUNTED = gettext_noop(
    "Those with a rating %(days)s days or more after the baseline (n = %(n_completers)s) began at %(completers)s, "
    "those without one (n = %(n_dropouts)s) at %(dropouts)s."
)
RESPONSES_WITH_DROPOUTS = gettext_noop(
    "With those counted as not improved who had no rating %(days)s days or more after the baseline (n = "
    "%(dropouts)s), %(improved)s of %(all)s had an important decrease."
)
NO_SIZE_FOR_MEASUREMENTS = gettext_noop(
    "How much of it is regression to the mean is not known for measurements: a size is computed for pain alone, as "
    "patients come with pain and are not chosen by a measurement."
)
ALIGNMENT_CHANGE = gettext_noop(
    "%(series)s: the mean changed by %(change)s (95 %% interval %(low)s to %(high)s), from %(start)s to %(end)s; "
    "%(patients)s patients. It is a mean of signed values, in which opposite directions cancel. For one patient, "
    "changes below %(mdc95)s are within measurement error."
)
ALIGNMENT_CHANGE_WITHOUT_INTERVAL = gettext_noop(
    "%(series)s: the mean changed by %(change)s, from %(start)s to %(end)s; %(patients)s patients. It is a mean of "
    "signed values, in which opposite directions cancel. For one patient, changes below %(mdc95)s are within "
    "measurement error."
)
ALIGNMENT_CHANGE_WITHOUT_ERROR = gettext_noop(
    "%(series)s: the mean changed by %(change)s (95 %% interval %(low)s to %(high)s), from %(start)s to %(end)s; "
    "%(patients)s patients. It is a mean of signed values, in which opposite directions cancel. The measurement error "
    "of this method is not known."
)
ALIGNMENT_CHANGE_WITHOUT_BOTH = gettext_noop(
    "%(series)s: the mean changed by %(change)s, from %(start)s to %(end)s; %(patients)s patients. It is a mean of "
    "signed values, in which opposite directions cancel. The measurement error of this method is not known."
)
CLASSES = gettext_noop(
    "Patients, moved toward the population band: %(toward_reference)s; moved away from it: %(away)s; passed through "
    "it: %(overshoot)s; no change beyond measurement error: %(within_noise)s; inside it throughout: "
    "%(in_reference_throughout)s; not comparable: %(not_comparable)s. The band is not a health target."
)
NOT_CLASSIFIED = gettext_noop("Changes of single patients are not classified: %(why)s.")
FEASIBILITY = gettext_noop(
    "Changes beyond measurement error were seen, but bone does not change within weeks; another stance, "
    "rotation or technique is more likely."
)

# --- Who is in it

PERIOD: Mapping[tuple[bool, bool], str] = MappingProxyType(
    {
        (True, True): gettext_noop(
            "Population: the clinic’s ratings and measurements from %(first)s to %(last)s, as entered until %(cutoff)s."
        ),
        (True, False): gettext_noop(
            "Population: the clinic’s ratings and measurements from %(first)s on, as entered until %(cutoff)s."
        ),
        (False, True): gettext_noop(
            "Population: the clinic’s ratings and measurements up to %(last)s, as entered until %(cutoff)s."
        ),
        (False, False): gettext_noop(
            "Population: all ratings and measurements of the clinic, as entered until %(cutoff)s."
        ),
    }
)
NEVER_COUNTED = gettext_noop("Records entered in error or replaced never count.")
NO_FILTER = gettext_noop("All patients are included; no filter is set.")
FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "therapist": gettext_noop("Only patients with a completed session by this therapist: %(value)s."),
        "technique": gettext_noop("Only patients with a completed session using this technique: %(value)s."),
        "cause": gettext_noop("Only records of episodes with this suspected cause: %(value)s."),
        "sex": gettext_noop("Only patients whose recorded sex is: %(value)s."),
        "referral_source": gettext_noop("Only patients referred by: %(value)s."),
        "age_min": gettext_noop("Only patients aged %(value)s or more at their first record."),
        "age_max": gettext_noop("Only patients aged %(value)s or less at their first record."),
    }
)
FLOW = gettext_noop(
    "Patients: %(enrolled)s enrolled; %(with_baseline)s with a visit that has pain and alignment of a pair; "
    "%(with_3_pairs)s with a series of at least 3 such visits; %(analysed)s in at least one estimate."
)
FLOW_NOT_SHOWN = gettext_noop("How many patients were followed how far is not shown, as counts are too small to share.")
LEFT_OUT = gettext_noop(
    "Patients left out: %(without_pair)s without such a visit, %(too_few)s with fewer than 3 in every series, "
    "%(no_estimate)s whose pairs have no estimate."
)
LEFT_OUT_NOT_SHOWN = gettext_noop("How many patients were left out is not shown, as a count is too small to share.")
BASELINE_AFTER_START = gettext_noop(
    "Of those with such a visit, %(patients)s had a baseline of pain or of alignment that was taken after treatment "
    "had begun: what changed before it is not in their change."
)
BASELINE_AFTER_START_NOT_SHOWN = gettext_noop(
    "How many of those with such a visit had a baseline that was taken after treatment had begun is not shown, as a "
    "count is too small to share."
)
ADULTS_ONLY = gettext_noop(
    "Population bands are of adults: a patient who was under 18 has no deviation from a band and makes no pair with it."
)
ATTENDANCE = gettext_noop("Patients with at least %(visits)s visits: %(patients)s.")
INTERNAL = gettext_noop(
    "For use inside the clinic only: small counts are shown and can point to single persons. Do not pass it on."
)
SHARING = gettext_noop(
    "For sharing: counts from 1 to %(last)s, and whatever would reveal them, are not shown. No figure had to be left "
    "out."
)
SHARING_SUPPRESSED = gettext_noop(
    "For sharing: counts from 1 to %(last)s, and whatever would reveal them, are not shown. Some figures of this "
    "report are missing for that reason."
)

# --- How many were tested

NO_PAIRS = gettext_noop("No pair of alignment and pain was tested.")
ONE_PAIR = gettext_noop("1 pair was tested. This report gives estimates and intervals, but no p-value.")
SEVERAL_PAIRS = gettext_noop(
    "%(pairs)s pairs were tested; %(estimated)s of them have an estimate. This report gives estimates and intervals, "
    "but no p-values. The intervals are not adjusted for their number: without any association, about %(expected)s of "
    "them would exclude 0 by chance."
)
ONE_PAIR_ESTIMATED = gettext_noop(
    "%(pairs)s pairs were tested; 1 of them has an estimate. This report gives estimates and intervals, but no "
    "p-values."
)
NO_PAIR_ESTIMATED = gettext_noop(
    "%(pairs)s pairs were tested; none of them has an estimate. This report gives no p-values."
)
CONFIRMATORY_ONE_PAIR = gettext_noop(
    "This is the confirmatory report of the closed year %(year)s; 1 pair was tested. It was configured before "
    "the first data of that year."
)
CONFIRMATORY = gettext_noop(
    "This is the confirmatory report of the closed year %(year)s; %(pairs)s pairs were tested. Those configured before "
    "the first data of that year (%(primary)s) have p-values, adjusted by Holm’s method; a pair without an estimate "
    "counts with p = 1. Intervals are not adjusted."
)
P_OF_ONLY_PAIR = gettext_noop(
    "%(measure)s and pain (%(region)s): p %(p)s; it is the only pair configured beforehand, so p is not adjusted."
)
P_WITH_HOLM = gettext_noop(
    "%(measure)s and pain (%(region)s): p %(p)s, after Holm’s adjustment for %(primary)s pairs p %(p_holm)s."
)
P_MISSING = gettext_noop(
    "%(measure)s and pain (%(region)s): no p-value, as there is no estimate; the pair counts with p = 1."
)
