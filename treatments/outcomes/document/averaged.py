"""What stands below a figure that is the mean of several visits. Pure."""

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.words import Translate, number, with_unit
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding

Finding = PainFinding | AlignmentFinding

MEAN_OF = gettext_noop("mean of %(visits)s")
LAST = gettext_noop("last %(figure)s")


def amount(found: Finding, value: float | None) -> str:
    """Write a figure of the series, with its unit where it has one."""
    return number(value) if isinstance(found, PainFinding) else with_unit(number(value), found.unit)


def below_baseline(found: Finding, translate: Translate) -> tuple[str, ...]:
    """Say of how many visits the baseline is the mean; nothing of one visit alone."""
    return _mean_of(found.baseline_visits, translate)


def below_latest(found: Finding, translate: Translate) -> tuple[str, ...]:
    """Say of how many visits the latest is the mean, and what the last one was; nothing of one visit alone."""
    mean_of = _mean_of(found.latest_visits, translate)
    # A result that was stored before the last visit had its own figure does not hold it.
    if not mean_of or found.last is None:
        return mean_of
    return (*mean_of, Message(LAST, {"figure": amount(found, found.last)}).text(translate))


def _mean_of(visits: int, translate: Translate) -> tuple[str, ...]:
    return (Message(MEAN_OF, {"visits": str(visits)}).text(translate),) if visits > 1 else ()
