"""The body chart: a front and a back figure, drawn for this product, whose parts are the regions that can hurt.

A page that shows it gives ``body_chart(...)`` to its template, which includes ``assessments/body_chart.html``; what
else the page needs is said at the head of that file. The chart stores nothing: it shows and sets the page's own
fields, one for each region and side.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.pain_regions import REGIONS
from patients.body_regions import SIDE_LABELS, SIDED

WIDTH = 200
"""Of each figure, in the units of its drawing; the middle of the body is at half of it."""

HEAD = "M100 8C119 8 127 23 125 39C123 54 113 64 100 64C87 64 77 54 75 39C73 23 81 8 100 8Z"
NECK = "M86 56C90 64 110 64 114 56C113 70 113 78 118 84L82 84C87 78 87 70 86 56Z"
UPPER_BACK = (
    "M82 84L118 84C126 92 136 104 138 126C138 140 134 152 131 162L69 162C66 152 62 140 62 126C64 104 74 92 82 84Z"
)
LOW_BACK = "M69 162L131 162C129 178 132 196 138 214L62 214C68 196 71 178 69 162Z"
SHOULDER = "M82 84C74 89 58 88 49 95C41 101 38 112 38 126L62 126C64 104 74 92 82 84Z"
ARM = "M38 126L62 126C62 150 58 168 54 186C51 204 47 222 45 234L25 230C26 206 29 190 31 172C33 154 36 140 38 126Z"
HAND = "M25 230L45 234C46 246 44 258 39 267C35 274 25 274 21 266C17 257 21 242 25 230Z"
HIP = "M62 214L100 214L100 264C84 268 70 266 55 262C55 244 58 230 62 214Z"
THIGH = "M55 262C70 266 84 268 99 264C99 290 95 314 91 334L61 334C57 312 53 286 55 262Z"
KNEE = "M61 334L91 334C92 346 91 358 89 369L63 369C61 358 60 346 61 334Z"
LOWER_LEG = "M63 369L89 369C93 385 91 405 85 424L68 424C61 405 59 387 63 369Z"
FOOT = "M68 424L85 424C87 435 90 446 87 453C78 458 60 458 53 453C53 446 65 438 68 424Z"
HEEL = "M68 424L85 424C87 434 89 446 86 453C80 457 66 457 61 453C61 445 67 436 68 424Z"

CHEST_AND_BELLY = (
    "M82 84L118 84C126 92 136 104 138 126C138 140 134 152 131 162C129 178 132 196 138 214L62 214C68 196 71 178 69 162"
    "C66 152 62 140 62 126C64 104 74 92 82 84Z"
)
FRONT_TRAITS = (
    "M84 94C91 97 95 98 98 101M116 94C109 97 105 98 102 101M91 35h4M105 35h4M96 50C98 52 102 52 104 50M100 38v6"
    "M99 186h2"
)
BACK_TRAITS = (
    "M100 90V110M100 138V174M100 204V214M76 112C80 124 84 134 92 140M124 112C120 124 116 134 108 140M100 222V258"
)


@dataclass(frozen=True)
class Part:
    """A part of one figure: its region, its outline, and where its rating is written.

    What has two sides is drawn once, on the left of the sheet, and mirrored.
    """

    region: str
    outline: str
    x: int
    y: int


FRONT = (
    Part("head", HEAD, 100, 36),
    Part("neck", NECK, 100, 74),
    Part("shoulder", SHOULDER, 51, 109),
    Part("arm", ARM, 44, 176),
    Part("hand", HAND, 33, 252),
    Part("hip", HIP, 79, 240),
    Part("leg_radiating", THIGH, 76, 298),
    Part("knee", KNEE, 76, 351),
    Part("leg_radiating", LOWER_LEG, 76, 394),
    Part("foot", FOOT, 73, 442),
)
BACK = (
    Part("head", HEAD, 100, 36),
    Part("neck", NECK, 100, 74),
    Part("shoulder", SHOULDER, 51, 109),
    Part("upper_back", UPPER_BACK, 100, 124),
    Part("arm", ARM, 44, 176),
    Part("low_back", LOW_BACK, 100, 189),
    Part("hand", HAND, 33, 252),
    Part("hip", HIP, 79, 240),
    Part("leg_radiating", THIGH, 76, 298),
    Part("knee", KNEE, 76, 351),
    Part("leg_radiating", LOWER_LEG, 76, 394),
    Part("foot", HEEL, 74, 442),
)


@dataclass(frozen=True)
class Spot:
    """One region on one side, as it can be chosen in a figure; ``field`` and ``row`` are names of the page."""

    label: str
    outline: str
    mirrored: bool
    x: int
    y: int
    field: str
    row: str


@dataclass(frozen=True)
class Figure:
    """One view of the body. ``on_the_left`` and ``on_the_right`` say which side of the patient is where.

    ``plain`` is drawn below the spots and cannot be chosen, ``traits`` are lines above them.
    """

    label: str
    plain: str
    traits: str
    on_the_left: str
    on_the_right: str
    spots: tuple[Spot, ...]


def body_chart(field: str, row: str) -> tuple[Figure, Figure]:
    """The front and the back of the body, with names for a person.

    ``field`` is the pattern of the names of the page's fields, ``row`` that of the ids to which a spot leads where
    no script runs; both may use ``{region}`` and ``{side}`` (left, right, none), as in ``pain-{region}-0-{side}``.
    """
    # Who faces us has the right side on our left.
    facing, turned = ("right", "left"), ("left", "right")
    front = tuple(spot for part in FRONT for spot in _spots(part, facing, field, row))
    back = tuple(spot for part in BACK for spot in _spots(part, turned, field, row))
    right, left = (capfirst(_(SIDE_LABELS[side])) for side in facing)
    return (
        Figure(_("Front view"), CHEST_AND_BELLY, FRONT_TRAITS, right, left, front),
        Figure(_("Back view"), "", BACK_TRAITS, left, right, back),
    )


def _spots(part: Part, sides: tuple[str, str], field: str, row: str) -> Iterator[Spot]:
    name = capfirst(_(REGIONS[part.region].label))
    sided = REGIONS[part.region].sides == SIDED
    for mirrored, side in enumerate(sides if sided else ("none",)):
        yield Spot(
            label=f"{name}, {_(SIDE_LABELS[side])}" if sided else name,
            outline=part.outline,
            mirrored=bool(mirrored),
            x=WIDTH - part.x if mirrored else part.x,
            y=part.y,
            field=field.format(region=part.region, side=side),
            row=row.format(region=part.region, side=side),
        )
