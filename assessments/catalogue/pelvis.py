"""Measures of the pelvis: tilt, obliquity, crest height, rotation."""

from __future__ import annotations

from datetime import date

from assessments.catalogue.measure import (
    UNSIDED,
    Evidence,
    Interval,
    Measure,
    Method,
    Unit,
    by_code,
)
from clinic.common.wording import gettext_noop

VALID_FROM = date(2026, 11, 22)

PELVIC_OBLIQUITY = Measure(
    code="pelvic_obliquity",
    label=gettext_noop("Pelvic obliquity"),
    definition=gettext_noop(
        "Standing: angle of the line between the iliac crests (or the ASIS) to the horizontal, seen from the front."
    ),
    unit=Unit.DEG,
    sides=UNSIDED,
    positive=gettext_noop("right side higher"),
    negative=gettext_noop("left side higher"),
    sign=gettext_noop("Positive: the right side is higher. Negative: the left side is higher."),
    hard=Interval(-20, 20),
    soft=Interval(-6, 6),
    reference=Interval(-1.5, 1.5),
    neutral=0,
    bounds_source="Default of this catalogue; 5 mm at 280 mm between the landmarks is about 1.0°.",
    caution=gettext_noop(
        "Does not show whether the pelvis or the legs cause the slope. Small slopes are common without pain."
    ),
    methods=by_code(
        Method(
            "palm",
            gettext_noop("Palpation meter (PALM)"),
            0.7,
            1.1,
            Evidence.DERIVED,
            "Hagins 1998: ICC 0.84 within, 0.65 between raters; SEM with an assumed SD of 1.8°.",
            VALID_FROM,
        ),
        Method(
            "radiograph",
            gettext_noop("Radiograph"),
            None,
            None,
            Evidence.UNKNOWN,
            "No published figure used.",
            VALID_FROM,
        ),
    ),
)

PELVIS = (PELVIC_OBLIQUITY,)
