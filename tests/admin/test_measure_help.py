"""What a measure is, explained where it is entered: in words, and by a drawing."""

from django.template.loader import get_template
from django.test import Client

from assessments.entry.drawings import DRAWINGS, drawing_of
from assessments.measures import MEASURES, measure
from clinic.practice.models import Clinic
from tests.admin.assessment_pages import page_of
from tests.admin.pages import words
from tests.builders import make_patient


def test_every_measure_that_is_entered_has_a_drawing() -> None:
    assert set(DRAWINGS) == {code for code, entry in MEASURES.items() if entry.enterable}
    for code in DRAWINGS:
        assert get_template(drawing_of(code)).render().strip().startswith("<svg"), code


def test_each_row_explains_its_measure(theos_desk: Client, clinic: Clinic) -> None:
    said = words(theos_desk.get(page_of(make_patient(clinic))))
    assert "How Q-angle is measured" in said
    assert measure("q_angle").caution in said
