"""Where it hurts, how pain is asked for, and which change of it matters. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assessments.catalogue.measure import Side
from clinic.common.wording import Message, gettext_noop
from patients.body_regions import REGION_LABELS, REGION_SIDES

# Numeric rating scale: whole numbers, 0 no pain, 10 worst pain imaginable. Not asked is null, never 0.
INTENSITIES = range(11)

# Below this baseline pain cannot fall enough to be called improved; the response is "not_evaluable".
NOT_EVALUABLE_BELOW = 3.0

# A rise of this many points is "worse" in every region and from every baseline.
WORSENING_POINTS = 2.0


class Recall(StrEnum):
    """The span of time a rating speaks of. Spans are never mixed in one series."""

    NOW = "now"
    AVERAGE_24H = "24h_average"
    WORST_24H = "24h_worst"
    AVERAGE_7D = "7d_average"
    WORST_7D = "7d_worst"


class Context(StrEnum):
    """What the body was doing when it hurt."""

    REST = "rest"
    MOVEMENT = "movement"
    OVERALL = "overall"


class Mode(StrEnum):
    """How the rating was given."""

    PATIENT_APP = "patient_app"
    VERBAL = "verbal"
    PAPER = "paper"


class Timing(StrEnum):
    """Whether it was taken before or after that day's treatment. The two never share a series."""

    BEFORE_TREATMENT = "before_treatment"
    AFTER_TREATMENT = "after_treatment"
    NO_TREATMENT = "no_treatment"


DEFAULT_RECALL = Recall.AVERAGE_7D
DEFAULT_CONTEXT = Context.OVERALL

RECALL_LABELS: Mapping[Recall, str] = MappingProxyType(
    {
        Recall.NOW: gettext_noop("now"),
        Recall.AVERAGE_24H: gettext_noop("average of the last 24 hours"),
        Recall.WORST_24H: gettext_noop("worst of the last 24 hours"),
        Recall.AVERAGE_7D: gettext_noop("average of the last 7 days"),
        Recall.WORST_7D: gettext_noop("worst of the last 7 days"),
    }
)
CONTEXT_LABELS: Mapping[Context, str] = MappingProxyType(
    {
        Context.REST: gettext_noop("at rest"),
        Context.MOVEMENT: gettext_noop("in movement"),
        Context.OVERALL: gettext_noop("overall"),
    }
)
MODE_LABELS: Mapping[Mode, str] = MappingProxyType(
    {
        Mode.PATIENT_APP: gettext_noop("by the patient in an app"),
        Mode.VERBAL: gettext_noop("told to the clinician"),
        Mode.PAPER: gettext_noop("on paper"),
    }
)
TIMING_LABELS: Mapping[Timing, str] = MappingProxyType(
    {
        Timing.BEFORE_TREATMENT: gettext_noop("before treatment"),
        Timing.AFTER_TREATMENT: gettext_noop("after treatment"),
        Timing.NO_TREATMENT: gettext_noop("no treatment that day"),
    }
)


@dataclass(frozen=True)
class ImportantChange:
    """The fall in pain that counts as improved: at least ``points`` AND ``fraction`` of the baseline.

    Points are of the 0-10 scale; the comparison uses every digit, nothing is rounded before it.
    """

    points: float
    fraction: float
    source: str


@dataclass(frozen=True)
class Region:
    """A place that can hurt, the sides it has, and the change that matters there."""

    code: str
    label: str
    sides: tuple[Side, ...]
    important_change: ImportantChange


CHRONIC_PAIN = ImportantChange(
    2.0, 0.30, gettext_noop("Farrar 2001: about 2 points or 30 percent in 2724 people of 10 trials.")
)
LOW_BACK_PAIN = ImportantChange(2.0, 0.30, gettext_noop("Ostelo 2008, consensus: 2 points or 30 percent."))
NECK_PAIN = ImportantChange(
    2.0, 0.30, gettext_noop("Between Cleland 2008 (1.3 points) and later studies (1.5-2.5 points).")
)
KNEE_PAIN = ImportantChange(
    2.0,
    0.30,
    gettext_noop("PMC7990728: 2 points for chronic pain; above the error of 1.33 in Alghadir 2018."),
)
SHOULDER_PAIN = ImportantChange(2.17, 0.30, gettext_noop("Michener 2011: 2.17 points."))

# Hip, arm, hand, leg and the rest have no source of their own and follow the rule for chronic pain.
_IMPORTANT_CHANGES: Mapping[str, ImportantChange] = {
    "low_back": LOW_BACK_PAIN,
    "neck": NECK_PAIN,
    "knee": KNEE_PAIN,
    "shoulder": SHOULDER_PAIN,
}

REGIONS: Mapping[str, Region] = MappingProxyType(
    {
        code: Region(
            code,
            REGION_LABELS[code],
            tuple(Side(side) for side in sides),
            _IMPORTANT_CHANGES.get(code, CHRONIC_PAIN),
        )
        for code, sides in REGION_SIDES.items()
    }
)


def unknown_region_message(code: str) -> Message:
    """Say that no pain region has this code, and which ones there are."""
    template = gettext_noop("There is no pain region “%(code)s”. Use one of: %(allowed)s.")
    return Message(template, {"code": code, "allowed": ", ".join(REGIONS)})


class UnknownRegion(KeyError):
    """No pain region has this code; ``message`` says so and can be translated."""

    def __init__(self, code: str) -> None:
        self.message = unknown_region_message(code)
        super().__init__(self.message.text())

    def __str__(self) -> str:
        return self.message.text()  # KeyError would show the sentence in quotation marks


def region(code: str) -> Region:
    """Give the region with this code, or raise UnknownRegion with the known codes."""
    try:
        return REGIONS[code]
    except KeyError:
        raise UnknownRegion(code) from None
