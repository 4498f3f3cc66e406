"""Measures of the legs as a whole: lengths, their differences, the arch of the foot."""

from __future__ import annotations

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

LEG_LENGTH_TRUE = Measure(
    code="leg_length_true",
    label=gettext_noop("True leg length"),
    definition=gettext_noop(
        "Lying on the back: from the front spine of the hip bone (ASIS) to the lower tip of the inner ankle bone."
    ),
    unit=Unit.MM,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("longer"),
    negative=gettext_noop("shorter"),
    sign=gettext_noop("A length, always positive; larger is longer."),
    hard=Interval(400, 1300),
    soft=Interval(600, 1100),
    reference=None,
    neutral=None,
    bounds_source=gettext_noop("Default of this catalogue."),
    caution=gettext_noop(
        "One leg by itself is too inexact to follow over time. Only the difference of the legs is followed."
    ),
    posture=Posture.SUPINE,
    methods=by_code(
        Method(
            "tape_supine",
            gettext_noop("Tape measure, lying on the back"),
            17,
            17,
            Evidence.SOURCED,
            gettext_noop("Ultrasound (SAGE) 2023, 10.1177/1742271X231195741: ICC 0.86-0.95, SEM 16.1-19.9 mm."),
        ),
        Method(
            "radiograph",
            gettext_noop("Radiograph"),
            None,
            None,
            Evidence.UNKNOWN,
            gettext_noop("No figure for a single leg is known."),
            posture=Posture.UNKNOWN,
        ),
    ),
)

LEG_LENGTH_APPARENT = Measure(
    code="leg_length_apparent",
    label=gettext_noop("Apparent leg length"),
    definition=gettext_noop(
        "Lying on the back: from the navel (or the tip of the breastbone; say which) to the inner ankle bone."
    ),
    unit=Unit.MM,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("longer"),
    negative=gettext_noop("shorter"),
    sign=gettext_noop("A length, always positive; larger is longer."),
    hard=Interval(500, 1500),
    soft=Interval(700, 1300),
    reference=None,
    neutral=None,
    bounds_source=gettext_noop("Default of this catalogue."),
    caution=gettext_noop("Changes with the slope of the pelvis, so it does not show the length of the bones."),
    posture=Posture.SUPINE,
    methods=by_code(
        Method(
            "tape_supine",
            gettext_noop("Tape measure, lying on the back"),
            None,
            None,
            Evidence.UNKNOWN,
            gettext_noop("No figure for a single leg is known."),
        ),
    ),
)

LLD_TRUE = Measure(
    code="lld_true",
    label=gettext_noop("True leg length difference"),
    definition=gettext_noop(
        "True leg length right minus left; or the height of the blocks under the short side; or from a radiograph."
    ),
    unit=Unit.MM,
    sides=UNSIDED,
    positive=gettext_noop("right longer"),
    negative=gettext_noop("left longer"),
    sign=gettext_noop("Right minus left. Positive: the right leg is longer. Negative: the left leg is longer."),
    hard=Interval(-100, 100),
    soft=Interval(-30, 30),
    reference=Interval(-10, 10),
    neutral=0,
    bounds_source=gettext_noop(
        "Default, informed by Knutson 2005: 90 percent of people have a difference, mean 5.2 mm, SD 4.1; not "
        "clinically significant for most people until about 20 mm."
    ),
    caution=gettext_noop(
        "The band is what is common, not what is healthy. By tape the wrong leg is called short in 7 of 20 "
        "people: below the MDC95 the shorter side is not established. Bone does not change in weeks."
    ),
    methods=by_code(
        Method(
            "tape_supine",
            gettext_noop("Tape measure, lying on the back"),
            3.5,
            4.7,
            Evidence.DERIVED,
            gettext_noop("Badii 2014: ICC 0.477 between raters; SEM of the difference with an assumed SD of 6.5 mm."),
            enterable=False,
        ),
        Method(
            "blocks_standing",
            gettext_noop("Blocks under the short side, standing"),
            2.0,
            3.3,
            Evidence.DERIVED,
            gettext_noop(
                "Badii 2014: ICC 0.737 between raters; SEM with an assumed SD of 6.5 mm. Hanada 2001: "
                "underestimates by about 4-5 mm."
            ),
            posture=Posture.STANDING,
        ),
        Method(
            "radiograph",
            gettext_noop("Radiograph"),
            1.0,
            1.0,
            Evidence.PROVISIONAL,
            gettext_noop("Textbook value of about 1-2 mm (Sabharwal & Kumar 2008), citation not re-checked."),
        ),
    ),
    derived_from="leg_length_true",
    difference_of_legs=True,
    feasibility_caution=True,
)

LLD_APPARENT = Measure(
    code="lld_apparent",
    label=gettext_noop("Apparent leg length difference"),
    definition=gettext_noop("Apparent leg length, right minus left."),
    unit=Unit.MM,
    sides=UNSIDED,
    positive=gettext_noop("right longer"),
    negative=gettext_noop("left longer"),
    sign=gettext_noop("Right minus left. Positive: the right leg seems longer. Negative: the left leg seems longer."),
    hard=Interval(-120, 120),
    soft=Interval(-40, 40),
    reference=Interval(-10, 10),
    neutral=0,
    bounds_source=gettext_noop("Default of this catalogue."),
    caution=gettext_noop("Mixes the slope of the pelvis with the length of the bones and cannot tell them apart."),
    methods=by_code(
        Method(
            "tape_supine",
            gettext_noop("Tape measure, lying on the back"),
            5,
            6,
            Evidence.PROVISIONAL,
            gettext_noop("No published figure found; replace it by the clinic's own repeatability study."),
            enterable=False,
        ),
    ),
    enterable=False,
    derived_from="leg_length_apparent",
    difference_of_legs=True,
)

_HEEL_LEVEL_SOURCE = gettext_noop("Woodfield 2011: 92 percent of pairs within 3/8 inch (9.5 mm), weighted kappa 0.44.")

LLD_FUNCTIONAL = Measure(
    code="lld_functional",
    label=gettext_noop("Functional leg length difference"),
    definition=gettext_noop("Lying, knees straight: the step between the heels."),
    unit=Unit.MM,
    sides=UNSIDED,
    positive=gettext_noop("right longer"),
    negative=gettext_noop("left longer"),
    sign=gettext_noop("Right minus left. Positive: the right leg seems longer. Negative: the left leg seems longer."),
    hard=Interval(-60, 60),
    soft=Interval(-25, 25),
    reference=Interval(-6, 6),
    neutral=0,
    bounds_source=gettext_noop("Default of this catalogue."),
    caution=gettext_noop(
        "Raters agree on the side (kappa 0.65) better than on the amount. Says nothing about the bones."
    ),
    methods=by_code(
        Method(
            "prone_heel_level",
            gettext_noop("Heel level, lying on the front"),
            3.0,
            3.9,
            Evidence.DERIVED,
            _HEEL_LEVEL_SOURCE,
            posture=Posture.PRONE,
        ),
        Method(
            "supine_heel_level",
            gettext_noop("Heel level, lying on the back"),
            3.0,
            3.9,
            Evidence.DERIVED,
            _HEEL_LEVEL_SOURCE,
            posture=Posture.SUPINE,
        ),
    ),
    difference_of_legs=True,
)

NAVICULAR_DROP = Measure(
    code="navicular_drop",
    label=gettext_noop("Navicular drop"),
    definition=gettext_noop("How far the navicular bone of the foot sinks from sitting to standing (flat foot)."),
    unit=Unit.MM,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("sinks further"),
    negative=gettext_noop("sinks less"),
    sign=gettext_noop("Positive: the bone sinks on standing up. Negative: it rises."),
    hard=Interval(-5, 40),
    soft=Interval(0, 20),
    reference=Interval(4, 10),
    neutral=None,
    bounds_source=gettext_noop("Default of this catalogue."),
    caution=gettext_noop("Depends on how much weight is on the foot; the drop alone is not a finding."),
    methods=by_code(
        Method(
            "ruler",
            gettext_noop("Ruler and skin mark"),
            2.0,
            3.0,
            Evidence.PROVISIONAL,
            gettext_noop("Textbook value of about 1-2 mm for one rater; replace it by the clinic's own study."),
        ),
    ),
)

LEGS = (LEG_LENGTH_TRUE, LEG_LENGTH_APPARENT, LLD_TRUE, LLD_APPARENT, LLD_FUNCTIONAL, NAVICULAR_DROP)
