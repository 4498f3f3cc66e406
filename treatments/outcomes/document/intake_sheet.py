"""The sheet that a patient fills in with a pen, as plain data: what the page behind a link asks, on paper. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from assessments.intake_answers import QUESTIONS, RED_FLAGS, REPLIES
from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.words import Translate, in_english
from treatments.outcomes.document.printed import Figure

WORDS = {
    "title": gettext_noop("Before your visit"),
    "hello": gettext_noop(
        "Please tell us about your complaint before we begin. Leave out what you do not want to answer, and give the "
        "sheet to your therapist."
    ),
    "record": gettext_noop("Record number"),
    "date": gettext_noop("Date"),
    "where": gettext_noop("Where does it hurt, and how much?"),
    "how": gettext_noop(
        "Write on each place how much it hurt on average over the last 7 days: 0 is no pain, 10 the worst pain you can "
        "imagine."
    ),
    "sides": gettext_noop("Left and right are your own."),
    "most": gettext_noop("Of the place that hurts most"),
    "place": gettext_noop("Which place?"),
    "worst": gettext_noop("Worst of the last 7 days"),
    "now": gettext_noop("Right now"),
    "unknown": REPLIES["unknown"],
    "safety": gettext_noop("Some questions for your safety"),
    "page": gettext_noop("Page"),
    "of": gettext_noop("of"),
    "substituted": gettext_noop(
        "〓 stands for a character that this document cannot print; the record has the full spelling."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSheet:
    """The whole sheet. ``cutoff`` dates the file; ``sides`` stand below each figure, left and right of its name."""

    language: str
    paper: str
    clinic: str
    names: tuple[str, ...]
    record_number: str
    figures: tuple[Figure, ...]
    sides: tuple[tuple[str, str, str], ...]
    cutoff: datetime
    words: dict[str, str]
    questions: dict[str, str]
    warnings: tuple[str, ...]
    replies: tuple[str, ...]
    layout: ClassVar[str] = "intake_sheet.typ"


def intake_sheet(
    *,
    clinic: str,
    names: tuple[str, ...],
    record_number: str,
    figures: tuple[Figure, ...],
    sides: tuple[tuple[str, str, str], ...],
    cutoff: datetime,
    language: str,
    paper: str,
    translate: Translate = in_english,
) -> IntakeSheet:
    """Put together the sheet; ``language`` is a BCP 47 tag, and that of ``translate``."""
    return IntakeSheet(
        language=language,
        paper=paper,
        clinic=clinic,
        names=names,
        record_number=record_number,
        figures=figures,
        sides=sides,
        cutoff=cutoff,
        words={name: translate(text) for name, text in WORDS.items()},
        questions={name: translate(text) for name, text in QUESTIONS.items()},
        warnings=tuple(translate(flag.question) for flag in RED_FLAGS.values()),
        replies=tuple(translate(text) for text in REPLIES.values()),
    )
