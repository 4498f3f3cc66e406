"""How a cohort's charts and tables name a pair and write an estimate. Pure."""

import re
from collections.abc import Iterable

from assessments.measures import MEASURES
from clinic.common.wording import Message, gettext_noop
from patients.body_regions import REGION_LABELS
from treatments.outcomes.charts.words import NOTHING, Translate, capitalised, with_unit
from treatments.outcomes.findings.cohort.finding import CohortPain, CohortPairFinding, Ends
from treatments.outcomes.narrative import rounding
from treatments.outcomes.narrative.joining import listed, named
from treatments.outcomes.narrative.reasons import in_words, joined

_SMALLEST = 0.0001
PAIR = gettext_noop("%(measure)s and pain (%(region)s)")
ESTIMATE = gettext_noop("%(estimate)s (%(low)s to %(high)s)")
INTERVAL = gettext_noop("%(low)s to %(high)s")
_STATUSES = {
    "insufficient_data": gettext_noop("Not enough data"),
    "not_estimable": gettext_noop("Cannot be estimated"),
    "suppressed_small_cell": gettext_noop("Not shown"),
    "failed": gettext_noop("Not computed"),
}
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_EXPOSURES = {
    "distance_from_neutral": gettext_noop("distance from neutral"),
    "this_leg_minus_other": gettext_noop("this leg minus the other"),
}


def region_of(code: str, translate: Translate) -> str:
    """Name a region at the beginning of a line: ``Low back``."""
    return capitalised(translate(REGION_LABELS.get(code, code)))


def measure_of(found: CohortPairFinding, translate: Translate) -> str:
    """Name the measure of a pair."""
    return translate(MEASURES[found.measure].label)


def region_and_exposure(found: CohortPairFinding, translate: Translate) -> str:
    """Name the region of a pair, and its exposure where that is not the deviation: ``knee, this leg minus …``."""
    region = translate(REGION_LABELS.get(found.region, found.region))
    exposure = _EXPOSURES.get(found.exposure)
    return listed((region, translate(exposure)), translate) if exposure else region


def pair_name(found: CohortPairFinding, translate: Translate) -> str:
    """Name a pair in one line: ``Pelvic obliquity and pain (low back)``."""
    params = {"measure": measure_of(found, translate), "region": region_and_exposure(found, translate)}
    return Message(PAIR, params).text(translate)


def pair_slug(found: CohortPairFinding) -> str:
    """Name a pair in a path: ``pelvic-obliquity-low-back``."""
    return slug(found.measure, found.region)


def slug(*parts: str) -> str:
    """Join codes to a name that is safe in a path."""
    return _NOT_IN_A_NAME.sub("-", "-".join(parts).lower()).strip("-")


def course_slug(found: CohortPain) -> str:
    """Name the course of a region in a path: ``course-low-back``."""
    return slug("course", found.region)


def figure(value: float | None, decimals: int = 2) -> str:
    """Write an estimate with a fixed number of decimals and a true minus sign; a dash if there is none.

    From two decimals on, what would round to 0 without being 0 has a digit more: an interval from 0.002 excludes 0.
    """
    if value is None:
        return NOTHING
    if decimals > 1 and abs(value) >= _SMALLEST:
        decimals += _is_zero(rounding.rounded(value, decimals))
        if _is_zero(rounding.rounded(value, decimals)):
            return f"{value:.1g}".replace("-", rounding.MINUS)
    return rounding.rounded(value, decimals)


def _is_zero(text: str) -> bool:
    return not text.strip("0.")


def expected_change(found: CohortPain) -> str:
    """Write the change of pain that regression to the mean alone lets expect: ``−0.35``, ``+0.20``; else nothing."""
    regression = found.regression_to_the_mean
    if regression is None or regression.expected is None:
        return ""
    written = figure(-regression.expected)
    return written if written.startswith(rounding.MINUS) or not float(written) else f"+{written}"


def percent(share: float | None) -> str:
    """Write a share as whole percent: groups are small, more digits would pretend."""
    return NOTHING if share is None else f"{figure(100 * share, 0)} %"


def count(value: int | None) -> str:
    """Write a count; a dash where it is hidden."""
    return NOTHING if value is None else str(value)


def scaled(ends: Ends | None, factor: float | None) -> Ends | None:
    """Give an interval in another unit; None if either is missing."""
    return None if ends is None or factor is None else (ends[0] * factor, ends[1] * factor)


def interval(ends: Ends, translate: Translate, decimals: int = 2) -> str:
    """Write an interval: ``0.13 to 0.49``."""
    low, high = (figure(end, decimals) for end in ends)
    return Message(INTERVAL, {"low": low, "high": high}).text(translate)


def estimate(value: float | None, ends: Ends | None, translate: Translate, decimals: int = 2, unit: str = "") -> str:
    """Write an estimate with its interval: ``0.31 (0.13 to 0.49)``, ``−1.7° (−2.1 to −1.3)``."""
    written = with_unit(figure(value, decimals), unit) if unit else figure(value, decimals)
    if ends is None:
        return written
    low, high = (figure(end, decimals) for end in ends)
    return Message(ESTIMATE, {"estimate": written, "low": low, "high": high}).text(translate)


def slope_decimals(unit: str) -> int:
    """Give the decimals of a slope per unit: a millimetre is a smaller step than a degree."""
    return 3 if unit == "mm" else 2


def amount(value: float | None, unit: str, decimals: int = 1) -> str:
    """Write a quantity with its unit: ``1.9°``, ``9.7 mm``."""
    return with_unit(figure(value, decimals), unit)


def refusal(status: str, reasons: Iterable[str], translate: Translate) -> str:
    """Say that there is no figure, and why: ``Not enough data: 5 of the 8 patients that are needed``."""
    name = translate(_STATUSES[status])
    messages = list(dict.fromkeys(in_words(reason) for reason in reasons))
    return named(name, joined(messages).text(translate), translate) if messages else name


def rounded(value: float | None) -> float | None:
    """Give a number as the table behind a chart shows it."""
    return None if value is None else round(value, 4)
