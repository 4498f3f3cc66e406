"""Everything that stands in the letter that goes out with a patient's report, as plain data. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from assessments.instruments import GLOBAL_CHANGE
from clinic.common.wording import Message, gettext_noop
from patients.body_regions import REGION_LABELS, SIDE_LABELS
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.charts.selection import sessions_shown
from treatments.outcomes.charts.words import Translate, capitalised, in_english
from treatments.outcomes.document.content import Identity, Pairs
from treatments.outcomes.document.order import parted
from treatments.outcomes.document.printed import Figure
from treatments.outcomes.document.tables import alignment_results, course_of_treatment, pain_results
from treatments.outcomes.findings.finding import PatientFindings
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.narrative.days import full_day
from treatments.outcomes.narrative.joining import together
from treatments.outcomes.narrative.patient import sentences_in_short
from treatments.outcomes.narrative.sentences import MEANS_OF_VISITS, REGION_WITH_SIDE

LETTER = "letter.pdf"
"""The file that goes to the referrer; only a report asked for at discharge has it."""

WORDS = {
    "subject": gettext_noop("End of treatment"),
    "to": gettext_noop("To"),
    "greeting": gettext_noop("Dear colleague,"),
    "course": gettext_noop("The course in figures"),
    "pain": gettext_noop("Pain, 0 to 10"),
    "alignment": gettext_noop("Alignment"),
    "end": gettext_noop("How it ended"),
    "next": gettext_noop("Next steps"),
    "means": MEANS_OF_VISITS,
    "caution": gettext_noop("The figures describe this course; they do not say what brought the changes about."),
    "enclosed": gettext_noop("Enclosed: outcome report, with charts and how each figure was computed."),
    "closing": gettext_noop("Yours sincerely,"),
    "page": gettext_noop("Page"),
    "of": gettext_noop("of"),
    "substituted": gettext_noop(
        "〓 stands for a character that this document cannot print; the record has the full spelling."
    ),
}
TREATED_BY = gettext_noop("This patient was treated here by %(therapists)s %(days)s.")
TREATED = gettext_noop("This patient was treated here %(days)s.")
NOT_TREATED = gettext_noop("The treatment was opened on %(day)s; no session was completed.")
BETWEEN = gettext_noop("from %(first)s to %(last)s")
ON_ONE_DAY = gettext_noop("on %(day)s")
COMPLAINT = gettext_noop("The complaint was pain: %(where)s.")
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "goal_met": gettext_noop("The treatment ended on %(day)s; its goal was met."),
        "no_improvement": gettext_noop("The treatment ended on %(day)s without enough improvement."),
        "stopped_coming": gettext_noop("The patient stopped coming; the treatment was closed on %(day)s."),
        "referred_on": gettext_noop("The treatment ended on %(day)s; the patient was referred on."),
        "other": gettext_noop("The treatment ended on %(day)s."),
    }
)
IMPRESSION = gettext_noop("Asked for the change since the beginning, the patient said: %(answer)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says besides the figures, as it was written at discharge.

    ``reason`` is a code of the episode's close reasons, ``pgic`` the global impression of change (1 to 7), None
    when it was not asked. ``next_steps`` are the author's own words. ``therapists`` are the names of those who
    completed sessions, added when the report is asked for; a letter that was stored before has none.
    """

    recipient: str
    address: str
    author: str
    region: str
    side: str
    opened_on: date
    closed_on: date
    reason: str
    pgic: int | None = None
    next_steps: str = ""
    therapists: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The letter as it is stored with the report."""
        days = {"opened_on": self.opened_on.isoformat(), "closed_on": self.closed_on.isoformat()}
        names = ("recipient", "address", "author", "region", "side", "reason", "pgic", "next_steps", "therapists")
        return {**{name: getattr(self, name) for name in names}, **days}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The letter as it was stored."""
        days = {name: date.fromisoformat(stored[name]) for name in ("opened_on", "closed_on")}
        return cls(**{**stored, **days, "therapists": tuple(stored.get("therapists", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterData:
    """The whole letter. ``cutoff`` dates the file, so that the same report gives the same bytes."""

    language: str
    paper: str
    clinic: str
    address: tuple[str, ...]
    recipient: str
    day: str
    names: tuple[str, ...]
    facts: Pairs
    opening: tuple[str, ...]
    summary: tuple[str, ...]
    pain: Table
    alignment: Table
    ending: tuple[str, ...]
    next_steps: tuple[str, ...]
    author: str
    cutoff: datetime
    figures: tuple[Figure, ...] = ()
    words: dict[str, str] = field(default_factory=lambda: dict(WORDS))
    layout: ClassVar[str] = "letter.typ"


def letter_document(
    findings: PatientFindings,
    inputs: PatientInputs,
    identity: Identity,
    letter: Letter,
    narrative: Sequence[str],
    translate: Translate = in_english,
) -> LetterData:
    """Put together the letter: the report's own sentences and tables between what its author wrote."""
    return LetterData(
        language=identity.language,
        paper=identity.paper,
        clinic=identity.clinic,
        address=tuple(filter(None, letter.address.splitlines())),
        recipient=letter.recipient,
        day=full_day(letter.closed_on, translate),
        names=identity.names,
        facts=identity.facts,
        opening=(
            _treated(letter, inputs, translate),
            _complaint(letter, translate),
            course_of_treatment(inputs, translate),
        ),
        summary=tuple(capitalised(sentence) for sentence in narrative[: sentences_in_short(findings)]),
        pain=pain_results(parted(findings.pain).first, translate),
        # What has no change to tell, such as one leg alone, is explained in the report that is enclosed.
        alignment=alignment_results(
            [found for found in parted(findings.alignment).first if found.change is not None], translate
        ),
        ending=_ending(letter, translate),
        next_steps=tuple(filter(None, letter.next_steps.splitlines())),
        author=letter.author,
        cutoff=findings.cutoff,
        words={name: translate(text) for name, text in WORDS.items()},
    )


def _treated(letter: Letter, inputs: PatientInputs, translate: Translate) -> str:
    """Say who treated the patient from the first to the last completed session: who signs may be somebody else."""
    days = [session.starts_at.astimezone(ZoneInfo(inputs.zone)).date() for session in sessions_shown(inputs)]
    if not days:
        return Message(NOT_TREATED, {"day": full_day(letter.opened_on, translate)}).text(translate)
    first, last = full_day(days[0], translate), full_day(days[-1], translate)
    when = Message(ON_ONE_DAY, {"day": first}) if first == last else Message(BETWEEN, {"first": first, "last": last})
    if not letter.therapists:
        return Message(TREATED, {"days": when}).text(translate)
    return Message(TREATED_BY, {"therapists": together(letter.therapists, translate), "days": when}).text(translate)


def _complaint(letter: Letter, translate: Translate) -> str:
    where: Message | str = Message(REGION_LABELS[letter.region])
    if letter.side != "none":
        where = Message(REGION_WITH_SIDE, {"region": where, "side": Message(SIDE_LABELS[letter.side])})
    return Message(COMPLAINT, {"where": where}).text(translate)


def _ending(letter: Letter, translate: Translate) -> tuple[str, ...]:
    ending = Message(ENDINGS[letter.reason], {"day": full_day(letter.closed_on, translate)})
    if letter.pgic is None:
        return (ending.text(translate),)
    impression = Message(IMPRESSION, {"answer": Message(GLOBAL_CHANGE[letter.pgic])})
    return (ending.text(translate), impression.text(translate))
