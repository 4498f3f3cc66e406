"""The parallel-lines plot of one pair: raw beside time-adjusted, one line of the common slope for each patient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Cell, Chart, Table, chart
from treatments.outcomes.charts.cohort.names import (
    amount,
    count,
    estimate,
    figure,
    pair_name,
    pair_slug,
    refusal,
    rounded,
    slope_decimals,
)
from treatments.outcomes.charts.frame import empty_panel, panel_title
from treatments.outcomes.charts.pain_panel import PAIN_SCALE
from treatments.outcomes.charts.style import AXIS_EXTENT, MUTED, PAPER, REGION_COLOURS, TEXT_SIZE
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.cohort.finding import CohortPairFinding, PatientLine
from treatments.outcomes.findings.cohort.question import Audience
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.narrative.cohort.figures import sizes
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, named

WIDTH = 266
HEIGHT = 170
_SPACING = 28
_WIDE = 2 * WIDTH + _SPACING + AXIS_EXTENT
_BLUE = REGION_COLOURS[0]
_QUIET = {"color": MUTED, "fontWeight": 400}
PATIENT_DRAWN = gettext_noop("Patient drawn")

Points = tuple[tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two panels: the (exposures, pains) of each patient, the common slope, and how they look."""

    title: str
    note: str
    patients: Sequence[Points]
    slope: float
    look: dict[str, Any]


def parallel_lines_chart(
    found: CohortPairFinding, audience: Audience, translate: Translate, heading: str = ""
) -> Chart:
    """Draw both panels over common scales; without courses, a panel that says why.

    Without a heading the drawing does not name the pair either: it stands below its name.
    """
    name = pair_name(found, translate)
    missing = _missing(found, audience, translate)
    notes = [] if missing else [_note(found, translate)]
    title = panel_title(_WIDE, name, *notes) if heading else {"text": notes, "fontSize": TEXT_SIZE, **_QUIET}
    counted = () if found.n_patients is None else (sizes(found).text(translate),)
    why = clauses((*counted, missing), translate)
    panel = empty_panel(_WIDE, 40, title, why) if missing else _panels(found, title, translate)
    if not title["text"]:
        del panel["title"]
    return chart(
        name=f"lines-{pair_slug(found)}",
        title=name,
        description=_description(found, missing, translate),
        panels=[panel],
        table=_table(found, translate),
        heading=heading,
    )


def _missing(found: CohortPairFinding, audience: Audience, translate: Translate) -> str:
    """Say why no courses are drawn; empty if they are."""
    if found.within_patient is None:
        return refusal(found.status, found.reasons, translate)
    if found.lines:
        return ""
    if audience == "sharing":
        return translate(gettext_noop("The courses of single patients are not drawn in a report for sharing"))
    fewest = {"fewest": str(COHORT.drawn_from_patients)}
    return Message(gettext_noop("The courses of fewer than %(fewest)s patients are not drawn"), fewest).text(translate)


def _note(found: CohortPairFinding, translate: Translate) -> str:
    drawn = {"drawn": str(len(found.lines)), "patients": count(found.n_patients)}
    note = gettext_noop(
        "One line for each of %(drawn)s patients; their slope is the common one of n = %(patients)s whose "
        "deviation varies."
    )
    return Message(note, drawn).text(translate)


def _panels(found: CohortPairFinding, title: dict[str, Any], translate: Translate) -> dict[str, Any]:
    sides = list(_sides(found, translate))
    exposures = [value for side in sides for x, _ in side.patients for value in x]
    pains = [value for side in sides for _, y in side.patients for value in y]
    margin = 0.03 * (max(exposures) - min(exposures)) or 1.0
    x = _axis((min(exposures) - margin, max(exposures) + margin), _exposure(found, translate))
    y = _axis((min(0.0, *pains), max(10.0, *pains)), translate(PAIN_SCALE))
    return {
        "title": title,
        "hconcat": [_panel(side, x, y, translate) for side in sides],
        "spacing": _SPACING,
    }


def _sides(found: CohortPairFinding, translate: Translate) -> Iterator[_Side]:
    raw, fit = found.raw_rmcorr, found.within_patient
    unit, decimals = {"unit": amount(1, found.unit, 0)}, slope_decimals(found.unit)
    per_unit = gettext_noop("%(slope)s points for %(unit)s")
    if raw is not None:
        slope = Message(per_unit, {"slope": figure(raw.slope, decimals), **unit}).text(translate)
        yield _Side(
            title=translate(gettext_noop("Not adjusted for time")),
            note=clauses((slope, f"r = {figure(raw.r)}"), translate),
            patients=[(line.exposure, line.pain) for line in found.lines],
            slope=raw.slope,
            look={"stroke": MUTED, "fill": PAPER, "strokeDash": [4, 3]},
        )
    assert fit
    written = estimate(fit.slope_per_unit, fit.ci95, translate, decimals)
    yield _Side(
        title=translate(gettext_noop("Time allowed for")),
        note=Message(per_unit, {"slope": written, **unit}).text(translate),
        patients=[(line.adjusted_exposure, line.adjusted_pain) for line in found.lines],
        slope=fit.slope_per_unit,
        look={"stroke": _BLUE, "fill": _BLUE},
    )


def _exposure(found: CohortPairFinding, translate: Translate) -> str:
    names = {
        "deviation": gettext_noop("Deviation from the band, %(unit)s"),
        "distance_from_neutral": gettext_noop("Distance from neutral, %(unit)s"),
        "this_leg_minus_other": gettext_noop("This leg minus the other, %(unit)s"),
    }
    return Message(names[found.exposure], {"unit": "°" if found.unit == "deg" else found.unit}).text(translate)


def _axis(domain: tuple[float, float], title: str) -> dict[str, Any]:
    return {
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": {"title": title, "tickCount": 6, "titlePadding": 4},
    }


def _panel(side: _Side, x: dict[str, Any], y: dict[str, Any], translate: Translate) -> dict[str, Any]:
    places = {"x": {"field": "x", **x}, "y": {"field": "y", **y}}
    tooltip = [
        {"field": "patient", "title": translate(PATIENT_DRAWN)},
        {"field": "x", "title": x["axis"]["title"], "format": ".1f"},
        {"field": "y", "title": y["axis"]["title"], "format": ".1f"},
    ]
    # Hundreds of points would drown a listener: their numbers are in the table.
    point = {"type": "point", "size": 14, "strokeWidth": 0.9, "opacity": 0.8, "aria": False, **side.look}
    line = {"type": "line", "strokeWidth": 1.3, **side.look, "fill": None}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "title": {**panel_title(WIDTH, side.title, side.note), "fontSize": TEXT_SIZE + 0.5, "dx": 0},
        "layer": [
            {
                "data": {"values": list(_points(side))},
                "mark": {**point, "strokeDash": [1, 0]},
                "encoding": {**places, "tooltip": tooltip},
            },
            {
                "data": {"values": list(_lines(side))},
                "mark": line,
                "encoding": {**places, "detail": {"field": "patient", "type": "nominal"}},
            },
        ],
    }


def _points(side: _Side) -> Iterator[dict[str, float]]:
    for number, (exposure, pain) in enumerate(side.patients, start=1):
        yield from ({"patient": number, "x": x, "y": y} for x, y in zip(exposure, pain, strict=True))


def _lines(side: _Side) -> Iterator[dict[str, float]]:
    """Give the ends of each patient's line: through the means, over the exposures that the patient had."""
    for number, (exposure, pain) in enumerate(side.patients, start=1):
        middle, level = fmean(exposure), fmean(pain)
        for x in (min(exposure), max(exposure)):
            yield {"patient": number, "x": x, "y": level + side.slope * (x - middle)}


def _description(found: CohortPairFinding, missing: str, translate: Translate) -> str:
    name = pair_name(found, translate)
    if missing:
        return ended(named(name, missing, translate), translate)
    opening = gettext_noop(
        "%(pair)s: two scatter plots with a line of the common slope for each of %(drawn)s patients, of the "
        "%(patients)s whose deviation varies."
    )
    params = {"pair": name, "drawn": str(len(found.lines)), "patients": count(found.n_patients)}
    sides = (ended(named(side.title, side.note, translate), translate) for side in _sides(found, translate))
    return in_sequence((Message(opening, params).text(translate), *sides), translate)


def _table(found: CohortPairFinding, translate: Translate) -> Table:
    header = (
        PATIENT_DRAWN,
        gettext_noop("Exposure"),
        gettext_noop("Pain"),
        gettext_noop("Exposure, time allowed for"),
        gettext_noop("Pain, time allowed for"),
    )
    return Table(tuple(map(translate, header)), tuple(_rows(found.lines)) if found.within_patient else ())


def _rows(lines: Sequence[PatientLine]) -> Iterator[tuple[Cell, ...]]:
    for number, line in enumerate(lines, start=1):
        columns = (line.exposure, line.pain, line.adjusted_exposure, line.adjusted_pain)
        yield from ((number, *map(rounded, values)) for values in zip(*columns, strict=True))
