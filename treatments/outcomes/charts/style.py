"""How every chart looks: typefaces, sizes, colours that colour-blind readers and grey printers tell apart."""

from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONTS = "Inter, Noto Sans CJK TC, sans-serif"

# Okabe & Ito 2008. A region also has a shape and a line style of its own: never colour alone.
REGION_COLOURS = ("#0072B2", "#D55E00", "#009E73")
REGION_SHAPES = ("circle", "square", "triangle-up")
REGION_DASHES = ([1, 0], [7, 3], [7, 3, 2, 3])
METHOD_SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")

INK = "#1F2933"
MUTED = "#52606D"  # 6.6:1 on white
NOT_COMPARABLE = "#7B8794"
BAND = "#E1E5EA"
HATCH = "#9AA5B1"
GRID = "#EEF0F3"
PAPER = "#FFFFFF"

PAGE_WIDTH = 620
HALF_WIDTH = 292
POINT_SIZE = 62
TEXT_SIZE = 11.5
TITLE_SIZE = 13
HEADING_SIZE = 15
AXIS_EXTENT = 34  # room left of a panel for its numbers, the same everywhere so that panels line up
LEFT_OF_A_PANEL = -AXIS_EXTENT - 6  # where its title begins, above the numbers

CROSS_OUT = "M-1,-1L1,1M-1,1L1,-1"
"""A diagonal cross as a marker path, laid over readings that are not compared."""


def config() -> dict[str, Any]:
    """Give the Vega-Lite configuration that every chart shares."""
    return {
        "font": FONTS,
        "background": PAPER,
        "padding": 6,
        "view": {"stroke": "#CBD2D9", "strokeWidth": 1},
        "concat": {"spacing": 18},
        # Only readings, sessions and events speak to a screen reader; lines and bands are in the description.
        **{mark: {"aria": False} for mark in ("line", "rule", "rect")},
        "title": {
            "anchor": "start",
            "frame": "group",
            "dx": LEFT_OF_A_PANEL,
            "color": INK,
            "fontSize": TITLE_SIZE,
            "fontWeight": 600,
            "offset": 7,
            "subtitleColor": MUTED,
            "subtitleFontSize": TEXT_SIZE,
            "subtitlePadding": 3,
            "subtitleLineHeight": 15,
        },
        "axis": {
            "labelColor": MUTED,
            "labelFontSize": TEXT_SIZE,
            "labelLineHeight": 13,
            "titleColor": MUTED,
            "titleFontWeight": 400,
            "titleFontSize": TEXT_SIZE,
            "domain": False,
            "tickColor": "#CBD2D9",
            "gridColor": GRID,
        },
        "legend": {
            "labelColor": INK,
            "labelFontSize": TEXT_SIZE,
            "labelLimit": 400,
            "symbolSize": 70,
            "symbolStrokeWidth": 1.6,
            "columnPadding": 18,
            "orient": "top",
            "direction": "horizontal",
            "offset": 4,
            "title": None,
        },
    }
