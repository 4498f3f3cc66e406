"""How a repeatability report's charts and tables write its methods and figures. Pure."""

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.cohort.names import slug
from treatments.outcomes.charts.words import NOTHING, Translate
from treatments.outcomes.findings.repeatability.finding import Figure, RepeatabilityFinding
from treatments.outcomes.narrative.reasons import in_words, joined
from treatments.outcomes.narrative.repeatability import error_amount, method_named

ONE_RATER = gettext_noop("One rater")
DIFFERENT_RATERS = gettext_noop("Different raters")
IN_FORCE = gettext_noop("Figure in force")
_WITH_INTERVAL = gettext_noop("%(sem)s (%(low)s to %(high)s)")


def method_of(found: RepeatabilityFinding, translate: Translate) -> str:
    """Name a method with its measure."""
    return method_named(found.measure, found.method).text(translate)


def amount(value: float | None, unit: str, translate: Translate) -> str:
    """Write an error with its unit; a dash if there is none."""
    # The unit stays on the line of its number.
    return NOTHING if value is None else error_amount(value, unit).text(translate).replace(" ", "\u00a0")


def with_interval(figure: Figure, unit: str, translate: Translate) -> str:
    """Write a figure of one's own with its interval: ``0.74° (0.65° to 0.87°)``; why there is none."""
    if figure.sem is None or figure.sem_ci95 is None:
        return joined(map(in_words, figure.reasons)).text(translate)
    named = zip(("sem", "low", "high"), (figure.sem, *figure.sem_ci95), strict=True)
    return Message(_WITH_INTERVAL, {name: amount(value, unit, translate) for name, value in named}).text(translate)


def method_slug(prefix: str, found: RepeatabilityFinding) -> str:
    """Name the chart of a method, safe in a path: ``differences-pelvic-obliquity-palm``."""
    return slug(prefix, found.measure, found.method)


def unit_sign(unit: str) -> str:
    """Write a unit behind the name of an axis."""
    return "°" if unit == "deg" else unit
