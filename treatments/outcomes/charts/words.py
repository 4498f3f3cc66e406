"""Words and numbers of charts and documents: names of series, amounts. Pure."""

from collections.abc import Callable

from assessments.measures import MEASURES, POSTURE_LABELS, Posture
from assessments.pain_regions import CONTEXT_LABELS, RECALL_LABELS, Context, Recall
from clinic.common.wording import Message, gettext_noop
from patients.body_regions import REGION_LABELS, SIDE_LABELS
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.narrative import names
from treatments.outcomes.narrative.joining import detailed, ended, in_sequence, listed
from treatments.outcomes.narrative.names import FOOTWEAR
from treatments.outcomes.narrative.reasons import in_words, joined, refusals_in
from treatments.outcomes.narrative.sentences import MEASURE_WITH_SIDE, REGION_WITH_SIDE

Translate = Callable[[str], str]

NOTHING = "–"


def in_english(message: str) -> str:
    """Give the message id itself: the translation into English."""
    return message


def number(value: float | None) -> str:
    """Write a number for reading, two decimals at most; a dash if there is none. Never for arithmetic."""
    return NOTHING if value is None else names.number(value)


def signed(value: float | None) -> str:
    """Write a change with its sign, two decimals at most: ``+2``, ``−3.15``, ``0``; a dash if there is none."""
    return NOTHING if value is None else names.signed(value)


def limit(finding: AlignmentFinding) -> str:
    """Write the smallest real change of a series with its unit: ``1.7°``; a dash if it is not known."""
    if finding.mdc95 is None:
        return NOTHING
    return with_unit(names.limit(finding.mdc95, finding.change), finding.unit)


def with_unit(text: str, unit: str) -> str:
    """Put the unit behind a written number: ``4.2°``, ``12 mm``; a dash stays a dash."""
    if text == NOTHING:
        return text
    return f"{text}°" if unit == "deg" else f"{text}\u00a0{unit}".rstrip()


def capitalised(text: str) -> str:
    """Begin a line with a capital letter, leaving the rest alone."""
    return text[:1].upper() + text[1:]


def region_name(finding: PainFinding, translate: Translate) -> str:
    """Name where it hurts: ``low back``, ``right knee``."""
    region = Message(REGION_LABELS.get(finding.region, finding.region))
    if finding.side == "none":
        return region.text(translate)
    params = {"region": region, "side": Message(SIDE_LABELS[finding.side])}
    return Message(REGION_WITH_SIDE, params).text(translate)


def pain_question(finding: PainFinding, translate: Translate) -> str:
    """Say what was asked: ``average of the last 7 days``, with context and timing where they are unusual."""
    parts = [translate(RECALL_LABELS[Recall(finding.recall)])]
    if finding.context != Context.OVERALL:
        parts.append(translate(CONTEXT_LABELS[Context(finding.context)]))
    if finding.after_treatment:
        parts.append(translate(gettext_noop("after treatment")))
    return listed(parts, translate)


def measure_name(finding: AlignmentFinding, translate: Translate) -> str:
    """Name what was measured and on which side: ``Knee flexion, right``."""
    measure = Message(MEASURES[finding.measure].label)
    if finding.side == "none":
        return measure.text(translate)
    params = {"measure": measure, "side": Message(SIDE_LABELS[finding.side])}
    return Message(MEASURE_WITH_SIDE, params).text(translate)


def method_name(measure: str, method: str | None, translate: Translate) -> str:
    """Name how it was measured; an unknown code is shown as it is."""
    label = MEASURES[measure].label_of_method(method or "")
    return translate(label) if label else (method or NOTHING)


def conditions(finding: AlignmentFinding, translate: Translate) -> str:
    """Say how a series was measured: the method, then posture, footwear, lift and timing if recorded."""
    parts = [method_name(finding.measure, finding.method, translate)]
    if finding.posture and finding.posture != Posture.UNKNOWN:
        parts.append(translate(POSTURE_LABELS[Posture(finding.posture)]))
    if finding.footwear:
        parts.append(translate(FOOTWEAR.get(finding.footwear, finding.footwear)))
    if finding.lift:
        parts.append(translate(gettext_noop("with a lift")))
    if finding.after_treatment:
        parts.append(translate(gettext_noop("after treatment")))
    return listed(parts, translate)


def series_name(finding: AlignmentFinding, translate: Translate) -> str:
    """Name a series in full: ``Pelvic obliquity (palpation meter, standing)``."""
    return detailed(measure_name(finding, translate), conditions(finding, translate), translate)


def band_in_words(finding: AlignmentFinding, translate: Translate) -> str | None:
    """Write the population band that holds for this person: ``−1.5° to 1.5°``; None without one."""
    low, high = (
        None if end is None else with_unit(number(end), finding.unit)
        for end in (finding.reference_low, finding.reference_high)
    )
    if low and high:
        return Message(gettext_noop("%(low)s to %(high)s"), {"low": low, "high": high}).text(translate)
    if low:
        return Message(gettext_noop("%(low)s or more"), {"low": low}).text(translate)
    return Message(gettext_noop("%(high)s or less"), {"high": high}).text(translate) if high else None


def refusal(finding: PainFinding | AlignmentFinding, translate: Translate) -> str | None:
    """Say why a finding gives no verdict; None if it gives one."""
    reasons = [in_words(reason) for reason in refusals_in(finding.reasons)]
    if finding.status == "ok" or not reasons:
        return None
    return Message(gettext_noop("No verdict: %(reasons)s"), {"reasons": joined(reasons)}).text(translate)


def summary(finding: PainFinding | AlignmentFinding, translate: Translate) -> str:
    """Say a series' numbers in one line: n, baseline, latest, change, limits; and why there is no verdict."""
    unit = "" if isinstance(finding, PainFinding) else finding.unit
    figures = [
        (gettext_noop("n = %(figure)s"), str(finding.n)),
        (gettext_noop("baseline %(figure)s"), with_unit(number(finding.baseline), unit)),
        (gettext_noop("latest %(figure)s"), with_unit(number(finding.latest), unit)),
        (gettext_noop("change %(figure)s"), with_unit(signed(finding.change), unit)),
        _limit(finding),
    ]
    known = [Message(text, {"figure": figure}).text(translate) for text, figure in figures if figure != NOTHING]
    numbers, why = listed(known, translate), refusal(finding, translate)
    return in_sequence([ended(numbers, translate), why], translate) if why else numbers


def _limit(finding: PainFinding | AlignmentFinding) -> tuple[str, str]:
    """Give what a change is read against: the important fall in pain, or the measurement error."""
    if isinstance(finding, PainFinding):
        return gettext_noop("important at ≤ %(figure)s"), number(finding.target)
    return gettext_noop("measurement error ±%(figure)s"), limit(finding)
