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

__all__ = [
    "Classification",
    "Response",
    "Trend",
    "classify_change",
    "pain_response",
    "pain_target",
    "rank_correlation",
    "weekly_trend",
]
