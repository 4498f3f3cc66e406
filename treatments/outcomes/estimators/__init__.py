"""The numbers of outcome reports: pure arithmetic on numpy and scipy. Import from here.

No function returns NaN: where a figure does not exist the answer is None, or a refusal that says why.
"""

from treatments.outcomes.estimators.course import (
    Classification,
    Response,
    Trend,
    classify_change,
    pain_response,
    pain_target,
    rank_correlation,
    weekly_trend,
)
from treatments.outcomes.estimators.cross_products import LOG1P_T, SUMS, Sums, T, merge, series_sums
from treatments.outcomes.estimators.refusal import Refusal
from treatments.outcomes.estimators.repeated_correlation import RepeatedCorrelation, raw_rmcorr
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
    "Classification",
    "Ends",
    "OwnTimeSlopesFit",
    "Refusal",
    "RepeatedCorrelation",
    "Response",
    "Sums",
    "T",
    "Trend",
    "WithinFit",
    "classify_change",
    "merge",
    "own_time_slopes_fit",
    "pain_response",
    "pain_target",
    "rank_correlation",
    "raw_rmcorr",
    "series_sums",
    "weekly_trend",
    "within_patient_fit",
]
