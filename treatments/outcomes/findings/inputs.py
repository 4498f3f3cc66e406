"""Frozen inputs as bytes and back: the bytes are what a report's sha256 is taken of.

The form is canonical: points are sorted, exact duplicates fall away, keys are sorted, times are UTC, numbers
are written with their shortest exact digits. The order in which rows arrive therefore never matters, and a
stored report can be recomputed to the same bytes.
"""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from math import isfinite
from typing import Any

from treatments.outcomes.findings.points import (
    EventPoint,
    MeasurementPoint,
    PainPoint,
    Pair,
    PatientInputs,
    Precision,
    SessionPoint,
)

FORMAT = 1

_ROWS: dict[str, type] = {
    "pain": PainPoint,
    "measurements": MeasurementPoint,
    "sessions": SessionPoint,
    "events": EventPoint,
    "precisions": Precision,
}
_TIMES = {"taken_at", "starts_at", "at", "cutoff"}
_DATES = {"birth_date", "window_from", "window_until", "valid_from"}
_NUMBERS = {"value", "sem_same_rater", "sem_different_rater"}


def canonical(inputs: PatientInputs) -> PatientInputs:
    """Give the same inputs with every list of records sorted by its content and without exact duplicates.

    Pairs keep their order: the first that can be judged heads the report.
    """
    rows: dict[str, Any] = {name: _in_order(getattr(inputs, name)) for name in _ROWS}
    return replace(inputs, **rows)


def canonical_bytes(inputs: PatientInputs) -> bytes:
    """Write the inputs as canonical JSON in UTF-8, readable by `inputs_from_json`."""
    content = {"format": FORMAT, **_encoded(canonical(inputs))}
    if inputs.pairs is None:
        del content["pairs"]  # so that inputs from before have the bytes of then
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def inputs_sha256(inputs: PatientInputs) -> str:
    """Give the hash by which a report names its inputs (hexadecimal)."""
    return sha256(canonical_bytes(inputs)).hexdigest()


def question_sha256(inputs: PatientInputs) -> str:
    """Give the fingerprint of the question: equal for two reports that were asked the same of the same moment.

    It covers everything but the patient's records: whose and which, from when until when, as of when, with which
    measurement errors and pairs.
    """
    return inputs_sha256(
        replace(inputs, pain=(), measurements=(), sessions=(), events=(), birth_date=None, birth_year=None)
    )


def inputs_from_json(content: bytes | str) -> PatientInputs:
    """Read back what `canonical_bytes` wrote. Raises ValueError for another format."""
    stored = json.loads(content)
    found = stored.pop("format", None)
    if found != FORMAT:
        raise ValueError(f"These frozen inputs have format {found!r}; this version reads format {FORMAT}.")
    rows: dict[str, Any] = {
        name: tuple(row_type(**_decoded(row)) for row in stored.pop(name)) for name, row_type in _ROWS.items()
    }
    pairs = stored.pop("pairs", None)
    chosen = None if pairs is None else tuple(Pair(**pair) for pair in pairs)
    return PatientInputs(**{**_decoded(stored), **rows, "pairs": chosen})


def _in_order(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    encoded = {json.dumps(_encoded(row), sort_keys=True): row for row in rows}
    return tuple(encoded[text] for text in sorted(encoded))


def _encoded(row: Any) -> dict[str, Any]:
    return {field.name: _encoded_value(field.name, getattr(row, field.name)) for field in fields(row)}


def _encoded_value(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return list(map(_encoded, value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if name in _NUMBERS and value is not None:
        return float(value) if isfinite(value) else str(value)  # JSON has no NaN; a string keeps the odd row
    return value


def _decoded(stored: dict[str, Any]) -> dict[str, Any]:
    return {name: _decoded_value(name, value) for name, value in stored.items()}


def _decoded_value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return datetime.fromisoformat(value)
    if name in _DATES:
        return date.fromisoformat(value)
    return float(value) if name in _NUMBERS else value
