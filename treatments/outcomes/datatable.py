"""The readings of a report as a CSV file: one row per rating or measurement, codes as in the API. Pure."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from zoneinfo import ZoneInfo

from treatments.outcomes.charts.selection import alignment_slug, pain_slug
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding, PatientFindings, SeriesPoint

Cell = str | int | float | bool | None

COLUMNS = (
    "kind",
    "series",
    "region",
    "measure",
    "side",
    "method",
    "posture",
    "recall",
    "context",
    "after_treatment",
    "taken_at",
    "value",
    "unit",
    "role",
    "rater_differs",
    "deviation",
    "confirmed_unusual",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render_csv(findings: PatientFindings) -> bytes:
    """Write every reading once, in the series to which it belongs. Times are ISO 8601 in the clinic's zone."""
    return written(COLUMNS, _rows(findings))


def written(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> bytes:
    """Write rows under a header as UTF-8 with CRLF line ends (RFC 4180).

    Numbers are unrounded, an empty cell means "not known". A text that a spreadsheet would run as a formula gets a
    leading apostrophe; numbers stay numbers.
    """
    target = StringIO(newline="")
    writer = csv.DictWriter(target, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return target.getvalue().encode()


def _rows(findings: PatientFindings) -> Iterator[dict[str, Cell]]:
    zone = ZoneInfo(findings.zone)
    for pain in findings.pain:
        yield from ({**_pain(pain), **_reading(point, zone)} for point in pain.points)
    for alignment in findings.alignment:
        # Readings under other conditions are in the file too, with the series of their own.
        counted = (point for point in alignment.points if point.counted)
        yield from ({**_alignment(alignment), **_reading(point, zone)} for point in counted)


def _pain(found: PainFinding) -> dict[str, Cell]:
    return {
        "kind": "pain",
        "series": pain_slug(found),
        "region": found.region,
        "side": found.side,
        "recall": found.recall,
        "context": found.context,
        "after_treatment": found.after_treatment,
        "unit": "{score}",
    }


def _alignment(found: AlignmentFinding) -> dict[str, Cell]:
    return {
        "kind": "alignment",
        "series": alignment_slug(found),
        "measure": found.measure,
        "side": found.side,
        "method": found.method,
        "posture": found.posture,
        "after_treatment": found.after_treatment,
        "unit": found.unit,
    }


def _reading(point: SeriesPoint, zone: ZoneInfo) -> dict[str, Cell]:
    is_measurement = point.method is not None
    return {
        "taken_at": point.at.astimezone(zone).isoformat(),
        "value": point.value,
        "role": point.role,
        "rater_differs": point.rater_differs if is_measurement else None,
        "deviation": point.deviation,
        "confirmed_unusual": point.confirmed_unusual if is_measurement else None,
    }


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
