"""Findings in careful sentences: what was observed, in numbers, never why.

Every sentence is a fixed template with named gaps; `translate` turns a template into the reader's language.
"""

from collections.abc import Callable, Iterator, Sequence

from assessments.derived import SINGLE_LEG_NOT_TRENDED
from assessments.measures import MEASURES
from clinic.common.wording import Message
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding, PatientFindings
from treatments.outcomes.findings.points import Pair
from treatments.outcomes.findings.prespecified import DEVIATION
from treatments.outcomes.narrative.changed import change_messages
from treatments.outcomes.narrative.companions import index_messages, pair_messages
from treatments.outcomes.narrative.headlines import HEADLINES
from treatments.outcomes.narrative.names import (
    measure_name,
    number,
    pain_name,
    signed,
    signed_quantity,
    smallest_change,
)
from treatments.outcomes.narrative.notes import note_messages, notes_on
from treatments.outcomes.narrative.reasons import HEADLINE_NOTES, NOTES, in_words, joined, refusals_in
from treatments.outcomes.narrative.sentences import (
    ALIGNMENT,
    LIMITATIONS,
    NO_CHANGE_GIVEN,
    NO_MEASUREMENTS,
    NO_PAIN,
    NOT_FOLLOWED,
    PAIN,
    TREND,
    TREND_WITHOUT_INTERVAL,
    UNCLASSIFIED,
    UNCLASSIFIED_WITHOUT_ERROR,
)

Translate = Callable[[str], str]


def untranslated(message: str) -> str:
    """Leave an English sentence as it is."""
    return message


def narrative(findings: PatientFindings, translate: Translate = untranslated) -> tuple[str, ...]:
    """Put a patient's findings into sentences, the answer in short first, then what belongs to the details."""
    messages = (*_in_short(findings), *_details(findings))
    return tuple(_capitalised(message.text(translate)) for message in messages)


def sentences_in_short(findings: PatientFindings) -> int:
    """Count the sentences at the beginning of the narrative that are the answer in short."""
    return len(list(_in_short(findings)))


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def limitations(translate: Translate = untranslated) -> tuple[str, ...]:
    """Give the sentences that belong on every page that shows a change."""
    return tuple(translate(sentence) for sentence in LIMITATIONS)


def _in_short(findings: PatientFindings) -> Iterator[Message]:
    """Say how each painful place and alignment changed, what of it exceeds its error, and what to know beside that."""
    pain, alignment = _told(findings)
    heads = list(_heads(findings.prespecified, pain, alignment))
    yield from (_headline(*head) for head in heads)
    yield from (_pain(found) for found in pain if found not in [head[0] for head in heads])
    if not pain:
        yield Message(NO_PAIN)
    yield from change_messages(findings.alignment)
    if not findings.alignment:
        yield Message(NO_MEASUREMENTS)
    yield from note_messages(notes_on((*pain, *alignment), HEADLINE_NOTES), findings.alignment)


def _details(findings: PatientFindings) -> Iterator[Message]:
    pain, alignment = _told(findings)
    headed = [measure for _, measure in _heads(findings.prespecified, pain, alignment)]
    yield from (_alignment(found) for found in alignment if found not in headed)
    yield from index_messages(findings.index)
    yield from _trends(pain)
    yield from pair_messages(findings.pairs)
    yield from note_messages(notes_on((*pain, *alignment), NOTES - HEADLINE_NOTES), findings.alignment)
    yield from _not_followed(findings.alignment, alignment)


def _told(findings: PatientFindings) -> tuple[list[PainFinding], list[AlignmentFinding]]:
    """Keep the series that sentences are about: the main ones, others with a verdict, and every change of alignment.

    No change that the first table lists, with a verdict or without one, is passed over in words.
    """
    pain = [found for found in findings.pain if found.main or found.status == "ok"]
    return pain, [found for found in findings.alignment if found.main or found.change is not None]


def _not_followed(everything: Sequence[AlignmentFinding], told: Sequence[AlignmentFinding]) -> Iterator[Message]:
    """Say of single legs why they are not followed, unless their difference is told."""
    followed = {MEASURES[found.measure].derived_from for found in told}
    for found in everything:
        if SINGLE_LEG_NOT_TRENDED in found.reasons and found.measure not in followed:
            yield Message(NOT_FOLLOWED, {"series": measure_name(found), "why": _why(found), "visits": found.n})


def _heads(
    prespecified: Sequence[Pair], pain: Sequence[PainFinding], alignment: Sequence[AlignmentFinding]
) -> Iterator[tuple[PainFinding, AlignmentFinding]]:
    """Choose for each painful place the first pre-specified measure with a class, a judged one before others.

    The order of pairs is fixed beforehand; nobody picks the measure that moved most.
    """
    judged = {(found.measure, found.side): found for found in alignment if found.main and found.classification}
    for found in pain:
        measures = [
            (pair.measure, pair.measure_side)
            for pair in prespecified
            if pair.exposure == DEVIATION and (pair.region, pair.side) == (found.region, found.side)
        ]
        partners = [judged[measure] for measure in measures if measure in judged]
        partners.sort(key=lambda partner: partner.classification == "not_comparable")
        if found.main and found.response and partners:
            yield found, partners[0]


def _headline(pain: PainFinding, alignment: AlignmentFinding) -> Message:
    template = HEADLINES[str(pain.response), str(alignment.classification)]
    return Message(template, {**_pain_figures(pain), **_alignment_figures(alignment)})


def _pain(found: PainFinding) -> Message:
    if found.response is None:
        return _no_change_given(pain_name(found), found)
    return Message(PAIN[found.response], _pain_figures(found))


def _alignment(found: AlignmentFinding) -> Message:
    if found.classification is not None:
        return Message(ALIGNMENT[found.classification], _alignment_figures(found))
    if found.change is None:
        return _no_change_given(measure_name(found), found)
    template = UNCLASSIFIED_WITHOUT_ERROR if found.mdc95 is None else UNCLASSIFIED
    return Message(template, _alignment_figures(found))


def _no_change_given(name: Message, found: PainFinding | AlignmentFinding) -> Message:
    return Message(NO_CHANGE_GIVEN, {"series": name, "why": _why(found), "visits": found.n})


def _why(found: PainFinding | AlignmentFinding) -> Message:
    return joined(in_words(reason) for reason in refusals_in(found.reasons))


def _pain_figures(found: PainFinding) -> dict[str, Message | str]:
    figures = {"points": found.change, "pain_from": found.baseline, "pain_to": found.latest}
    written = {name: number(abs(value)) for name, value in figures.items() if value is not None}
    return {"region": pain_name(found), **written}


def _alignment_figures(found: AlignmentFinding) -> dict[str, Message | str]:
    ends = {"start": found.baseline, "end": found.latest}
    written = {name: signed_quantity(value, found.measure) for name, value in ends.items() if value is not None}
    if found.mdc95 is not None:
        written["mdc95"] = smallest_change(found.mdc95, found.unit, found.change)
    why = {"why": _why(found)} if refusals_in(found.reasons) else {}
    return {"measure": measure_name(found), **written, **why}


def _trends(pain: Sequence[PainFinding]) -> Iterator[Message]:
    for found in pain:
        if found.slope_per_week is not None:
            template, more = _interval(found)
            slope = signed(found.slope_per_week)
            yield Message(template, {"region": pain_name(found), "visits": found.n, "slope": slope, **more})


def _interval(found: PainFinding) -> tuple[str, dict[str, Message | str]]:
    """How to tell a trend, and the ends of its interval or why it has none."""
    if found.slope_ci95 is None:
        why = joined(in_words(reason) for reason in found.reasons if reason.startswith("slope_"))
        return TREND_WITHOUT_INTERVAL, {"why": why}
    low, high = map(signed, found.slope_ci95)
    return TREND, {"low": low, "high": high}
