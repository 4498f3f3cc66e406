"""A chart as the rest of the product knows it: what is drawn, the same in words, the same in numbers."""

from dataclasses import dataclass
from typing import Any

from treatments.outcomes.charts.style import SCHEMA, config

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as rows under a header; a cell without a value is None."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `name` is stable and safe in a path; `description` is its alternative text.

    `spec` is a complete Vega-Lite specification without any reference to the outside.
    """

    name: str
    title: str
    description: str
    spec: dict[str, Any]
    table: Table


def complete(panels: list[dict[str, Any]], heading: str = "") -> dict[str, Any]:
    """Stack panels into a specification that stands on its own."""
    independent = dict.fromkeys(("color", "shape"), "independent")
    spec: dict[str, Any] = {
        "$schema": SCHEMA,
        "vconcat": panels,
        "resolve": {"scale": independent},
        "config": config(),
    }
    return {**spec, "title": {"text": heading, "fontSize": 15}} if heading else spec
