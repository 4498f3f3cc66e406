"""Which drawing explains a measure where it is entered. The drawings were made for this product."""

from collections.abc import Mapping
from types import MappingProxyType

DRAWINGS: Mapping[str, str] = MappingProxyType(
    {
        "leg_length_true": "leg_length_true",
        "leg_length_apparent": "leg_length_apparent",
        "lld_true": "leg_difference",
        "lld_functional": "heel_step",
        "navicular_drop": "foot_arch",
        "pelvic_tilt_palp": "pelvic_tilt",
        "pelvic_tilt_rad_pt": "pelvic_tilt_radiograph",
        "pelvic_obliquity": "pelvic_obliquity",
        "crest_height_diff": "pelvic_obliquity",
        "pelvic_rotation": "pelvic_rotation",
        "knee_frontal_hka": "knee_frontal",
        "knee_frontal_fta": "knee_frontal",
        "icd_imd": "knee_gap",
        "q_angle": "q_angle",
        "knee_extension": "knee_bend",
        "knee_flexion": "knee_bend",
        "lumbar_lordosis": "spine_curves",
        "thoracic_kyphosis": "spine_curves",
    }
)
"""By measure; each is a template of ``assessments/drawings``. A new measure without one is explained in words."""


def drawing_of(measure: str) -> str:
    """Give the template of the measure's drawing; "" if it has none."""
    name = DRAWINGS.get(measure)
    return f"assessments/drawings/{name}.html" if name else ""
