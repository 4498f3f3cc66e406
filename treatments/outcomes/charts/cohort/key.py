"""The key above a cohort's chart: a sample of each sign that occurs, with its meaning beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from treatments.outcomes.charts.cohort.marks import Layer, boxes, hollow, markers, rules, solid, texts
from treatments.outcomes.charts.style import BAND, INK
from treatments.outcomes.charts.words import Translate

Sample = tuple[Callable[[float, float], list[Layer]], str]

LINE = 18
_SIGN = 13  # pixels from the left end of a sample to its middle
_TEXT = 34


def key_layers(
    samples: Sequence[Sample], translate: Translate, width: float, columns: int = 2, top: float = 0
) -> list[Layer]:
    """Lay the samples out in rows, from `top` pixels below the top of the panel."""
    places = [(n % columns * width / columns, top + n // columns * LINE + LINE / 2) for n in range(len(samples))]
    meanings = ((x + _TEXT, y, translate(meaning)) for (x, y), (_, meaning) in zip(places, samples, strict=True))
    signs = (layer for (x, y), (draw, _) in zip(places, samples, strict=True) for layer in draw(x + _SIGN, y))
    return [*signs, texts(meanings, color=INK)]


def key_height(samples: Sequence[Sample], columns: int = 2) -> int:
    """Give the room that a key takes, in pixels."""
    return LINE * -(-len(samples) // columns) + 6


def interval_sign(colour: str, shape: str = "circle") -> Callable[[float, float], list[Layer]]:
    """Give the sample of an estimate with its interval."""
    look = solid(colour, shape)
    return lambda x, y: [rules([(x - 13, y, x + 13, y)], color=colour, strokeWidth=2), markers([(x, y)], **look)]


def hollow_sign(colour: str, shape: str = "circle") -> Callable[[float, float], list[Layer]]:
    """Give the sample of a hollow marker."""
    return lambda x, y: [markers([(x, y)], **hollow(colour, shape))]


def box_sign(colour: str = BAND, **look: Any) -> Callable[[float, float], list[Layer]]:
    """Give the sample of a shaded zone."""
    return lambda x, y: [boxes([(x - 13, y - 6, x + 13, y + 6)], color=colour, **look)]


def line_sign(colour: str, **look: Any) -> Callable[[float, float], list[Layer]]:
    """Give the sample of a line."""
    return lambda x, y: [rules([(x - 13, y, x + 13, y)], color=colour, **look)]
