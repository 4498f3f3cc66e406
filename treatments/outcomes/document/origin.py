"""What tells how a report was made, on every page of every kind of report: cut-off, method, fingerprint. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.narrative.days import full_day, full_moment
from treatments.outcomes.narrative.joining import detailed
from treatments.outcomes.rules import ENGINE_VERSION

DATA_UNTIL = gettext_noop("data until %(cutoff)s")
METHOD = gettext_noop("method %(version)s")
QUESTION = gettext_noop("question %(sha256)s")
_SHOWN = 12
"""So many characters of a fingerprint stand at the foot of a page."""


def running(cutoff: datetime, zone: str, question: str, translate: Translate) -> tuple[str, ...]:
    """Give what stands at the foot of every page; `question` is the fingerprint of the question."""
    day = full_day(cutoff.astimezone(ZoneInfo(zone)).date(), translate)
    return (
        Message(DATA_UNTIL, {"cutoff": day}).text(translate),
        Message(METHOD, {"version": ENGINE_VERSION}).text(translate),
        Message(QUESTION, {"sha256": question[:_SHOWN]}).text(translate),
    )


def made_from(
    cutoff: datetime, zone: str, question: str, inputs: str, translate: Translate
) -> tuple[tuple[str, str], ...]:
    """Give the lines with which every report says how it was made; `question` and `inputs` are fingerprints."""
    moment = full_moment(cutoff.astimezone(ZoneInfo(zone)), translate)
    return (
        (translate(gettext_noop("Data entered until")), detailed(moment, zone, translate)),
        (translate(gettext_noop("Method version")), ENGINE_VERSION),
        (translate(gettext_noop("Fingerprint of the question")), question),
        (translate(gettext_noop("Fingerprint of inputs and cut-off")), inputs),
    )
