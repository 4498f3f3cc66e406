"""The body chart: every region that pain is asked for, named by the patient's own left and right."""

from django.utils.translation import override

from assessments.body_chart import WIDTH, Figure, Spot, body_chart
from assessments.pain_regions import REGIONS


def chart() -> tuple[Figure, Figure]:
    return body_chart(field="pain-{region}-0-{side}", row="pain-{region}-0")


def spot(figure: Figure, field: str) -> Spot:
    return next(spot for spot in figure.spots if spot.field == field)


def test_every_region_that_has_a_place_on_the_body_can_be_chosen_on_each_of_its_sides() -> None:
    asked = {f"pain-{code}-0-{side}" for code, region in REGIONS.items() if code != "other" for side in region.sides}
    assert {spot.field for figure in chart() for spot in figure.spots} == asked


def test_whoever_faces_us_has_the_right_side_on_our_left() -> None:
    front, back = chart()
    assert (front.on_the_left, front.on_the_right) == ("Right", "Left")
    assert (back.on_the_left, back.on_the_right) == ("Left", "Right")
    assert spot(front, "pain-knee-0-right").x < WIDTH / 2 < spot(front, "pain-knee-0-left").x
    assert spot(back, "pain-knee-0-left").x < WIDTH / 2 < spot(back, "pain-knee-0-right").x


def test_a_region_is_named_in_the_readers_language() -> None:
    assert spot(chart()[0], "pain-knee-0-left").label == "Knee, left"
    with override("zh-hant"):
        assert spot(chart()[0], "pain-knee-0-left").label != "Knee, left"


def test_the_page_names_its_own_fields_and_rows() -> None:
    front, _back = body_chart(field="{region}_{side}", row="region-{region}-{side}")
    assert spot(front, "knee_left").row == "region-knee-left"
