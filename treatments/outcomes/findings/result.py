"""The result of a report as JSON-able values, with the key names of the REST contract."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date
from typing import Any

from treatments.outcomes.findings.finding import (
    AlignmentFinding,
    IndexFinding,
    PainFinding,
    PairFinding,
    PatientFindings,
)
from treatments.outcomes.rules import ENGINE_VERSION


def to_result(
    findings: PatientFindings, narrative: Sequence[str], limitations: Sequence[str], in_short: int = 0
) -> dict[str, Any]:
    """Give the stored and served result: finite numbers, None with a reason where there is none.

    So many sentences of the narrative as `in_short` says, from the first on, are the answer in short.
    """
    return {
        "engine": {"version": ENGINE_VERSION, "parameters": dict(findings.parameters)},
        "inputs": {
            "cutoff": findings.cutoff.astimezone(UTC).isoformat(),
            "sha256": findings.sha256,
            "counts": dict(findings.counts),
        },
        "pain": [_pain(found) for found in findings.pain],
        "alignment": [_alignment(found) for found in findings.alignment],
        "pairs": [_pair(found) for found in findings.pairs],
        "alignment_index": _index(findings.index),
        "narrative": list(narrative),
        "in_short": in_short,
        "limitations": list(limitations),
    }


def _pain(found: PainFinding) -> dict[str, Any]:
    return {
        "region": found.region,
        "side": found.side,
        "recall": found.recall,
        "context": found.context,
        "after_treatment": found.after_treatment,
        "main": found.main,
        "status": found.status,
        "reasons": list(found.reasons),
        "n": found.n,
        **_ends(found),
        "response": found.response,
        "important_points": found.important_points,
        "important_fraction": found.important_fraction,
        "slope_per_week": found.slope_per_week,
        "slope_ci95": list(found.slope_ci95) if found.slope_ci95 else None,
    }


def _alignment(found: AlignmentFinding) -> dict[str, Any]:
    return {
        "measure": found.measure,
        "side": found.side,
        "method": found.method,
        "posture": found.posture,
        "footwear": found.footwear,
        "lift": found.lift,
        "after_treatment": found.after_treatment,
        "main": found.main,
        "unit": found.unit,
        "status": found.status,
        "reasons": list(found.reasons),
        "n": found.n,
        **_ends(found),
        "mdc95": found.mdc95,
        "mdc_source": found.mdc_source,
        "same_rater": found.same_rater,
        "reference": [found.reference_low, found.reference_high],
        "classification": found.classification,
    }


def _ends(found: PainFinding | AlignmentFinding) -> dict[str, Any]:
    return {
        "baseline": found.baseline,
        "baseline_on": _day(found.baseline_on),
        "baseline_visits": found.baseline_visits,
        "latest": found.latest,
        "latest_on": _day(found.latest_on),
        "latest_visits": found.latest_visits,
        "last": found.last,
        "change": found.change,
    }


def _pair(found: PairFinding) -> dict[str, Any]:
    return {
        "measure": found.measure,
        "measure_side": found.measure_side,
        "region": found.region,
        "side": found.side,
        "method_mix": {found.method: found.n_pairs},
        "exposure": found.exposure,
        "primary": found.primary,
        "descriptive": True,
        "status": found.status,
        "reasons": list(found.reasons),
        "n_pairs": found.n_pairs,
        "spearman": found.spearman,
    }


def _index(found: IndexFinding) -> dict[str, Any]:
    return {**asdict(found), "reasons": list(found.reasons), "components": [asdict(one) for one in found.components]}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
