"""A chart as the rest of the product knows it: what is drawn, the same in words, the same in numbers."""

from dataclasses import dataclass
from typing import Any

from treatments.outcomes.charts.frame import wrapped
from treatments.outcomes.charts.style import HEADING_SIZE, LEFT_OF_A_PANEL, PAGE_WIDTH, SCHEMA, config

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as rows under a header; a cell without a value is None."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `name` is stable and safe in a path; `description` is its alternative text.

    `spec` is a complete Vega-Lite specification without any reference to the outside. `half_width` charts stand
    side by side on a printed page.
    """

    name: str
    title: str
    description: str
    spec: dict[str, Any]
    table: Table
    half_width: bool = False


def chart(
    *,
    name: str,
    title: str,
    description: str,
    panels: list[dict[str, Any]],
    table: Table,
    heading: str = "",
    half_width: bool = False,
    left: int = LEFT_OF_A_PANEL,
) -> Chart:
    """Stack panels into a chart that stands on its own; `heading` is drawn above them, from `left` on."""
    spec: dict[str, Any] = {
        "$schema": SCHEMA,
        "description": description,
        "vconcat": [_without_empty_layers(panel) for panel in panels],
        "resolve": {"scale": dict.fromkeys(("color", "shape"), "independent")},
        "config": config(),
    }
    if heading:
        spec["title"] = {"text": wrapped(heading, PAGE_WIDTH, HEADING_SIZE), "fontSize": HEADING_SIZE, "dx": left}
    return Chart(name=name, title=title, description=description, spec=spec, table=table, half_width=half_width)


def _without_empty_layers(panel: dict[str, Any]) -> dict[str, Any]:
    """Leave out the layers that have no data: they draw nothing, and a screen reader would meet them nameless."""
    parts: dict[str, Any] = {
        name: [_without_empty_layers(one) for one in panel[name] if one.get("data", {}).get("values") != []]
        for name in ("layer", "hconcat", "vconcat")
        if name in panel
    }
    return {**panel, **parts}
