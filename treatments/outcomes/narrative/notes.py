"""Remarks on what the sentences say: each is said once, with everything that it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.findings.baseline import BASELINE_AFTER_START, LATEST_BEFORE_START, NO_SESSION
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.narrative.names import measure_name, pain_name
from treatments.outcomes.narrative.reasons import NOTES, in_words, joined, notes_in

Finding = PainFinding | AlignmentFinding

NOTE = gettext_noop("Please note on %(series)s: %(notes)s.")
NOTE_ON_ALL = gettext_noop("Please note: %(notes)s.")
EVERY_SERIES = gettext_noop("every alignment series with a change")

_OF_THE_WHOLE_REPORT = frozenset({NO_SESSION, "age_unknown"})
_OF_A_CHANGE = frozenset({BASELINE_AFTER_START, LATEST_BEFORE_START, NO_SESSION, "rater_changed", "rater_unknown"})


@dataclass(frozen=True, slots=True)
class Note:
    """A remark by its code, and the series that it concerns; none: it holds for the whole report."""

    code: str
    on: tuple[Finding, ...]


def notes_of(found: Finding) -> tuple[str, ...]:
    """Pick out the remarks on a series that tell something: not what could not be otherwise.

    A series without a change compares no ends. What is asked after treatment always begins after its start.
    """
    moot = _OF_A_CHANGE if found.change is None else frozenset[str]()
    if found.after_treatment:
        moot |= {BASELINE_AFTER_START}
    return tuple(note for note in notes_in(found.reasons) if note not in moot)


def notes_on(findings: Sequence[Finding], wanted: frozenset[str] = NOTES) -> list[Note]:
    """Collect the wanted remarks on several series, in the order in which they come up."""
    concerned: dict[str, list[Finding]] = {}
    for found in findings:
        for code in notes_of(found):
            if code in wanted:
                concerned.setdefault(code, []).append(found)
    return [Note(code, () if code in _OF_THE_WHOLE_REPORT else tuple(on)) for code, on in concerned.items()]


def note_messages(notes: Sequence[Note], alignment: Sequence[AlignmentFinding]) -> list[Message]:
    """Say the remarks, those on the same series in one sentence; one on every change of ``alignment`` names none."""
    followed = [found for found in alignment if found.change is not None]
    together: list[tuple[tuple[Finding, ...], list[Message]]] = []
    for note in notes:
        same = next((said for on, said in together if on == note.on), None)
        if same is None:
            together.append((note.on, same := []))
        same.append(in_words(note.code))
    return [_sentence(on, said, followed) for on, said in together]


def _sentence(on: Sequence[Finding], said: Sequence[Message], followed: Sequence[AlignmentFinding]) -> Message:
    if not on:
        return Message(NOTE_ON_ALL, {"notes": joined(said)})
    pain = [pain_name(found) for found in on if isinstance(found, PainFinding)]
    alignment = [found for found in on if isinstance(found, AlignmentFinding)]
    every = len(followed) > 1 and all(found in alignment for found in followed)
    named = [measure_name(found) for found in alignment if not (every and found in followed)]
    return Message(NOTE, {"series": joined([*pain, *[Message(EVERY_SERIES)] * every, *named]), "notes": joined(said)})
