"""Measures of the pelvis: tilt, obliquity, crest height, rotation."""

from __future__ import annotations

from dataclasses import replace

from assessments.catalogue.measure import (
    LEFT_AND_RIGHT,
    UNSIDED,
    Evidence,
    Interval,
    Measure,
    Method,
    Posture,
    Unit,
    by_code,
)
from clinic.common.wording import gettext_noop

_TILT_SIGN = gettext_noop(
    "Positive: tilted forward (anterior), the ASIS is lower than the PSIS. Negative: tilted backward (posterior)."
)
_TILT_BOUNDS_SOURCE = gettext_noop(
    "Default, informed by Herrington 2011: 85 percent of men and 75 percent of women without symptoms are "
    "tilted forward, mean about 6-7°; and by Preece 2008: 0-23° in cadavers held in one fixed position."
)

PELVIC_TILT_PALP = Measure(
    code="pelvic_tilt_palp",
    label=gettext_noop("Pelvic tilt, palpated"),
    definition=gettext_noop("Standing: angle of the line from PSIS to ASIS to the horizontal, seen from the side."),
    unit=Unit.DEG,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("tilted forward"),
    negative=gettext_noop("tilted backward"),
    sign=_TILT_SIGN,
    hard=Interval(-30, 45),
    soft=Interval(-10, 25),
    reference=Interval(0, 15),
    neutral=7,
    bounds_source=_TILT_BOUNDS_SOURCE,
    caution=gettext_noop(
        "The level cannot be read as posture, because bones differ by up to 11° between the sides of one "
        "person; only change within a person counts. Not the radiographic pelvic tilt, which has the "
        "opposite sign."
    ),
    posture=Posture.STANDING,
    methods=by_code(
        Method(
            "palm",
            gettext_noop("Palpation meter (PALM) on the skin"),
            1.5,
            2.6,
            Evidence.DERIVED,
            gettext_noop(
                "Herrington, in PMC8486407 (SEM 1.1° within a session), raised for the lower agreement "
                "across sessions and raters in Beardsley 2016 (ICC 0.65-0.88)."
            ),
        ),
        Method(
            "palm_over_clothing",
            gettext_noop("Palpation meter (PALM) over clothing"),
            3.6,
            3.6,
            Evidence.SOURCED,
            gettext_noop("Hagins 1998, in PMC8486407: SEM 3.6° despite an ICC of 0.98 within and 0.89 between raters."),
        ),
        Method(
            "digital_inclinometer",
            gettext_noop("Digital inclinometer"),
            1.6,
            2.6,
            Evidence.SOURCED,
            gettext_noop("Prushansky 2008, in PMC8486407: SEM 0.9-2.26° within and 2.59° between raters."),
        ),
    ),
)

PELVIC_TILT_PALP_MEAN = replace(
    PELVIC_TILT_PALP,
    code="pelvic_tilt_palp_mean",
    label=gettext_noop("Pelvic tilt, palpated, mean of both sides"),
    definition=gettext_noop("Mean of the palpated tilt of the left and the right side."),
    sides=UNSIDED,
    # Both sides share stance and hands, so their errors do not cancel: the mean keeps the SEM of one side.
    methods=by_code(*(replace(method, enterable=False) for method in PELVIC_TILT_PALP.methods.values())),
    enterable=False,
    derived_from="pelvic_tilt_palp",
)


INNOMINATE_ASYMMETRY = Measure(
    code="innominate_asymmetry",
    label=gettext_noop("Innominate asymmetry"),
    definition=gettext_noop("Palpated pelvic tilt of the right side minus that of the left side."),
    unit=Unit.DEG,
    sides=UNSIDED,
    positive=gettext_noop("right tilted further forward"),
    negative=gettext_noop("left tilted further forward"),
    sign=gettext_noop(
        "Right minus left. Positive: the right side is tilted further forward. Negative: the left side is."
    ),
    hard=Interval(-30, 30),
    soft=Interval(-11, 11),
    reference=Interval(-4, 4),
    neutral=0,
    bounds_source=gettext_noop(
        "Default, informed by Preece 2008: the shape of the two sides differs by up to 11°; and by Krawiec "
        "2003: 42 of 44 athletes without symptoms had some asymmetry."
    ),
    caution=gettext_noop(
        "Almost everyone has some. The two halves of a pelvis differ in shape, so level is not posture."
    ),
    methods=by_code(*(method.of_difference() for method in PELVIC_TILT_PALP.methods.values())),
    enterable=False,
    derived_from="pelvic_tilt_palp",
)

PELVIC_TILT_RAD_PT = Measure(
    code="pelvic_tilt_rad_pt",
    label=gettext_noop("Pelvic tilt (PT), radiographic"),
    definition=gettext_noop(
        "Radiograph from the side: angle between the vertical and the line from the hip axis to the middle "
        "of the upper end plate of S1."
    ),
    unit=Unit.DEG,
    sides=UNSIDED,
    positive=gettext_noop("tilted backward (retroversion)"),
    negative=gettext_noop("tilted forward (anteversion)"),
    sign=gettext_noop(
        "Positive: tilted backward (retroversion). Negative: tilted forward. Opposite to the palpated tilt."
    ),
    hard=Interval(-25, 60),
    soft=Interval(-5, 35),
    reference=Interval(0, 25),
    neutral=None,
    bounds_source=gettext_noop(
        "Default, informed by the normal group of the UCI vertebral column data (n = 100): 12.8 ± 6.8°."
    ),
    caution=gettext_noop("Not comparable with the palpated tilt: other landmarks, opposite sign, other normal range."),
    methods=by_code(
        Method(
            "radiograph",
            gettext_noop("Radiograph"),
            None,
            None,
            Evidence.UNKNOWN,
            gettext_noop("No figure is known; the clinic can give its own."),
        ),
    ),
)

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
    bounds_source=gettext_noop("Default of this catalogue; 5 mm across 280 mm are about 1.0°."),
    caution=gettext_noop("Does not show whether the pelvis or the legs cause the slope."),
    posture=Posture.STANDING,
    methods=by_code(
        Method(
            "palm",
            gettext_noop("Palpation meter (PALM)"),
            0.7,
            1.1,
            Evidence.DERIVED,
            gettext_noop("Hagins 1998: ICC 0.84 within and 0.65 between raters; SEM with an assumed SD of 1.8°."),
        ),
        Method(
            "radiograph",
            gettext_noop("Radiograph"),
            None,
            None,
            Evidence.UNKNOWN,
            gettext_noop("No figure is known; the clinic can give its own."),
        ),
    ),
)

CREST_HEIGHT_DIFF = Measure(
    code="crest_height_diff",
    label=gettext_noop("Iliac crest height difference"),
    definition=gettext_noop("Standing: height of the right iliac crest minus that of the left."),
    unit=Unit.MM,
    sides=UNSIDED,
    positive=gettext_noop("right side higher"),
    negative=gettext_noop("left side higher"),
    sign=gettext_noop("Right minus left. Positive: the right crest is higher. Negative: the left crest is higher."),
    hard=Interval(-80, 80),
    soft=Interval(-25, 25),
    reference=Interval(-6, 6),
    neutral=0,
    bounds_source=gettext_noop("Default of this catalogue."),
    caution=gettext_noop(
        "The same quantity as the obliquity, in millimetres: do not count both. Even on the X-ray a lift of "
        "6.35 mm moved the lines by only 3.6-5.8 mm (Fann 2003)."
    ),
    posture=Posture.STANDING,
    methods=by_code(
        Method(
            "palpation_level",
            gettext_noop("Palpation and level"),
            3.0,
            4.5,
            Evidence.PROVISIONAL,
            gettext_noop("Informed by Fann 2003; replace it by the clinic's own repeatability study."),
        ),
    ),
)

PELVIC_ROTATION = Measure(
    code="pelvic_rotation",
    label=gettext_noop("Pelvic rotation"),
    definition=gettext_noop("Angle of the line between both ASIS to the frontal plane, seen from above."),
    unit=Unit.DEG,
    sides=UNSIDED,
    positive=gettext_noop("right side forward"),
    negative=gettext_noop("left side forward"),
    sign=gettext_noop("Positive: the right ASIS is further forward. Negative: the left ASIS is further forward."),
    hard=Interval(-40, 40),
    soft=Interval(-10, 10),
    reference=Interval(-4, 4),
    neutral=0,
    bounds_source=gettext_noop("Default of this catalogue."),
    caution=gettext_noop("Depends strongly on how the feet stand; no usable study of its repeatability was found."),
    methods=by_code(
        Method(
            "caliper",
            gettext_noop("Caliper"),
            2.0,
            3.0,
            Evidence.PROVISIONAL,
            gettext_noop("No usable published figure; replace it by the clinic's own repeatability study."),
        ),
    ),
)

PELVIS = (
    PELVIC_TILT_PALP,
    PELVIC_TILT_PALP_MEAN,
    INNOMINATE_ASYMMETRY,
    PELVIC_TILT_RAD_PT,
    PELVIC_OBLIQUITY,
    CREST_HEIGHT_DIFF,
    PELVIC_ROTATION,
)
