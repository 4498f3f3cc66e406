"""The catalogue holds every measure and method with the figures of the clinical reference."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures import (
    MEASURES,
    POSTURE_LABELS,
    Evidence,
    Measure,
    Method,
    Posture,
    Side,
    Unit,
    UnitNotAccepted,
    UnknownMeasure,
    accepted_units,
    measure,
    to_canonical,
)

LEGS = {Side.LEFT, Side.RIGHT}
NO_SIDE = {Side.NONE}

# code: unit, sides, hard, soft, reference band, neutral
BOUNDS = {
    "leg_length_true": ("mm", LEGS, (400, 1300), (600, 1100), None, None),
    "leg_length_apparent": ("mm", LEGS, (500, 1500), (700, 1300), None, None),
    "lld_true": ("mm", NO_SIDE, (-100, 100), (-30, 30), (-10, 10), 0),
    "lld_apparent": ("mm", NO_SIDE, (-120, 120), (-40, 40), (-10, 10), 0),
    "lld_functional": ("mm", NO_SIDE, (-60, 60), (-25, 25), (-6, 6), 0),
    "navicular_drop": ("mm", LEGS, (-5, 40), (0, 20), (4, 10), None),
    "pelvic_tilt_palp": ("deg", LEGS, (-30, 45), (-10, 25), (0, 15), 7),
    "pelvic_tilt_palp_mean": ("deg", NO_SIDE, (-30, 45), (-10, 25), (0, 15), 7),
    "innominate_asymmetry": ("deg", NO_SIDE, (-30, 30), (-11, 11), (-4, 4), 0),
    "pelvic_tilt_rad_pt": ("deg", NO_SIDE, (-25, 60), (-5, 35), (0, 25), None),
    "pelvic_obliquity": ("deg", NO_SIDE, (-20, 20), (-6, 6), (-1.5, 1.5), 0),
    "crest_height_diff": ("mm", NO_SIDE, (-80, 80), (-25, 25), (-6, 6), 0),
    "pelvic_rotation": ("deg", NO_SIDE, (-40, 40), (-10, 10), (-4, 4), 0),
    "knee_frontal_hka": ("deg", LEGS, (-35, 35), (-12, 12), (-3, 3), 0),
    "knee_frontal_fta": ("deg", LEGS, (-35, 35), (-15, 15), (-9, -3), -6),
    "icd_imd": ("mm", NO_SIDE, (-250, 250), (-80, 80), (-40, 40), 0),
    "q_angle": ("deg", LEGS, (-5, 45), (5, 25), (8, 18), 14),
    "knee_extension": ("deg", LEGS, (-30, 60), (-10, 10), (-5, 5), 0),
    "knee_flexion": ("deg", LEGS, (0, 170), (90, 155), (130, None), None),
    "lumbar_lordosis": ("deg", NO_SIDE, (-30, 120), (15, 75), (30, 60), None),
    "thoracic_kyphosis": ("deg", NO_SIDE, (0, 120), (15, 60), (20, 45), None),
}

# measure, method: SEM same rater, SEM two raters, MDC95 same rater, MDC95 two raters (as rounded in print)
PRECISION = {
    ("leg_length_true", "tape_supine"): (17, 17, 47.1, 47.1),
    ("leg_length_true", "radiograph"): None,
    ("leg_length_apparent", "tape_supine"): None,
    ("lld_true", "tape_supine"): (3.5, 4.7, 9.7, 13.0),
    ("lld_true", "blocks_standing"): (2.0, 3.3, 5.5, 9.2),
    ("lld_true", "radiograph"): (1.0, 1.0, 2.8, 2.8),
    ("lld_apparent", "tape_supine"): (5, 6, 13.9, 16.6),
    ("lld_functional", "prone_heel_level"): (3.0, 3.9, 8.3, 10.7),
    ("lld_functional", "supine_heel_level"): (3.0, 3.9, 8.3, 10.7),
    ("navicular_drop", "ruler"): (2.0, 3.0, 5.5, 8.3),
    ("pelvic_tilt_palp", "palm"): (1.5, 2.6, 4.2, 7.2),
    ("pelvic_tilt_palp", "palm_over_clothing"): (3.6, 3.6, 10.0, 10.0),
    ("pelvic_tilt_palp", "digital_inclinometer"): (1.6, 2.6, 4.4, 7.2),
    ("pelvic_tilt_palp_mean", "palm"): (1.5, 2.6, 4.2, 7.2),
    ("pelvic_tilt_palp_mean", "palm_over_clothing"): (3.6, 3.6, 10.0, 10.0),
    ("pelvic_tilt_palp_mean", "digital_inclinometer"): (1.6, 2.6, 4.4, 7.2),
    ("innominate_asymmetry", "palm"): (sqrt(2) * 1.5, sqrt(2) * 2.6, 5.9, 10.2),
    ("innominate_asymmetry", "palm_over_clothing"): (sqrt(2) * 3.6, sqrt(2) * 3.6, 14.1, 14.1),
    ("innominate_asymmetry", "digital_inclinometer"): (sqrt(2) * 1.6, sqrt(2) * 2.6, 6.3, 10.2),
    ("pelvic_tilt_rad_pt", "radiograph"): None,
    ("pelvic_obliquity", "palm"): (0.7, 1.1, 2.0, 3.0),
    ("pelvic_obliquity", "radiograph"): None,
    ("crest_height_diff", "palpation_level"): (3.0, 4.5, 8.3, 12.5),
    ("pelvic_rotation", "caliper"): (2.0, 3.0, 5.5, 8.3),
    ("knee_frontal_hka", "phone_inclinometer"): (0.7, 1.2, 1.9, 3.3),
    ("knee_frontal_hka", "manual_inclinometer"): (1.0, 1.5, 2.8, 4.2),
    ("knee_frontal_hka", "photograph"): (1.0, 1.0, 2.8, 2.8),
    ("knee_frontal_hka", "radiograph"): (0.7, 0.9, 1.9, 2.5),
    ("knee_frontal_fta", "goniometer"): None,
    ("knee_frontal_fta", "radiograph"): (0.7, 0.9, 1.9, 2.5),
    ("icd_imd", "caliper"): None,
    ("q_angle", "goniometer"): (1.1, 1.6, 3.0, 4.4),
    ("knee_extension", "inclinometer"): (1.2, 1.4, 3.3, 3.9),
    ("knee_extension", "goniometer"): (1.9, 3.7, 5.3, 10.3),
    ("knee_flexion", "inclinometer"): (2.2, 2.2, 6, 6),
    ("knee_flexion", "long_goniometer"): (3.6, 3.6, 10, 10),
    ("knee_flexion", "phone_app"): (4.3, 4.3, 12, 12),
    ("knee_flexion", "visual"): (5.1, 5.1, 14, 14),
    ("lumbar_lordosis", "inclinometer"): (3.0, 4.5, 8.3, 12.5),
    ("lumbar_lordosis", "flexicurve"): (3.0, 4.5, 8.3, 12.5),
    ("lumbar_lordosis", "radiograph"): None,
    ("thoracic_kyphosis", "inclinometer"): (3.0, 4.5, 8.3, 12.5),
    ("thoracic_kyphosis", "flexicurve"): (3.0, 4.5, 8.3, 12.5),
    ("thoracic_kyphosis", "radiograph"): None,
}

every_measure = pytest.mark.parametrize("entry", MEASURES.values(), ids=lambda entry: entry.code)
every_method = pytest.mark.parametrize(
    ("entry", "method"),
    [(entry, method) for entry in MEASURES.values() for method in entry.methods.values()],
    ids=lambda part: part.code,
)


def test_the_catalogue_holds_the_measures_of_the_reference_and_no_other() -> None:
    assert set(MEASURES) == set(BOUNDS)


@every_measure
def test_unit_sides_bounds_and_band_are_those_of_the_reference(entry: Measure) -> None:
    band = None if entry.reference is None else (entry.reference.low, entry.reference.high)
    hard, soft = (entry.hard.low, entry.hard.high), (entry.soft.low, entry.soft.high)
    assert (entry.unit, set(entry.sides), hard, soft, band, entry.neutral) == BOUNDS[entry.code]


def test_the_catalogue_holds_the_methods_of_the_reference_and_no_other() -> None:
    assert {(entry.code, code) for entry in MEASURES.values() for code in entry.methods} == set(PRECISION)


@every_method
def test_measurement_errors_are_those_of_the_reference(entry: Measure, method: Method) -> None:
    figures = PRECISION[entry.code, method.code]
    if figures is None:
        assert method.sem(same_rater=True) is None
        assert method.sem(same_rater=False) is None
        assert method.mdc95(same_rater=True) is None
        assert method.mdc95(same_rater=False) is None
        assert method.evidence is Evidence.UNKNOWN
    else:
        sem_same, sem_different, mdc_same, mdc_different = figures
        assert method.sem(same_rater=True) == pytest.approx(sem_same)
        assert method.sem(same_rater=False) == pytest.approx(sem_different)
        assert method.mdc95(same_rater=True) == pytest.approx(mdc_same, abs=0.15)
        assert method.mdc95(same_rater=False) == pytest.approx(mdc_different, abs=0.15)
        assert method.evidence is not Evidence.UNKNOWN


@every_method
def test_two_raters_never_agree_better_than_one(entry: Measure, method: Method) -> None:
    same, different = method.sem(same_rater=True), method.sem(same_rater=False)
    assert (same is None) == (different is None)
    assert same is None or (different is not None and 0 < same <= different)


@every_measure
def test_a_measure_is_sided_or_not_but_never_both(entry: Measure) -> None:
    assert set(entry.sides) in ({Side.LEFT, Side.RIGHT}, {Side.NONE})


@every_measure
def test_the_soft_bounds_lie_inside_the_hard_ones_and_the_band_inside_the_soft(entry: Measure) -> None:
    for end in (entry.soft.low, entry.soft.high, entry.neutral):
        assert end is None or entry.hard.contains(end)
    if entry.reference is not None:
        for end in (entry.reference.low, entry.reference.high):
            assert end is None or entry.soft.contains(end)


@every_measure
def test_every_code_fits_where_it_is_filed(entry: Measure) -> None:
    assert MEASURES[entry.code] is entry
    assert all(code == method.code for code, method in entry.methods.items())


@every_measure
def test_everything_is_said_in_words(entry: Measure) -> None:
    words = (entry.label, entry.definition, entry.sign, entry.positive, entry.negative, entry.caution)
    assert all(words)
    assert entry.bounds_source
    assert entry.positive != entry.negative
    assert all(method.label and method.source for method in entry.methods.values())


def test_no_two_measures_share_a_label() -> None:
    assert len({entry.label for entry in MEASURES.values()}) == len(MEASURES)


@every_measure
def test_any_posture_may_be_recorded(entry: Measure) -> None:
    assert set(entry.postures) == set(Posture) == set(POSTURE_LABELS)


def test_the_posture_is_the_one_that_method_or_definition_prescribes() -> None:
    assert measure("leg_length_true").usual_posture("tape_supine") is Posture.SUPINE
    assert measure("lld_true").usual_posture("blocks_standing") is Posture.STANDING
    assert measure("lld_functional").usual_posture("prone_heel_level") is Posture.PRONE
    assert measure("pelvic_obliquity").usual_posture("palm") is Posture.STANDING
    assert measure("q_angle").usual_posture("goniometer") is Posture.UNKNOWN


def test_computed_measures_and_methods_cannot_be_typed_in() -> None:
    nothing_to_enter = {entry.code for entry in MEASURES.values() if not entry.enterable_methods}
    assert nothing_to_enter == {"lld_apparent", "innominate_asymmetry", "pelvic_tilt_palp_mean"}
    assert set(measure("lld_true").enterable_methods) == {"blocks_standing", "radiograph"}
    assert set(measure("q_angle").enterable_methods) == {"goniometer"}


@every_measure
def test_a_measure_is_enterable_exactly_when_one_of_its_methods_is(entry: Measure) -> None:
    assert entry.enterable == any(method.enterable for method in entry.methods.values())


def test_leg_differences_and_bony_measures_carry_their_cautions() -> None:
    of_legs = {entry.code for entry in MEASURES.values() if entry.difference_of_legs}
    bony = {entry.code for entry in MEASURES.values() if entry.feasibility_caution}
    assert of_legs == {"lld_true", "lld_apparent", "lld_functional"}
    assert bony == {"lld_true", "knee_frontal_hka"}


def test_a_measure_can_stand_in_a_set() -> None:
    assert len({*MEASURES.values(), *MEASURES.values()}) == len(MEASURES)


def test_a_mistyped_code_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UnknownMeasure) as refusal:
        measure("pelvic_obliqity")
    assert str(refusal.value) == "There is no measure “pelvic_obliqity”. Did you mean “pelvic_obliquity”?"


def test_a_code_like_nothing_else_is_answered_with_all_of_them() -> None:
    with pytest.raises(KeyError, match=r"no measure “zzz”\. Use one of: leg_length_true, .*thoracic_kyphosis\."):
        measure("zzz")


@pytest.mark.parametrize(
    ("value", "unit", "code", "canonical"),
    [
        (87.1, "cm", "leg_length_true", 871.0),
        (0.25, "[in_i]", "lld_true", 6.35),
        (-4.0, "mm", "lld_true", -4.0),
        (11.5, "deg", "pelvic_tilt_palp", 11.5),
    ],
)
def test_entered_units_become_canonical(value: float, unit: str, code: str, canonical: float) -> None:
    assert to_canonical(value, unit, measure(code)) == pytest.approx(canonical, rel=1e-15)


@pytest.mark.parametrize(("unit", "code"), [("deg", "lld_true"), ("cm", "q_angle"), ("m", "lld_true")])
def test_a_unit_that_does_not_fit_is_refused_with_those_that_do(unit: str, code: str) -> None:
    entry = measure(code)
    with pytest.raises(UnitNotAccepted) as refusal:
        to_canonical(1.0, unit, entry)
    allowed = ", ".join(accepted_units(entry))
    assert str(refusal.value) == f"{entry.label} cannot be given in “{unit}”. Use one of: {allowed}."


@every_measure
def test_the_canonical_unit_is_accepted_first(entry: Measure) -> None:
    assert accepted_units(entry)[0] == entry.unit


@given(
    value=st.floats(-1e4, 1e4),
    entry=st.sampled_from(list(MEASURES.values())),
    data=st.data(),
)
def test_conversion_can_be_undone(value: float, entry: Measure, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(accepted_units(entry)))
    factor = to_canonical(1.0, unit, entry)
    assert to_canonical(value, unit, entry) / factor == pytest.approx(value, rel=1e-12)


def test_amounts_are_written_with_their_unit_and_every_entered_digit() -> None:
    assert Unit.MM.amount(1300.0004) == "1300.0004 mm"
    assert Unit.DEG.amount(-3.0) == "−3°"
