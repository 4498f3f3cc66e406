"""What a mapping file can say: which columns of a CSV file mean what, and what the file itself does not state."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

GAP = re.compile(r"\{([^{}]+)\}")
"""A gap in a text that a column fills: "Participant {N}"."""

CLINIC_ZONE = "clinic"
"""The zone of times that the clinic's own clock showed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A whole-number scale of the source, stretched onto one of ours: (1, 5) onto (0, 10) is 2.5 * (x - 1)."""

    lowest: int
    highest: int
    onto_lowest: int
    onto_highest: int

    def stretch(self, step: int) -> int:
        """The step on our scale, rounded half up."""
        share = Fraction(step - self.lowest, self.highest - self.lowest)
        exact = self.onto_lowest + share * (self.onto_highest - self.onto_lowest)
        return int((exact + Fraction(1, 2)) // 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Where a value comes from: a constant, a column, or a text with {column} gaps.

    ``values`` translates the cell, ``rescale`` stretches it, ``subtract_from`` takes it off a number, such as an
    age off a year; ``format`` is how a date is written.
    """

    constant: Any = None
    column: str | None = None
    text: str | None = None
    values: Mapping[str, Any] | None = None
    rescale: Scale | None = None
    subtract_from: int | None = None
    format: str | None = None

    @property
    def columns(self) -> list[str]:
        """The columns it reads."""
        return [self.column] if self.column else GAP.findall(self.text or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something was taken: a column, or ``start`` and so many days later on the clock of ``zone``.

    ``zone`` is "clinic", a zone's name, or None: then the time must bring its own offset. ``at`` is the time of
    day where the column holds only a date.
    """

    column: str | None = None
    format: str | None = None
    at: dt.time | None = None
    start: dt.datetime | None = None
    after_days: int = 0
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementColumns:
    """One measurement of a visit: what it is, and the columns of its readings."""

    fields: Mapping[str, Value]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PainColumns:
    """One pain rating: what was asked, and where the intensity stands."""

    fields: Mapping[str, Value]
    intensity: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentColumns:
    """One assessment that a row holds; ``name`` tells it from the others of the row."""

    name: str
    taken_at: Moment
    fields: Mapping[str, Value]
    measurements: tuple[MeasurementColumns, ...] = ()
    pain: tuple[PainColumns, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingColumns:
    """One pain rating outside an assessment that a row holds."""

    name: str
    taken_at: Moment
    pain: PainColumns


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientColumns:
    """Whose row it is: the number under which the source knows the patient.

    ``new`` are the fields of a patient whom the clinic does not know yet; None: such a row is refused.
    """

    system: str
    identifier: Value
    new: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """How the file is written; ``empty`` are the cells that mean "not measured"."""

    delimiter: str = ","
    encoding: str = "utf-8"
    decimal_point: str = "."
    empty: frozenset[str] = frozenset({""})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """A whole mapping file. ``source`` and the cells of ``row_key`` make a record's key, the same in each run."""

    source: str
    row_key: tuple[str, ...]
    patient: PatientColumns
    file: FileForm = FileForm()
    assessments: tuple[AssessmentColumns, ...] = ()
    ratings: tuple[RatingColumns, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Every column that the mapping reads, once, in order."""
        pain = [*(rating.pain for rating in self.ratings), *(p for visit in self.assessments for p in visit.pain)]
        measurements = [measurement for visit in self.assessments for measurement in visit.measurements]
        moments = [entry.taken_at for entry in self.assessments] + [entry.taken_at for entry in self.ratings]
        fields = [
            {"identifier": self.patient.identifier, **(self.patient.new or {})},
            *(entry.fields for entry in self.assessments),
            *(entry.fields for entry in measurements),
            *({**entry.fields, "intensity": entry.intensity} for entry in pain),
        ]
        named = [
            *self.row_key,
            *(moment.column for moment in moments if moment.column),
            *(column for measurement in measurements for column in measurement.readings),
            *(column for values in fields for value in values.values() for column in value.columns),
        ]
        return list(dict.fromkeys(named))
