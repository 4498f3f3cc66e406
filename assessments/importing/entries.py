"""From one row to the unsaved records that it describes."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessments.importing.cells import Cells, Unclear
from assessments.importing.mapping import (
    AssessmentColumns,
    FileMapping,
    MeasurementColumns,
    PainColumns,
    RatingColumns,
    Value,
)
from assessments.models import Assessment, Measurement, PainRating
from clinic.practice.models import Membership


@dataclass(slots=True)
class Entry:
    """An assessment with what belongs to it, or a single rating, as the row gives it.

    ``columns`` tells which column an input pointer of the services came from; ``content`` is what the row says,
    by which a second import is recognised as the same.
    """

    name: str
    record: Assessment | PainRating
    measurements: list[Measurement] = field(default_factory=list)
    pain: list[PainRating] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> bytes:
        """The hash of what the row says."""
        return hashlib.sha256(json.dumps(self.content, sort_keys=True, default=str).encode()).digest()

    def column_of(self, pointer: str) -> str:
        """The column that an input pointer came from, or the nearest above it; "" if it is none."""
        while pointer:
            if pointer in self.columns:
                return self.columns[pointer]
            pointer = pointer.rpartition("/")[0]
        return ""


def entries_of(cells: Cells, mapping: FileMapping, staff: Mapping[str, Membership]) -> list[Entry]:
    """Give what the row holds; a visit or a rating whose cells are all empty was not measured and is left out.

    ``staff`` are the clinic's members by username. What is wrong with a cell is noted in ``cells.problems``.
    """
    visits = [_visit(cells, columns, staff) for columns in mapping.assessments]
    ratings = [_rating(cells, columns) for columns in mapping.ratings]
    return [entry for entry in (*visits, *ratings) if entry]


def _visit(cells: Cells, columns: AssessmentColumns, staff: Mapping[str, Membership]) -> Entry | None:
    found: dict[str, str] = {"/taken_at": columns.taken_at.column or ""}
    measurements = list(_measurements(cells, columns.measurements, found))
    pain = list(_pain(cells, columns.pain, found))
    if not measurements and not pain:
        return None
    fields = _fields(cells, columns.fields, "", found)
    fields["taken_at"] = cells.moment(columns.taken_at)
    return Entry(
        columns.name,
        Assessment(**{**fields, "rater": _rater(cells, fields.get("rater"), found, staff)}),
        [Measurement(**measurement) for measurement in measurements],
        [PainRating(**rating) for rating in pain],
        found,
        {**fields, "measurements": measurements, "pain": pain},
    )


def _rating(cells: Cells, columns: RatingColumns) -> Entry | None:
    found: dict[str, str] = {"/taken_at": columns.taken_at.column or ""}
    fields = _one_rating(cells, columns.pain, "", found)
    if fields is None:
        return None
    fields["taken_at"] = cells.moment(columns.taken_at)
    return Entry(columns.name, PainRating(**fields), columns=found, content=fields)


def _measurements(
    cells: Cells, columns: Iterable[MeasurementColumns], found: dict[str, str]
) -> Iterator[dict[str, Any]]:
    index = 0
    for one in columns:
        readings = {column: cells.reading(column) for column in one.readings}
        given = {column: reading for column, reading in readings.items() if reading is not None}
        if not given:
            continue
        pointer = f"/measurements/{index}"
        found |= {f"{pointer}/readings/{place}": column for place, column in enumerate(given)}
        found[pointer] = ", ".join(given)
        fields = _fields(cells, one.fields, pointer, found)
        unit = fields.pop("unit", "")
        yield {**fields, "entered_unit": unit, "entered_readings": list(given.values())}
        index += 1


def _pain(cells: Cells, columns: Iterable[PainColumns], found: dict[str, str]) -> Iterator[dict[str, Any]]:
    index = 0
    for one in columns:
        fields = _one_rating(cells, one, f"/pain/{index}", found)
        if fields is not None:
            yield fields
            index += 1


def _one_rating(cells: Cells, columns: PainColumns, pointer: str, found: dict[str, str]) -> dict[str, Any] | None:
    intensity = cells.figure(columns.intensity)
    if intensity is None:
        return None
    found[f"{pointer}/intensity"] = columns.intensity.column or ""
    return {**_fields(cells, columns.fields, pointer, found), "intensity": intensity}


def _fields(cells: Cells, fields: Mapping[str, Value], pointer: str, found: dict[str, str]) -> dict[str, Any]:
    found |= {f"{pointer}/{name}": value.column for name, value in fields.items() if value.column}
    read = {name: cells.value(value) for name, value in fields.items()}
    return {name: value for name, value in read.items() if value is not None}


def _rater(
    cells: Cells, username: str | None, found: Mapping[str, str], staff: Mapping[str, Membership]
) -> Membership | None:
    if username is None or username in staff:
        return staff[username] if username else None
    sentence = _("“%(cell)s” is no username of this clinic's staff.")
    cells.note(Unclear(found.get("/rater", ""), "unknown_rater", sentence, username))
    return None
