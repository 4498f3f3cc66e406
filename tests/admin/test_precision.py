"""The clinic's own measurement errors, on their pages."""

from django.test import Client
from django.urls import reverse

from assessments.measures import MEASURES
from assessments.models import MethodPrecision
from tests.admin.pages import page, send, words

ADD = reverse("admin:assessments_methodprecision_add")
FIGURES = {"valid_from": "2026-09-01", "sem_same_rater": "0.5", "sem_different_rater": "0.8", "source": "Own trial"}


def test_only_methods_of_the_measure_are_offered_and_none_is_chosen_beforehand(miras_desk: Client) -> None:
    field = miras_desk.get(ADD).context["adminform"].form["taken"]
    offered = [value for _measure, methods in field.field.choices[1:] for value, _label in methods]
    assert offered == [f"{code}:{method}" for code, measure in MEASURES.items() for method in measure.methods]
    assert field.value() is None
    assert "Pelvic obliquity · Palpation meter (PALM)" in words(miras_desk.get(ADD))


def test_a_figure_is_given_for_a_measure_by_a_method(miras_desk: Client) -> None:
    assert send(miras_desk, ADD, taken="pelvic_obliquity:palm", **FIGURES).status_code == 302
    given = MethodPrecision.objects.get()
    assert (given.measure, given.method, given.sem_same_rater) == ("pelvic_obliquity", "palm", 0.5)
    for path in (
        page("assessments_methodprecision", "changelist"),
        page("assessments_methodprecision", "change", given.uuid),
    ):
        assert "Palpation meter (PALM)" in words(miras_desk.get(path))


def test_a_pair_that_does_not_exist_is_refused_where_it_was_chosen(miras_desk: Client) -> None:
    for nonsense in ("", "pelvic_obliquity:goniometer", "pelvic_obliquity"):
        answer = send(miras_desk, ADD, taken=nonsense, **FIGURES)
        assert list(answer.context["adminform"].form.errors) == ["taken"]
    send(miras_desk, ADD, taken="pelvic_obliquity:palm", **FIGURES)
    again = send(miras_desk, ADD, taken="pelvic_obliquity:palm", **FIGURES)
    assert "There is already a value for this method from this day on." in words(again)
    assert MethodPrecision.objects.count() == 1
