"""What a cohort report was asked: frozen with its cut-off, so that the same question can be asked again. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from treatments.outcomes.findings.points import Precision

FORMAT = 1

Audience = Literal["internal", "sharing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPair:
    """A measure and a pain region that are looked at together, over both sides where the region has sides.

    `primary`: the clinic had configured the pair beforehand; every other pair is exploratory.
    """

    measure: str
    region: str
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFilters:
    """Who and what belongs to the cohort; None: no limit.

    `therapist` and `technique` keep the patients with a completed session of that kind inside the window, `cause`
    the ratings and measurements of episodes with that suspected cause, `sex` and `referral_source` the patients
    on record with it. Ages are full years, inclusive, on the day of the patient's first record inside the window.
    """

    therapist: str | None = None
    technique: str | None = None
    cause: str | None = None
    sex: str | None = None
    referral_source: str | None = None
    age_min: int | None = None
    age_max: int | None = None

    @property
    def in_use(self) -> Mapping[str, str | int]:
        """The filters that limit something, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortQuestion:
    """Everything but the records that decides what a cohort report says.

    Days are inclusive, in `zone`. `confirmatory_year`: the report is the one that gives p-values for that closed
    calendar year. `small_cell_threshold`: in a report for sharing, counts from 1 to one below it are suppressed.
    """

    clinic: str
    zone: str
    cutoff: datetime
    pairs: tuple[CohortPair, ...]
    window_from: date | None = None
    window_until: date | None = None
    filters: CohortFilters = field(default_factory=CohortFilters)
    audience: Audience = "internal"
    small_cell_threshold: int = 5
    confirmatory_year: int | None = None
    precisions: tuple[Precision, ...] = ()

    @property
    def last_day(self) -> date:
        """The last day in `zone` of which there can be records: that of the cut-off or, if earlier, of the window."""
        cutoff = self.cutoff.astimezone(ZoneInfo(self.zone)).date()
        return cutoff if self.window_until is None else min(cutoff, self.window_until)


def question_bytes(question: CohortQuestion) -> bytes:
    """Write the question as canonical JSON in UTF-8, readable by `question_from_json`."""
    content = {"format": FORMAT, "kind": "cohort", **asdict(question)}
    content["cutoff"] = question.cutoff.astimezone(UTC)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso)
    return text.encode()


def question_from_json(content: bytes | str) -> CohortQuestion:
    """Read back what `question_bytes` wrote. Raises ValueError for another format."""
    stored: dict[str, Any] = json.loads(content)
    found = (stored.pop("format", None), stored.pop("kind", None))
    if found != (FORMAT, "cohort"):
        raise ValueError(f"This cohort question has format {found!r}; this version reads format {FORMAT}.")
    return CohortQuestion(
        **{
            **stored,
            "cutoff": datetime.fromisoformat(stored["cutoff"]),
            "window_from": _day(stored["window_from"]),
            "window_until": _day(stored["window_until"]),
            "pairs": tuple(CohortPair(**pair) for pair in stored["pairs"]),
            "filters": CohortFilters(**stored["filters"]),
            "precisions": tuple(
                Precision(**{**figure, "valid_from": _day(figure["valid_from"])}) for figure in stored["precisions"]
            ),
        }
    )


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


def _iso(value: date) -> str:
    return value.isoformat()
