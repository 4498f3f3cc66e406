"""Everything that stands on the printed sheet of a patient's home exercises, as plain data. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.words import Translate, capitalised, in_english
from treatments.outcomes.document.printed import Figure
from treatments.outcomes.narrative.days import full_day

WORDS = {
    "title": gettext_noop("Your home exercises"),
    "dose": gettext_noop("How often"),
    "not_if": gettext_noop("Leave it out if this applies to you"),
    "seen": gettext_noop("Picture or video"),
    "stop": gettext_noop("Stop and tell us if an exercise makes your pain clearly worse or feels wrong."),
    "by": gettext_noop("Handed out by"),
    "page": gettext_noop("Page"),
    "of": gettext_noop("of"),
    "substituted": gettext_noop(
        "〓 stands for a character that this document cannot print; the record has the full spelling."
    ),
}
DAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)
"""The days as a sheet names them, Monday first."""
EVERY_DAY = gettext_noop("every day")
SETS = gettext_noop("%(number)s sets")
ONE_SET = gettext_noop("1 set")
REPETITIONS = gettext_noop("%(number)s times")
HOLD = gettext_noop("hold for %(number)s seconds")
SIDES = {"left": gettext_noop("left side"), "right": gettext_noop("right side")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescribedExercise:
    """One exercise with its dose, in the language of its texts. None and "": not said."""

    name: str
    instructions: str
    contra_indications: str
    language: str
    media_url: str = ""
    side: str = "none"
    sets: int | None = None
    repetitions: int | None = None
    hold_seconds: int | None = None
    weekdays: tuple[int, ...] = ()
    """1 Monday to 7 Sunday; none: every day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExercise:
    """One exercise as the page shows it."""

    name: str
    lines: tuple[str, ...]
    dose: str
    not_if: str
    media_url: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSheet:
    """The whole sheet. ``cutoff`` dates the file."""

    language: str
    paper: str
    clinic: str
    address: tuple[str, ...]
    names: tuple[str, ...]
    day: str
    author: str
    exercises: tuple[ShownExercise, ...]
    cutoff: datetime
    figures: tuple[Figure, ...] = ()
    words: dict[str, str] = field(default_factory=lambda: dict(WORDS))
    layout: ClassVar[str] = "exercise_sheet.typ"


def exercise_sheet(
    exercises: Sequence[PrescribedExercise],
    *,
    clinic: str,
    address: str,
    names: tuple[str, ...],
    author: str,
    day: date,
    cutoff: datetime,
    language: str,
    paper: str,
    translate: Translate = in_english,
) -> ExerciseSheet:
    """Put together the sheet; ``language`` is a BCP 47 tag, and that of ``translate``."""
    return ExerciseSheet(
        language=language,
        paper=paper,
        clinic=clinic,
        address=tuple(filter(None, address.splitlines())),
        names=names,
        day=full_day(day, translate),
        author=author,
        exercises=tuple(_shown(one, translate) for one in exercises),
        cutoff=cutoff,
        words={name: translate(text) for name, text in WORDS.items()},
    )


def _shown(exercise: PrescribedExercise, translate: Translate) -> ShownExercise:
    return ShownExercise(
        name=exercise.name,
        lines=tuple(filter(None, exercise.instructions.splitlines())),
        dose=dose_in_words(exercise, translate),
        not_if=exercise.contra_indications,
        media_url=exercise.media_url,
        language=exercise.language,
    )


def dose_in_words(exercise: PrescribedExercise, translate: Translate) -> str:
    """``3 sets · 10 times · hold for 5 seconds · left side · Mon, Wed, Fri``; only what was prescribed."""
    parts: list[Message | None] = [
        Message(SIDES[exercise.side]) if exercise.side in SIDES else None,
        Message(ONE_SET) if exercise.sets == 1 else _counted(SETS, exercise.sets),
        _counted(REPETITIONS, exercise.repetitions),
        _counted(HOLD, exercise.hold_seconds),
    ]
    said = [part.text(translate) for part in parts if part]
    days = ", ".join(translate(DAYS[day - 1]) for day in sorted(exercise.weekdays)) or translate(EVERY_DAY)
    return capitalised(" · ".join([*said, days]))


def _counted(sentence: str, number: int | None) -> Message | None:
    return None if number is None else Message(sentence, {"number": str(number)})
