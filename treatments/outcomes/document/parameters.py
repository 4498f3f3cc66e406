"""The rules of a report in words, each with its threshold and its unit. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.words import Translate

Pairs = tuple[tuple[str, str], ...]

_DAYS = gettext_noop("%(value)s days")
_HOURS = gettext_noop("%(value)s hours")
_WEEKS = gettext_noop("%(value)s weeks")
_VISITS = gettext_noop("%(value)s visits")
_PAIRS = gettext_noop("%(value)s pairs")
_PATIENTS = gettext_noop("%(value)s patients")
_POINTS = gettext_noop("%(value)s points")
_YEARS = gettext_noop("%(value)s years")
_NUMBER = "%(value)s"
_SHARE = "%(value)s %%"
"""A share of 1, printed as percent."""

Words = Mapping[str, tuple[str, str]]
"""By the name of a rule: its threshold with the unit, and what it decides."""

REPORT_WORDS: Words = MappingProxyType(
    {
        "baseline_window_days": (_DAYS, gettext_noop("from a baseline visit to the first session at most")),
        "pooled_visits": (_VISITS, gettext_noop("averaged at most for baseline, and for latest")),
        "latest_pool_days": (_DAYS, gettext_noop("between two visits that are averaged at most")),
        "minimum_change_days": (_DAYS, gettext_noop("from baseline to latest at least")),
        "slope_minimum_visits": (_VISITS, gettext_noop("at least for one patient’s trend of pain")),
        "slope_minimum_days": (_DAYS, gettext_noop("at least for one patient’s trend of pain")),
        "slope_maximum_visits": (_VISITS, gettext_noop("at most for one patient’s trend of pain")),
        "slope_confidence": (_SHARE, gettext_noop("confidence of the interval of a trend")),
        "pain_worse_from_points": (_POINTS, gettext_noop("rise of pain at least to be worse")),
        "pain_evaluable_from": (_POINTS, gettext_noop("of pain at baseline at least to judge a decrease")),
        "adult_age": (_YEARS, gettext_noop("of age at least for a population band")),
        "pair_hours": (_HOURS, gettext_noop("between rating and measurement of a pair at most")),
        "spearman_minimum_pairs": (_PAIRS, gettext_noop("at least for one patient’s rank correlation")),
        "chance_share": (_SHARE, gettext_noop("of unchanged measures exceed their error by chance")),
        "series_minimum_pairs": (_PAIRS, gettext_noop("at least in a series of an estimate")),
        "minimum_patients": (_PATIENTS, gettext_noop("at least whose deviation varies, for an estimate")),
        "minimum_dof": (_NUMBER, gettext_noop("degrees of freedom at least for an estimate")),
        "own_time_minimum_pairs": (_PAIRS, gettext_noop("at least in a series with a course of its own")),
        "across_minimum_patients": (_PATIENTS, gettext_noop("at least for a line across patients")),
        "responder_minimum_patients": (_PATIENTS, gettext_noop("at least in each group of a comparison of two")),
        "mean_minimum_patients": (
            _PATIENTS,
            gettext_noop("at least for a mean change or the mean of a step of the course"),
        ),
        "baselines_minimum": (_PATIENTS, gettext_noop("at least to tell regression to the mean")),
        "scatter_minimum_patients": (
            _PATIENTS,
            gettext_noop("with at least 4 ratings each, for the reliability of one rating"),
        ),
        "scatter_minimum_dof": (_NUMBER, gettext_noop("degrees of freedom at least for the reliability of one rating")),
        "scatter_largest_share": (_SHARE, gettext_noop("of those degrees of freedom at most from one patient")),
        "own_slopes_share": (_SHARE, gettext_noop("of the estimate at least with own courses, else inconsistent")),
        "drawn_patients": (_PATIENTS, gettext_noop("whose courses are drawn at most")),
        "drawn_from_patients": (_PATIENTS, gettext_noop("at least to draw their courses")),
        "drawn_visits": (_VISITS, gettext_noop("drawn of one course at most")),
        "drawn_weeks": (_WEEKS, gettext_noop("drawn of one course at most")),
        "drawn_in_days_below": (_DAYS, gettext_noop("of course at least to be drawn week by week")),
        "attendance_visits": (_VISITS, gettext_noop("up to which attendance is counted")),
        "small_cell_threshold": (_PATIENTS, gettext_noop("at least to be shown in a report for sharing, or none")),
    }
)

REPEATABILITY_WORDS: Words = MappingProxyType(
    {
        "replicate_days": (_DAYS, gettext_noop("between readings that are compared at most")),
        "minimum_dof": (_NUMBER, gettext_noop("degrees of freedom at least for a measurement error")),
        "identical_share_warning": (_SHARE, gettext_noop("of equal pairs at least to warn of copied readings")),
    }
)


def rules_in_words(parameters: Mapping[str, Any], words: Words, translate: Translate) -> Pairs:
    """Give each threshold with its unit, and what it decides: ``("28 days", "from a baseline visit to …")``.

    A rule that has no words here keeps its name.
    """
    return tuple(
        _in_words(value, *words.get(name, ("%(value)s", name)), translate) for name, value in parameters.items()
    )


def _in_words(value: Any, threshold: str, decides: str, translate: Translate) -> tuple[str, str]:
    shown = f"{100 * value if threshold == _SHARE else value:g}" if isinstance(value, int | float) else str(value)
    return Message(threshold, {"value": shown}).text(translate), translate(decides)
