"""The result of a repeatability report as JSON-able values, with the key names of the REST contract."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date
from typing import Any

from treatments.outcomes.findings.repeatability.finding import (
    Figure,
    RaterFigure,
    RepeatabilityFinding,
    RepeatabilityFindings,
)
from treatments.outcomes.rules import ENGINE_VERSION


def to_result(findings: RepeatabilityFindings, narrative: Sequence[str], limitations: Sequence[str]) -> dict[str, Any]:
    """Give the stored and served result: finite numbers, None with a reason where there is none."""
    return {
        "engine": {"version": ENGINE_VERSION, "parameters": dict(findings.parameters)},
        "inputs": {
            "cutoff": findings.cutoff.astimezone(UTC).isoformat(),
            "sha256": findings.sha256,
            "from": _day(findings.window_from),
            "until": _day(findings.window_until),
            "counts": dict(findings.counts),
        },
        "repeatability": [_method(found) for found in findings.methods],
        "narrative": list(narrative),
        "limitations": list(limitations),
    }


def _method(found: RepeatabilityFinding) -> dict[str, Any]:
    return {
        "measure": found.measure,
        "method": found.method,
        "unit": found.unit,
        "status": found.status,
        "reasons": list(found.reasons),
        "same_rater": {**_figure(found.same_rater), "dof_across_days": found.dof_across_days},
        "different_rater": _figure(found.different_rater),
        "by_rater": [_of_rater(one) for one in found.by_rater],
        "in_force": asdict(found.in_force),
        "compared": found.compared,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "status": figure.status,
        "reasons": list(figure.reasons),
        "sem": figure.sem,
        "sem_ci95": list(figure.sem_ci95) if figure.sem_ci95 else None,
        "mdc95": figure.mdc95,
        "dof": figure.dof,
        "n_patients": figure.n_patients,
        "identical_share": figure.identical_share,
    }


def _of_rater(one: RaterFigure) -> dict[str, Any]:
    return {"rater": one.name, "rater_id": one.rater, **_figure(one.figure)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
