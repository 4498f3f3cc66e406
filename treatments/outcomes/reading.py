"""A stored result as findings again, so that a page words them exactly as the document does. Pure."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding

Finding = TypeVar("Finding", PainFinding, AlignmentFinding)


def pain_in(result: Mapping[str, Any]) -> list[PainFinding]:
    """Give the pain findings of a result. What a result does not hold, such as the readings, is left empty."""
    return [_finding(PainFinding, row) for row in result["pain"]]


def alignment_in(result: Mapping[str, Any]) -> list[AlignmentFinding]:
    """Give the alignment findings of a result. What a result does not hold, such as the readings, is left empty."""
    return [_finding(AlignmentFinding, _with_band(row)) for row in result["alignment"]]


def headlines_in(result: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Give the sentences that are the answer in short, and the others.

    A result that was stored before it said how many they are began with one for each place that hurts.
    """
    places = sum(found.main or found.status == "ok" for found in pain_in(result)) or 1
    in_short = result.get("in_short") or places
    return result["narrative"][:in_short], result["narrative"][in_short:]


def _finding(kind: type[Finding], row: Mapping[str, Any]) -> Finding:
    held: dict[str, Any] = {field.name: row.get(field.name) for field in fields(kind)}
    for name in ("baseline_on", "latest_on"):
        held[name] = held[name] and date.fromisoformat(held[name])
    if held.get("slope_ci95"):
        held["slope_ci95"] = tuple(held["slope_ci95"])
    return kind(**{**held, "reasons": tuple(row["reasons"]), "points": ()})


def _with_band(row: Mapping[str, Any]) -> dict[str, Any]:
    low, high = row["reference"]
    return {**row, "reference_low": low, "reference_high": high}
