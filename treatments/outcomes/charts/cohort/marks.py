"""Layers of a drawing whose places are given in pixels: texts, lines, boxes and markers, one layer per look."""

from collections.abc import Iterable
from typing import Any

from treatments.outcomes.charts.style import INK, MUTED, PAPER, POINT_SIZE, TEXT_SIZE

Layer = dict[str, Any]
Place = dict[str, Any]


def at(field: str) -> dict[str, Any]:
    """Give a channel whose field counts pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def texts(rows: Iterable[tuple[float, float, str]], **look: Any) -> Layer:
    """Write texts at (x, y); a line break in a text begins a new line. Left-aligned, muted unless said otherwise."""
    values = [{"x": x, "y": y, "text": text} for x, y, text in rows]
    mark = {"type": "text", "align": "left", "baseline": "middle", "color": MUTED, "fontSize": TEXT_SIZE}
    return {
        "data": {"values": values},
        "mark": {**mark, "lineBreak": "\n", "lineHeight": 14, **look},
        "encoding": {"x": at("x"), "y": at("y"), "text": {"field": "text"}},
    }


def rules(rows: Iterable[tuple[float, float, float, float]], **look: Any) -> Layer:
    """Draw lines from (x, y) to (x2, y2)."""
    values = [{"x": x, "y": y, "x2": x2, "y2": y2} for x, y, x2, y2 in rows]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1, **look},
        "encoding": {"x": at("x"), "y": at("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def boxes(rows: Iterable[tuple[float, float, float, float]], **look: Any) -> Layer:
    """Fill boxes from (x, y) to (x2, y2)."""
    return {**rules(rows), "mark": {"type": "rect", "opacity": 1, **look}}


def markers(rows: Iterable[tuple[float, float]], **look: Any) -> Layer:
    """Set markers without a value, such as those of a key."""
    values = [{"x": x, "y": y} for x, y in rows]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "opacity": 1, "size": POINT_SIZE, **look},
        "encoding": {"x": at("x"), "y": at("y")},
    }


def solid(colour: str, shape: str = "circle") -> dict[str, Any]:
    """Give the look of a filled marker."""
    return {"shape": shape, "fill": colour, "stroke": colour, "strokeWidth": 1.6}


def hollow(colour: str, shape: str = "circle") -> dict[str, Any]:
    """Give the look of a marker that shows the paper."""
    return {"shape": shape, "fill": PAPER, "stroke": colour, "strokeWidth": 1.6}
