"""What a measure is: its unit, its sign, its limits, and how exact each method of taking it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from math import inf, sqrt
from types import MappingProxyType

from clinic.common.wording import Message, gettext_noop

NORMAL_95 = 1.96  # two-sided 95 % quantile of the normal distribution
FIRST_EDITION = date(2026, 11, 22)  # the day the figures without another date entered the catalogue


class Side(StrEnum):
    """The side of the body; ``none`` for what has no side."""

    LEFT = "left"
    RIGHT = "right"
    NONE = "none"


class Unit(StrEnum):
    """Canonical units, spelled as in UCUM: millimetres for lengths, degrees for angles."""

    MM = "mm"
    DEG = "deg"

    def amount(self, value: float) -> str:
        """Write a value with its unit for a person: ``12.5 mm``, ``−3°``. No entered digit is lost."""
        number = f"{value:.12g}".replace("-", "−")
        return f"{number} mm" if self is Unit.MM else f"{number}°"


class Posture(StrEnum):
    """How the body was held during the reading; another posture starts another series."""

    STANDING = "standing"
    SUPINE = "supine"
    PRONE = "prone"
    SITTING = "sitting"
    UNKNOWN = "unknown"


POSTURE_LABELS: Mapping[Posture, str] = MappingProxyType(
    {
        Posture.STANDING: gettext_noop("standing"),
        Posture.SUPINE: gettext_noop("supine"),
        Posture.PRONE: gettext_noop("prone"),
        Posture.SITTING: gettext_noop("sitting"),
        Posture.UNKNOWN: gettext_noop("unknown"),
    }
)


class Evidence(StrEnum):
    """Where a measurement error comes from.

    sourced: read in the named source. derived: arithmetic on a figure of the source. provisional: a starting
    value that a clinic should replace by its own repeatability study. unknown: no figure, so no verdict.
    """

    SOURCED = "sourced"
    DERIVED = "derived"
    PROVISIONAL = "provisional"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Interval:
    """A closed range in the measure's canonical unit; None means open at that end.

    Raises ValueError if both ends are open or the low end lies above the high one.
    """

    low: float | None
    high: float | None

    def __post_init__(self) -> None:
        low, high = self._ends()
        if not low <= high or (low, high) == (-inf, inf):
            raise ValueError(f"{self.low} to {self.high} is no range.")

    def contains(self, value: float) -> bool:
        """Say whether the value lies in the range, ends included. NaN lies nowhere."""
        low, high = self._ends()
        return low <= value <= high

    def distance(self, value: float) -> float:
        """Give the distance to the nearest end, never negative, 0 inside: the deviation of a reading."""
        low, high = self._ends()
        return max(low - value, value - high, 0.0)

    def in_words(self, unit: Unit) -> Message:
        """Write the range for a person: ``-6° to 6°``, ``130° or more``, ``10 mm or less``."""
        low, high = (unit.amount(end) for end in self._ends())
        if self.low is None:
            return Message(gettext_noop("%(high)s or less"), {"high": high})
        if self.high is None:
            return Message(gettext_noop("%(low)s or more"), {"low": low})
        return Message(gettext_noop("%(low)s to %(high)s"), {"low": low, "high": high})

    def _ends(self) -> tuple[float, float]:
        return -inf if self.low is None else self.low, inf if self.high is None else self.high


def mdc95(sem: float, baseline_visits: int = 1, follow_up_visits: int = 1) -> float:
    """Give the smallest change that measurement error alone passes in only 5 % of unchanged people.

    1.96 * SEM * sqrt(1/m + 1/n), in the unit of the SEM, never rounded. m and n count visits whose mean is
    compared, never readings within a visit: their errors are not independent. With one visit each this is
    2.772 * SEM. Source: Weir 2005, J Strength Cond Res 19:231.
    Raises ValueError for a SEM that is not positive or fewer than one visit.
    """
    if not sem > 0:
        raise ValueError(f"The measurement error must be a positive number, not {sem}.")
    if baseline_visits < 1 or follow_up_visits < 1:
        raise ValueError(f"Each mean needs at least one visit, not {baseline_visits} and {follow_up_visits}.")
    return NORMAL_95 * sem * sqrt(1 / baseline_visits + 1 / follow_up_visits)


@dataclass(frozen=True)
class Method:
    """One way of taking a measure, with its standard error of measurement (SEM).

    The SEMs are in the unit of the measure. None means that no figure is known ("sem_unknown"): readings are
    shown but their change is never classified. ``valid_from`` is the day the figure entered the catalogue.
    ``enterable`` is False where the value is only ever computed from two other readings. ``posture`` is the
    one that the method prescribes, None if it leaves it open.
    """

    code: str
    label: str
    sem_same_rater: float | None
    sem_different_rater: float | None
    evidence: Evidence
    source: str
    valid_from: date = FIRST_EDITION
    enterable: bool = True
    posture: Posture | None = None

    def sem(self, same_rater: bool) -> float | None:
        """Give the SEM between two readings by one rater, or by two (also when a rater is unknown).

        For two raters the larger figure counts. None: unknown.
        """
        if same_rater:
            return self.sem_same_rater
        if self.sem_same_rater is None or self.sem_different_rater is None:
            return self.sem_different_rater
        return max(self.sem_same_rater, self.sem_different_rater)

    def mdc95(self, same_rater: bool) -> float | None:
        """Give the MDC95 between two single visits, unrounded. None: the SEM is unknown."""
        sem = self.sem(same_rater)
        return None if sem is None else mdc95(sem)

    def of_difference(self) -> Method:
        """Give the method of right minus left: two independent errors make sqrt(2) times that of one side."""
        return replace(
            self,
            sem_same_rater=None if self.sem_same_rater is None else sqrt(2) * self.sem_same_rater,
            sem_different_rater=None if self.sem_different_rater is None else sqrt(2) * self.sem_different_rater,
            evidence=Evidence.UNKNOWN if self.sem_same_rater is None else Evidence.DERIVED,
            enterable=False,
        )


UNKNOWN_METHOD = Method(
    "unknown",
    gettext_noop("Method not recorded"),
    None,
    None,
    Evidence.UNKNOWN,
    gettext_noop("Nobody knows how it was taken, as on old paper records: it is shown and never compared."),
    posture=Posture.UNKNOWN,
)
"""What stands for the method of a reading when nobody wrote it down. It is no method of any measure."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A quantity of alignment, with everything the rest of the product derives from it.

    ``positive`` and ``negative`` are the words at the two ends of the axis; ``sign`` says the convention in a
    sentence. ``hard`` bounds are refused by forms, API and database; ``soft`` bounds only warn. ``reference``
    is a population band, not a health target; None means that a change has no good or bad direction.
    ``neutral`` is for display only. ``bounds_source`` says where bounds and band come from, and ``caution``
    what the figure cannot tell. ``derived_from`` names the measure whose left and right readings it is
    computed from; ``enterable`` is False if it is never typed in. ``difference_of_legs`` marks the measures
    for which the shorter side counts as established only beyond the MDC95. ``feasibility_caution`` marks
    bony quantities: a change beyond the MDC95 within weeks is more likely stance, rotation or technique.
    ``posture`` is the one that the definition prescribes, unknown if it leaves it open.
    """

    code: str
    label: str
    definition: str
    unit: Unit
    sides: tuple[Side, ...]
    positive: str
    negative: str
    sign: str
    hard: Interval
    soft: Interval
    reference: Interval | None
    neutral: float | None
    bounds_source: str
    caution: str
    methods: Mapping[str, Method] = field(hash=False)
    postures: tuple[Posture, ...] = tuple(Posture)
    posture: Posture = Posture.UNKNOWN
    enterable: bool = True
    derived_from: str | None = None
    difference_of_legs: bool = False
    feasibility_caution: bool = False

    @property
    def enterable_methods(self) -> Mapping[str, Method]:
        """The methods under which a person may type in a value; none for a purely derived measure."""
        if not self.enterable:
            return {}
        return {code: method for code, method in self.methods.items() if method.enterable}

    @property
    def recordable_methods(self) -> Mapping[str, Method]:
        """What a stored reading may name: the enterable methods, and that its method is not known."""
        if not self.enterable:
            return {}
        return {**self.enterable_methods, UNKNOWN_METHOD.code: UNKNOWN_METHOD}

    def method(self, code: str) -> Method:
        """Give the method of a stored or computed reading; raises KeyError for one that the measure does not have."""
        return UNKNOWN_METHOD if code == UNKNOWN_METHOD.code else self.methods[code]

    def label_of_method(self, code: str) -> str | None:
        """Give the name of a method for a person; None for a code that this measure does not have."""
        known = {**self.methods, UNKNOWN_METHOD.code: UNKNOWN_METHOD}.get(code)
        return known.label if known else None

    @property
    def signed(self) -> bool:
        """Say whether values on both sides of 0 are usual, so that the sign by itself says a direction."""
        return self.soft.contains(0) and 0 not in (self.soft.low, self.soft.high)

    def usual_posture(self, method: str) -> Posture:
        """Give the posture that the method or the definition prescribes; unknown if neither does."""
        return self.method(method).posture or self.posture


LEFT_AND_RIGHT = (Side.LEFT, Side.RIGHT)
UNSIDED = (Side.NONE,)


def by_code(*methods: Method) -> dict[str, Method]:
    """Key methods by their code, in the given order."""
    return {method.code: method for method in methods}
