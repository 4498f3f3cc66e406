"""Frozen groups of replicates as bytes and back: the bytes are what a report's sha256 is taken of.

The form is canonical: groups are sorted, keys are sorted, times are UTC, numbers are written with their shortest
exact digits. The order in which rows arrive therefore never matters.
"""

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from treatments.outcomes.findings.points import Precision
from treatments.outcomes.findings.repeatability.points import Rater, RepeatabilityInputs, ReplicateGroup

FORMAT = "repeatability 1"


def canonical(inputs: RepeatabilityInputs) -> RepeatabilityInputs:
    """Give the same inputs with every list sorted by its content."""
    return replace(
        inputs,
        groups=tuple(sorted(inputs.groups, key=_text)),
        raters=tuple(sorted(inputs.raters, key=_text)),
        precisions=tuple(sorted(inputs.precisions, key=_text)),
    )


def canonical_bytes(inputs: RepeatabilityInputs) -> bytes:
    """Write the inputs as canonical JSON in UTF-8, readable by `inputs_from_json`. Raises ValueError for NaN."""
    return _text({"format": FORMAT, **asdict(canonical(inputs))}).encode()


def question_sha256(inputs: RepeatabilityInputs) -> str:
    """Give the fingerprint of the question: equal for two reports that were asked the same of the same moment."""
    asked = replace(inputs, groups=(), raters=(), not_relandmarked=0, rater_unknown=0)
    return sha256(canonical_bytes(asked)).hexdigest()


def inputs_from_json(content: bytes | str) -> RepeatabilityInputs:
    """Read back what `canonical_bytes` wrote. Raises ValueError for another format."""
    stored = json.loads(content)
    found = stored.pop("format", None)
    if found != FORMAT:
        raise ValueError(f"These frozen inputs have format {found!r}; this version reads format {FORMAT!r}.")
    return RepeatabilityInputs(
        **{
            **stored,
            "cutoff": datetime.fromisoformat(stored["cutoff"]),
            "window_from": _day(stored["window_from"]),
            "window_until": _day(stored["window_until"]),
            "groups": tuple(map(_group, stored["groups"])),
            "raters": tuple(Rater(**rater) for rater in stored["raters"]),
            "precisions": tuple(map(_precision, stored["precisions"])),
        }
    )


def _group(stored: dict[str, Any]) -> ReplicateGroup:
    lists = {name: tuple(stored[name]) for name in ("values", "raters", "assessments")}
    return ReplicateGroup(**{**stored, **lists})


def _precision(stored: dict[str, Any]) -> Precision:
    return Precision(**{**stored, "valid_from": _day(stored["valid_from"])})


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


def _text(content: Any) -> str:
    plain = content if isinstance(content, dict) else asdict(content)
    return json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_written
    )


def _written(value: date) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value.isoformat()
