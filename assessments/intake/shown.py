"""A sheet as the therapist reads it: the answers in words, and those that ask for a look."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.intake_answers import ASKED_RECALLS, RED_FLAGS, REPLIES, YES, Answers
from assessments.models import Intake
from assessments.pain_regions import REGIONS
from patients.body_regions import SIDE_LABELS
from patients.models import Patient


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that nobody has looked through: ``flags`` counts the warning questions answered with yes."""

    uuid: str
    answered_at: dt.datetime
    flags: int


def with_waiting(patients: QuerySet[Patient]) -> QuerySet[Patient]:
    """The patients with their sheets that wait, for ``waiting_of``: read for those who treat, in the same query."""
    told = JSONObject(uuid="uuid", answered_at="answered_at", red_flags="answers__red_flags")
    sheets = Intake.objects.filter(patient=OuterRef("pk")).waiting().values(told=told)
    return patients.annotate(waiting_sheets=ArraySubquery(sheets))


def waiting_of(patient: Any) -> list[Waiting]:
    """The sheets of a patient who was read ``with_waiting``, the longest waiting first."""
    return [
        Waiting(one["uuid"], dt.datetime.fromisoformat(one["answered_at"]), list(one["red_flags"].values()).count(YES))
        for one in patient.waiting_sheets
    ]


def waiting_for(patient: Patient) -> list[Waiting]:
    """The patient's sheets that wait, for a page of those who treat; one query."""
    return waiting_of(with_waiting(Patient.objects.filter(pk=patient.pk)).get())


@dataclass(frozen=True, slots=True)
class PainLine:
    """One region and side: the average, the worst and now; "–" where nothing was answered."""

    name: str
    ratings: Sequence[str]


@dataclass(frozen=True, slots=True)
class FlagLine:
    """One warning question with the reply in words; ``alarming`` if it is yes."""

    question: str
    reply: str
    alarming: bool


def pain_lines(answers: Answers) -> list[PainLine]:
    return [
        PainLine(named(one.region, one.side), [str(one.ratings.get(recall, "–")) for recall in ASKED_RECALLS])
        for one in answers.pain
    ]


def flag_lines(answers: Answers) -> list[FlagLine]:
    """Every question, also those that were left out."""
    replies = {code: answers.red_flags.get(code, "") for code in RED_FLAGS}
    return [
        FlagLine(_(RED_FLAGS[code].question), _(REPLIES[reply]) if reply else _("no answer"), reply == YES)
        for code, reply in replies.items()
    ]


def flag_label(code: str) -> str:
    """The warning in a few words, as it is noted on an episode."""
    return _(RED_FLAGS[code].label)


def named(region: str, side: str) -> str:
    """A region with its side, for example “Knee, left”."""
    name = capfirst(_(REGIONS[region].label))
    return name if side == "none" else f"{name}, {_(SIDE_LABELS[side])}"
