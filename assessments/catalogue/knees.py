"""Measures of the knees: their line seen from the front, and how far they straighten and bend."""

from __future__ import annotations

from assessments.catalogue.measure import (
    LEFT_AND_RIGHT,
    UNSIDED,
    Evidence,
    Interval,
    Measure,
    Method,
    Unit,
    by_code,
)
from clinic.common.wording import gettext_noop

_FRONTAL_SIGN = gettext_noop("Positive: bow-legged (varus, the O shape). Negative: knock-kneed (valgus, the X shape).")
_RADIOGRAPH = Method(
    "radiograph",
    gettext_noop("Full-limb radiograph"),
    0.7,
    0.9,
    Evidence.PROVISIONAL,
    gettext_noop("Textbook value, citation not re-checked."),
)
_FLEXION_SOURCE = gettext_noop("Hancock 2018: the minimum significant difference divided by 2.772.")

KNEE_FRONTAL_HKA = Measure(
    code="knee_frontal_hka",
    label=gettext_noop("Knee, frontal angle (hip-knee-ankle)"),
    definition=gettext_noop("Deviation of the hip-knee-ankle angle from a straight 180°, seen from the front."),
    unit=Unit.DEG,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("bow-legged, varus"),
    negative=gettext_noop("knock-kneed, valgus"),
    sign=_FRONTAL_SIGN,
    hard=Interval(-35, 35),
    soft=Interval(-12, 12),
    reference=Interval(-3, 3),
    neutral=0,
    bounds_source=gettext_noop(
        "Default, informed by PMC3560206: healthy men 1.5 ± 3.0° varus, women 0.5 ± 2.6° varus."
    ),
    caution=gettext_noop(
        "Bone does not change in weeks: a change is more likely another stance or leg rotation. About a "
        "third of men have 3° varus or more without any disease."
    ),
    methods=by_code(
        Method(
            "phone_inclinometer",
            gettext_noop("Smartphone inclinometer on the shin"),
            0.7,
            1.2,
            Evidence.SOURCED,
            gettext_noop("10.1007/s11517-021-02440-9: SEM 0.7°, MDC95 1.8°; between raters MDC 1.2-3.2°."),
        ),
        Method(
            "manual_inclinometer",
            gettext_noop("Manual inclinometer"),
            1.0,
            1.5,
            Evidence.SOURCED,
            gettext_noop("10.1007/s11517-021-02440-9: SEM 1.0°, MDC95 2.6°."),
        ),
        Method(
            "photograph",
            gettext_noop("Photograph"),
            1.0,
            1.0,
            Evidence.DERIVED,
            gettext_noop("Sheehy 2015: test-retest ICC 0.90; reads 4.5° more varus than a radiograph."),
        ),
        _RADIOGRAPH,
    ),
    feasibility_caution=True,
)

KNEE_FRONTAL_FTA = Measure(
    code="knee_frontal_fta",
    label=gettext_noop("Knee, frontal angle (femur-tibia)"),
    definition=gettext_noop("Deviation of the anatomic femur-tibia angle from a straight 180°, seen from the front."),
    unit=Unit.DEG,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("bow-legged, varus"),
    negative=gettext_noop("knock-kneed, valgus"),
    sign=_FRONTAL_SIGN,
    hard=Interval(-35, 35),
    soft=Interval(-15, 15),
    reference=Interval(-9, -3),
    neutral=-6,
    bounds_source=gettext_noop("Default, informed by PMC3560206; varies by group."),
    caution=gettext_noop("Its neutral is about 6° valgus, so it cannot be compared with the hip-knee-ankle angle."),
    methods=by_code(
        Method(
            "goniometer",
            gettext_noop("Goniometer"),
            None,
            None,
            Evidence.UNKNOWN,
            gettext_noop("No figure is known; the clinic can give its own."),
        ),
        _RADIOGRAPH,
    ),
)

ICD_IMD = Measure(
    code="icd_imd",
    label=gettext_noop("Gap between knees or ankles"),
    definition=gettext_noop(
        "Gap between the knees with the ankles together (positive), or between the ankles with the knees "
        "together (negative)."
    ),
    unit=Unit.MM,
    sides=UNSIDED,
    positive=gettext_noop("bow-legged, gap between the knees"),
    negative=gettext_noop("knock-kneed, gap between the ankles"),
    sign=gettext_noop("Positive: gap between the knees (bow-legged). Negative: gap between the ankles (knock-kneed)."),
    hard=Interval(-250, 250),
    soft=Interval(-80, 80),
    reference=Interval(-40, 40),
    neutral=0,
    bounds_source=gettext_noop("Default of this catalogue."),
    caution=gettext_noop("Cannot say which knee; soft tissue of the thighs and calves changes the gap."),
    methods=by_code(
        Method(
            "caliper",
            gettext_noop("Caliper"),
            None,
            None,
            Evidence.UNKNOWN,
            gettext_noop("No figure is known; the clinic can give its own."),
        ),
    ),
)

Q_ANGLE = Measure(
    code="q_angle",
    label=gettext_noop("Q-angle"),
    definition=gettext_noop(
        "Angle from the ASIS to the kneecap to the tibial tubercle; record the posture and whether the thigh is tensed."
    ),
    unit=Unit.DEG,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("wider"),
    negative=gettext_noop("narrower"),
    sign=gettext_noop("Positive: the kneecap lies inward of the line from ASIS to tubercle; larger is wider."),
    hard=Interval(-5, 45),
    soft=Interval(5, 25),
    reference=Interval(8, 18),
    neutral=14,
    bounds_source=gettext_noop("Default from textbooks."),
    caution=gettext_noop("Studies disagree considerably on its repeatability and its meaning (Smith 2008)."),
    methods=by_code(
        Method(
            "goniometer",
            gettext_noop("Goniometer"),
            1.1,
            1.6,
            Evidence.SOURCED,
            gettext_noop(
                "Turk J Kinesiology 2025: SEM 0.87-1.18° within, 1.19-1.59° between raters; Weiss 2013: SEM 1.0°."
            ),
        ),
    ),
)

KNEE_EXTENSION = Measure(
    code="knee_extension",
    label=gettext_noop("Knee extension"),
    definition=gettext_noop("How far the knee straightens, at rest or at most; 0 is straight."),
    unit=Unit.DEG,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("stays bent"),
    negative=gettext_noop("over-straightens"),
    sign=gettext_noop(
        "Positive: the knee stays bent (flexion contracture). Negative: it over-straightens "
        "(hyperextension). Others use the reverse sign."
    ),
    hard=Interval(-30, 60),
    soft=Interval(-10, 10),
    reference=Interval(-5, 5),
    neutral=0,
    bounds_source=gettext_noop("Default; extension beyond about 10° is abnormal."),
    caution=gettext_noop("Pain and swelling limit it on the day; it is not a measure of the bones."),
    methods=by_code(
        Method(
            "inclinometer",
            gettext_noop("Inclinometer"),
            1.2,
            1.4,
            Evidence.DERIVED,
            gettext_noop("Thieme a-2321-0516: MDC95 2.0-3.5° within a rater, 3.7° between raters."),
        ),
        Method(
            "goniometer",
            gettext_noop("Goniometer"),
            1.9,
            3.7,
            Evidence.DERIVED,
            gettext_noop("Thieme a-2321-0516: MDC95 2.6-5.4° test-retest, 10.4° between raters."),
        ),
    ),
)

KNEE_FLEXION = Measure(
    code="knee_flexion",
    label=gettext_noop("Knee flexion"),
    definition=gettext_noop("How far the knee bends by its own strength."),
    unit=Unit.DEG,
    sides=LEFT_AND_RIGHT,
    positive=gettext_noop("bends further"),
    negative=gettext_noop("bends less"),
    sign=gettext_noop("0 is straight; larger bends further."),
    hard=Interval(0, 170),
    soft=Interval(90, 155),
    reference=Interval(130, None),
    neutral=None,
    bounds_source=gettext_noop("Default; the usual range is 0-135°."),
    caution=gettext_noop("Pain and swelling limit it on the day. By eye, changes below 14° cannot be told from error."),
    methods=by_code(
        Method("inclinometer", gettext_noop("Inclinometer"), 2.2, 2.2, Evidence.DERIVED, _FLEXION_SOURCE),
        Method(
            "long_goniometer",
            gettext_noop("Long-arm goniometer"),
            3.6,
            3.6,
            Evidence.DERIVED,
            _FLEXION_SOURCE,
        ),
        Method("phone_app", gettext_noop("Smartphone app"), 4.3, 4.3, Evidence.DERIVED, _FLEXION_SOURCE),
        Method("visual", gettext_noop("Visual estimate"), 5.1, 5.1, Evidence.DERIVED, _FLEXION_SOURCE),
    ),
)

KNEES = (KNEE_FRONTAL_HKA, KNEE_FRONTAL_FTA, ICD_IMD, Q_ANGLE, KNEE_EXTENSION, KNEE_FLEXION)
