"""The goals of a plan, and where they stand now."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.measures import MEASURES
from patients.body_regions import REGION_LABELS, SIDE_LABELS
from treatments.outcomes.charts.words import NOTHING, capitalised, number, with_unit
from treatments.outcomes.document.averaged import Finding
from treatments.outcomes.findings.finding import PainFinding, PatientFindings


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal in words. ``reached`` is None as long as nothing was measured; ``late`` says that its day has passed."""

    name: str
    target: str
    on: str
    now: str
    reached: bool | None
    late: bool


def goals_of(goals: Sequence[Mapping[str, Any]], findings: PatientFindings, today: dt.date) -> list[Goal]:
    """Put each goal beside the latest figure of its series."""
    return [goal for one in goals for goal in _of(one, findings, today)]


def _of(goal: Mapping[str, Any], findings: PatientFindings, today: dt.date) -> Iterator[Goal]:
    """One line for each side that the goal is about, or one with nothing measured."""
    measured: list[Finding | None] = [*_series(goal, findings)]
    for series in measured or [None]:
        side = series.side if series else goal.get("side", "none")
        day = dt.date.fromisoformat(goal["on"]) if goal.get("on") else None
        reached = _reached(goal["target"], series)
        yield Goal(
            name=_name(goal, side),
            target=_amount(goal, goal["target"]),
            on=date_format(day) if day else "",
            now=NOTHING if series is None else _amount(goal, _now(series)),
            reached=reached,
            late=day is not None and day < today and not reached,
        )


def _series(goal: Mapping[str, Any], findings: PatientFindings) -> Iterator[Finding]:
    side = goal.get("side", "none")
    for pain in findings.pain:
        if pain.main and pain.region == goal.get("region") and side in ("none", pain.side):
            yield pain
    for alignment in findings.alignment:
        if alignment.main and alignment.measure == goal.get("measure") and side in ("none", alignment.side):
            yield alignment


def _now(series: Finding) -> float | None:
    return series.baseline if series.latest is None else series.latest


def _reached(target: float, series: Finding | None) -> bool | None:
    """Pain is to fall to the target; a measure is to come to it from the side on which it was at baseline."""
    if series is None or (now := _now(series)) is None:
        return None
    if isinstance(series, PainFinding) or (series.baseline is not None and series.baseline >= target):
        return now <= target
    return now >= target


def _name(goal: Mapping[str, Any], side: str) -> str:
    label = MEASURES[goal["measure"]].label if "measure" in goal else REGION_LABELS[goal["region"]]
    named = _("Pain, %(region)s") % {"region": _(label)} if "region" in goal else capitalised(_(label))
    return named if side == "none" else f"{named}, {_(SIDE_LABELS[side])}"


def _amount(goal: Mapping[str, Any], value: float | None) -> str:
    unit = MEASURES[goal["measure"]].unit.value if "measure" in goal else ""
    return with_unit(number(value), unit) if unit else number(value)
