"""The numbers of outcome reports: pure arithmetic on numpy and scipy. Import from here.

No function returns NaN: where a figure does not exist the answer is None, or a refusal that says why.
"""

from treatments.outcomes.estimators.across_patients import AcrossFit, ancova_hc3, line_across
from treatments.outcomes.estimators.course import (
    Classification,
    Response,
    Trend,
    classify_change,
    pain_response,
    pain_target,
    rank_correlation,
    rank_correlation_interval,
    weekly_trend,
)
from treatments.outcomes.estimators.cross_products import LOG1P_T, SUMS, Sums, T, merge, series_sums
from treatments.outcomes.estimators.error import (
    AlignmentIndex,
    WithinSubjectSd,
    alignment_index,
    identical_pairs,
    regression_to_the_mean,
    within_subject_sd,
)
from treatments.outcomes.estimators.multiplicity import holm
from treatments.outcomes.estimators.proportions import NumberNeeded, katz, newcombe, number_needed, wilson
from treatments.outcomes.estimators.refusal import Refusal
from treatments.outcomes.estimators.repeated_correlation import RepeatedCorrelation, raw_rmcorr
from treatments.outcomes.estimators.responders import MeanDifference, Sample, mean_difference, mean_interval
from treatments.outcomes.estimators.student_t import Ends
from treatments.outcomes.estimators.within_patient import (
    OwnTimeSlopesFit,
    WithinFit,
    own_time_slopes_fit,
    within_patient_fit,
)

__all__ = [
    "LOG1P_T",
    "SUMS",
    "AcrossFit",
    "AlignmentIndex",
    "Classification",
    "Ends",
    "MeanDifference",
    "NumberNeeded",
    "OwnTimeSlopesFit",
    "Refusal",
    "RepeatedCorrelation",
    "Response",
    "Sample",
    "Sums",
    "T",
    "Trend",
    "WithinFit",
    "WithinSubjectSd",
    "alignment_index",
    "ancova_hc3",
    "classify_change",
    "holm",
    "identical_pairs",
    "katz",
    "line_across",
    "mean_difference",
    "mean_interval",
    "merge",
    "newcombe",
    "number_needed",
    "own_time_slopes_fit",
    "pain_response",
    "pain_target",
    "rank_correlation",
    "rank_correlation_interval",
    "raw_rmcorr",
    "regression_to_the_mean",
    "series_sums",
    "weekly_trend",
    "wilson",
    "within_patient_fit",
    "within_subject_sd",
]
