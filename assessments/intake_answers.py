"""What a patient is asked before the first examination, and what the answers look like. Pure.

Not answered is null or left out, never zero and never "no".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from assessments.pain_regions import Recall
from clinic.common.wording import gettext_noop

ASKED_RECALLS = (Recall.AVERAGE_7D, Recall.WORST_7D, Recall.NOW)
"""The average is asked first and of everybody; the others are optional."""

LONGEST_TEXT = 2000
LONGEST_LINE = 200
HOURS_OF_A_DAY = 24.0

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "complaint": gettext_noop("What brings you here?"),
        "onset_date": gettext_noop("Since when?"),
        "sitting_hours": gettext_noop("How many hours a day do you sit?"),
        "sports": gettext_noop("Which sports do you do?"),
        "remark": gettext_noop("Anything else we should know?"),
    }
)

YES, NO, UNKNOWN = "yes", "no", "unknown"
REPLIES: Mapping[str, str] = MappingProxyType(
    {YES: gettext_noop("Yes"), NO: gettext_noop("No"), UNKNOWN: gettext_noop("I don’t know")}
)


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One warning question: as the patient reads it, and in a few words for the therapist."""

    question: str
    label: str


RED_FLAGS: Mapping[str, RedFlag] = MappingProxyType(
    {
        "accident": RedFlag(
            gettext_noop("Did it begin with a fall, a blow or an accident?"),
            gettext_noop("fall, blow or accident"),
        ),
        "fever": RedFlag(
            gettext_noop("Have you had fever, shivering or a serious infection in the last weeks?"),
            gettext_noop("fever or infection"),
        ),
        "weight_loss": RedFlag(
            gettext_noop("Have you lost weight without wanting to?"),
            gettext_noop("weight loss"),
        ),
        "night_pain": RedFlag(
            gettext_noop("Does the pain wake you at night and stay, however you lie?"),
            gettext_noop("night pain in every position"),
        ),
        "saddle": RedFlag(
            gettext_noop("Do you feel numb between the legs, or have trouble holding or passing urine or stool?"),
            gettext_noop("numb saddle area, bladder or bowel"),
        ),
        "weakness": RedFlag(
            gettext_noop("Has an arm or a leg become weak, or has walking become unsteady?"),
            gettext_noop("new weakness or unsteady gait"),
        ),
        "cancer": RedFlag(
            gettext_noop("Have you, or have you had, cancer?"),
            gettext_noop("cancer now or earlier"),
        ),
        "bones": RedFlag(
            gettext_noop("Do you have weak bones (osteoporosis), or have you taken cortisone for months?"),
            gettext_noop("osteoporosis or long-term cortisone"),
        ),
    }
)
"""A yes asks the therapist to look; it is no score and makes no diagnosis."""


@dataclass(frozen=True, slots=True)
class PainAnswer:
    """How much one region hurts on one side: 0 to 10 for each span of time that was answered."""

    region: str
    side: str
    ratings: Mapping[Recall, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """One filled-in sheet. ``onset_unknown``: the patient says that they do not know when it began."""

    complaint: str = ""
    pain: tuple[PainAnswer, ...] = ()
    onset_date: dt.date | None = None
    onset_unknown: bool = False
    sitting_hours: float | None = None
    sports: str = ""
    red_flags: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""

    @property
    def says_anything(self) -> bool:
        """Whether anything was answered that a therapist can begin with."""
        return bool(self.complaint or self.pain or self.remark)

    @property
    def flags(self) -> list[str]:
        """The warning questions that were answered with yes, by code."""
        return [code for code in RED_FLAGS if self.red_flags.get(code) == YES]

    @property
    def main_pain(self) -> PainAnswer | None:
        """The region that hurts most on average; of equals the first on the sheet."""
        rated = [one for one in self.pain if one.ratings.get(Recall.AVERAGE_7D)]
        return max(rated, key=lambda one: one.ratings[Recall.AVERAGE_7D], default=None)

    def as_json(self) -> dict[str, Any]:
        """The answers as they are stored."""
        return {
            "complaint": self.complaint,
            "pain": [{"region": one.region, "side": one.side, "ratings": dict(one.ratings)} for one in self.pain],
            "onset_date": self.onset_date.isoformat() if self.onset_date else None,
            "onset_unknown": self.onset_unknown,
            "sitting_hours": self.sitting_hours,
            "sports": self.sports,
            "red_flags": dict(self.red_flags),
            "remark": self.remark,
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Answers:
        """The answers that ``as_json`` stored."""
        pain = (PainAnswer(one["region"], one["side"], _in_order(one["ratings"])) for one in stored["pain"])
        onset = stored["onset_date"]
        read = {"pain": tuple(pain), "onset_date": dt.date.fromisoformat(onset) if onset else None}
        return cls(**{**stored, **read})


def _in_order(ratings: Mapping[str, int]) -> dict[Recall, int]:
    """As they are asked: the database keeps no order of keys."""
    return {recall: ratings[recall] for recall in ASKED_RECALLS if recall in ratings}
