"""Measures of the spine seen from the side: lordosis and kyphosis."""

from __future__ import annotations

from assessments.catalogue.measure import UNSIDED, Evidence, Interval, Measure, Method, Posture, Unit, by_code
from clinic.common.wording import gettext_noop

_PROVISIONAL = gettext_noop("No published figure used; replace it by the clinic's own repeatability study.")
_METHODS = by_code(
    Method("inclinometer", gettext_noop("Inclinometer"), 3.0, 4.5, Evidence.PROVISIONAL, _PROVISIONAL),
    Method("flexicurve", gettext_noop("Flexible curve ruler"), 3.0, 4.5, Evidence.PROVISIONAL, _PROVISIONAL),
    Method(
        "radiograph",
        gettext_noop("Radiograph (Cobb angle)"),
        None,
        None,
        Evidence.UNKNOWN,
        gettext_noop("No figure is known; the clinic can give its own."),
    ),
)

LUMBAR_LORDOSIS = Measure(
    code="lumbar_lordosis",
    label=gettext_noop("Lumbar lordosis"),
    definition=gettext_noop("Standing: the inward curve of the lower back, seen from the side."),
    unit=Unit.DEG,
    sides=UNSIDED,
    positive=gettext_noop("more inward curve"),
    negative=gettext_noop("less inward curve"),
    sign=gettext_noop("Positive: curved inward (lordosis). Negative: curved outward."),
    hard=Interval(-30, 120),
    soft=Interval(15, 75),
    reference=Interval(30, 60),
    neutral=None,
    bounds_source=gettext_noop("Default from textbooks; normal group of the UCI data (n = 100): 43.5 ± 12.4°."),
    caution=gettext_noop(
        "Eight studies found no difference between people with and without low back pain (Laird 2014)."
    ),
    posture=Posture.STANDING,
    methods=_METHODS,
)

THORACIC_KYPHOSIS = Measure(
    code="thoracic_kyphosis",
    label=gettext_noop("Thoracic kyphosis"),
    definition=gettext_noop("Standing: the outward curve of the upper back, seen from the side."),
    unit=Unit.DEG,
    sides=UNSIDED,
    positive=gettext_noop("more rounded"),
    negative=gettext_noop("flatter"),
    sign=gettext_noop("0 is flat; larger is more rounded."),
    hard=Interval(0, 120),
    soft=Interval(15, 60),
    reference=Interval(20, 45),
    neutral=None,
    bounds_source=gettext_noop("Default from textbooks."),
    caution=gettext_noop("The methods see different parts of the curve; compare only readings of one method."),
    posture=Posture.STANDING,
    methods=_METHODS,
)

SPINE = (LUMBAR_LORDOSIS, THORACIC_KYPHOSIS)
