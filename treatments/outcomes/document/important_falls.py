"""From which fall on pain counts as importantly decreased, for each place that hurts. Pure."""

from collections.abc import Iterable

from clinic.common.wording import Message, gettext_noop
from patients.body_regions import REGION_LABELS
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.finding import PainFinding

POINTS_AND_SHARE = gettext_noop("%(points)s points and %(share)s %%")
FALL = gettext_noop("fall of pain from the baseline at least to be important: %(region)s")


def important_falls(pain: Iterable[PainFinding], translate: Translate) -> tuple[tuple[str, str], ...]:
    """Give for each region the points and the share of the baseline that a fall needs, both of them, and its name."""
    return tuple(dict.fromkeys(_fall(found, translate) for found in pain))


def _fall(found: PainFinding, translate: Translate) -> tuple[str, str]:
    needed = {"points": f"{found.important_points:g}", "share": f"{100 * found.important_fraction:g}"}
    region = Message(REGION_LABELS.get(found.region, found.region))
    return Message(POINTS_AND_SHARE, needed).text(translate), Message(FALL, {"region": region}).text(translate)
