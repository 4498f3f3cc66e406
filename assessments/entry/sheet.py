"""The whole page as typed: head, pain, measurements; into records, and a service's answer back to its place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.catalogue.knees import KNEES
from assessments.catalogue.legs import LEGS
from assessments.catalogue.pelvis import PELVIS
from assessments.catalogue.spine import SPINE
from assessments.entry import measure_rows, pain_rows
from assessments.entry.measure_rows import MeasureRow, SideCell
from assessments.entry.pain_rows import PainCell, PainRow
from assessments.entry.usual import Usual
from assessments.entry.visit_form import VisitForm
from assessments.measures import MEASURES, Measure
from assessments.models import Measurement, PainRating, Protocol, ProtocolStep
from assessments.pain_regions import REGIONS
from assessments.plausibility import WarningCode
from assessments.services.unusual import OfBothSides
from clinic.common.admin.service_form import show_problems
from clinic.common.errors import Problem

BODY_PARTS = ((_("Legs"), LEGS), (_("Pelvis"), PELVIS), (_("Knees"), KNEES), (_("Spine"), SPINE))
ENTERED = {code: entry for code, entry in MEASURES.items() if entry.enterable}


@dataclass
class Part:
    """The rows of the protocol, or of one part of the body."""

    label: str | Promise
    rows: list[MeasureRow]


@dataclass
class Sheet:
    """One assessment as somebody types it.

    ``parts`` stand open; ``others`` are the measures that the protocol leaves out, one step away.
    """

    visit: VisitForm
    pain: list[PainRow]
    parts: list[Part]
    others: list[Part] = field(default_factory=list)
    measured: list[tuple[Measurement, MeasureRow, SideCell]] = field(default_factory=list)
    rated: list[tuple[PainRating, PainRow, PainCell]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = [row for part in (*self.parts, *self.others) for row in part.rows]
        self.measured = [(record, row, cell) for row in rows for record, cell in row.measurements()]
        self.rated = [(record, row, cell) for row in self.pain for record, cell in row.ratings()]

    @property
    def found_wrong(self) -> bool:
        """Whether anything on the sheet is refused."""
        measured = any(row.problems or cell.problems for _record, row, cell in self.measured)
        rated = any(cell.problems for _record, _row, cell in self.rated)
        return bool(self.visit.errors) or measured or rated

    @property
    def wants_a_look(self) -> bool:
        """Whether anything on the sheet is unusual."""
        return any(cell.warnings or cell.of_both for _record, _row, cell in self.measured)

    @property
    def others_in_use(self) -> bool:
        """Whether anything was typed beyond the protocol."""
        return any(not row.empty or row.fresh for part in self.others for row in part.rows)

    @property
    def measurements(self) -> list[Measurement]:
        """The unsaved measurements, in the order of the page."""
        return [record for record, _row, _cell in self.measured]

    @property
    def ratings(self) -> list[PainRating]:
        """The unsaved pain ratings, in the order of the page."""
        return [record for record, _row, _cell in self.rated]

    def show(self, problems: Iterable[Problem]) -> None:
        """Say each problem where its cause was typed. What the form itself found is not said again."""
        for problem in problems:
            _empty, part, *rest = f"{problem.pointer}//".split("/")
            if part == "measurements":
                self._show_at_measurement(int(rest[0]), rest[1:], str(problem.detail))
            elif part == "pain":
                _row, cell = self.rated[int(rest[0])][1:]
                _say(cell.problems, str(problem.detail))
            elif part not in self.visit.errors:
                show_problems(self.visit, [problem])

    def _show_at_measurement(self, index: int, rest: list[str], detail: str) -> None:
        _record, row, cell = self.measured[index]
        if rest[0] != "readings":
            _say(row.problems, detail)
            return
        _say(cell.problems, detail)
        if rest[1]:
            cell.wrong.add(cell.given[int(rest[1])][0])

    def ask_again(self, warnings: Iterable[Problem]) -> bool:
        """Show what is unusual beside its readings; True if somebody still has to tick that it was checked."""
        asked = False
        for warning in warnings:
            record, _row, cell = self.measured[int(warning.pointer.split("/")[2])]
            place = cell.of_both if isinstance(warning, OfBothSides) else cell.warnings
            _say(place, _without_earlier_values(warning))
            asked = asked or not record.confirmed_unusual
        return asked


def _without_earlier_values(warning: Problem) -> str:
    """Say that a change is unusual without its amount: whoever knows the last value tends to measure it again."""
    if warning.code != WarningCode.UNUSUAL_CHANGE:
        return str(warning.detail)
    if isinstance(warning, OfBothSides):
        return gettext(
            "Left and right together are far from an earlier reading. Please check both values, the sides and the unit."
        )
    return gettext("This is far from an earlier reading. Please check value, side and unit.")


def _say(place: list[str], detail: str) -> None:
    if detail not in place:
        place.append(detail)


def empty_sheet(visit: VisitForm, usual: Usual, protocol: Protocol | None) -> Sheet:
    """A sheet without figures, with the methods and postures of the last time, else of the protocol."""
    taken = {step.measure: (step.method, step.posture, "") for step in _steps(protocol)} | usual.taken
    pain = {region.code: [pain_rows.empty_row(region, 0)] for region in REGIONS.values()}
    measures = {code: [measure_rows.empty_row(entry, 0, *taken.get(code, ()))] for code, entry in ENTERED.items()}
    return _sheet(visit, pain, measures, usual.regions, protocol)


def typed_sheet(
    visit: VisitForm, data: Mapping[str, str], regions: Collection[str], protocol: Protocol | None
) -> Sheet:
    """A sheet as it was sent, with one more row where somebody asked for it (``another``)."""
    pain = {region.code: pain_rows.typed_rows(region, data) for region in REGIONS.values()}
    measures = {code: measure_rows.typed_rows(entry, data) for code, entry in ENTERED.items()}
    kind, _dash, code = data.get("another", "").partition("-")
    if kind == "pain" and code in pain:
        pain[code].append(pain_rows.another_row(REGIONS[code], pain[code]))
    if kind == "measure" and code in measures:
        measures[code].append(measure_rows.another_row(ENTERED[code], measures[code]))
    return _sheet(visit, pain, measures, regions, protocol)


def sheet_of(
    visit: VisitForm, measurements: Iterable[Measurement], ratings: Iterable[PainRating], protocol: Protocol | None
) -> Sheet:
    """A sheet that shows stored records, for a correction."""
    return _sheet(visit, pain_rows.rows_of(ratings), measure_rows.rows_of(measurements), (), protocol)


def _sheet(
    visit: VisitForm,
    pain: Mapping[str, list[PainRow]],
    measures: Mapping[str, list[MeasureRow]],
    regions: Collection[str],
    protocol: Protocol | None,
) -> Sheet:
    """Every region and every measure has at least one row; ``regions`` are those shown without being asked for."""
    rows = [row for code, region in REGIONS.items() for row in pain.get(code) or [pain_rows.empty_row(region, 0)]]
    for row in rows:
        row.in_sight = row.region.code in regions or row.number > 0 or not row.empty
    by_measure = {code: measures.get(code) or [measure_rows.empty_row(entry, 0)] for code, entry in ENTERED.items()}
    followed = [row for step in _steps(protocol) for row in _asked(by_measure.pop(step.measure), step)]
    by_part = [Part(label, _rows_of(entries, by_measure)) for label, entries in BODY_PARTS]
    remaining = [part for part in by_part if part.rows]
    if protocol is None:
        return Sheet(visit, rows, remaining)
    return Sheet(visit, rows, [Part(protocol.name, followed)], remaining)


def _asked(rows: list[MeasureRow], step: ProtocolStep) -> list[MeasureRow]:
    for row in rows:
        row.ask_as(step)
    return rows


def _rows_of(entries: Iterable[Measure], by_measure: Mapping[str, list[MeasureRow]]) -> list[MeasureRow]:
    return [row for entry in entries for row in by_measure.get(entry.code, ())]


def _steps(protocol: Protocol | None) -> list[ProtocolStep]:
    return list(protocol.steps.all()) if protocol else []
