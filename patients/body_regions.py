"""The regions of the body that complaints and pain ratings name, pure, with the sides they allow."""

from collections.abc import Mapping
from types import MappingProxyType

from clinic.common.wording import gettext_noop

UNSIDED = ("none",)
SIDED = ("left", "right")
ANY_SIDE = ("left", "right", "none")

SIDE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "left": gettext_noop("left"),
        "right": gettext_noop("right"),
        "none": gettext_noop("no side"),
    }
)

REGION_SIDES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "low_back": UNSIDED,
        "upper_back": UNSIDED,
        "neck": UNSIDED,
        "head": UNSIDED,
        "hip": SIDED,
        "knee": SIDED,
        "leg_radiating": SIDED,
        "shoulder": SIDED,
        "arm": SIDED,
        "hand": SIDED,
        "foot": SIDED,
        "other": ANY_SIDE,
    }
)

REGION_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "low_back": gettext_noop("low back"),
        "upper_back": gettext_noop("upper back"),
        "neck": gettext_noop("neck"),
        "head": gettext_noop("head"),
        "hip": gettext_noop("hip"),
        "knee": gettext_noop("knee"),
        "leg_radiating": gettext_noop("leg, radiating"),
        "shoulder": gettext_noop("shoulder"),
        "arm": gettext_noop("arm"),
        "hand": gettext_noop("hand"),
        "foot": gettext_noop("foot"),
        "other": gettext_noop("other region"),
    }
)
