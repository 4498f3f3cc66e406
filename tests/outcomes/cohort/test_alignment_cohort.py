"""One measure over the cohort: one series per patient and method, means, classes, cautions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from assessments.measures import MEASURES
from tests.outcomes.cohort.batches import Member, batch_of
from tests.outcomes.cohort.patients import generated
from tests.outcomes.cohort.questions import question
from tests.outcomes.courses import inputs, measured, measurements
from treatments.outcomes.estimators import Sample, mean_interval
from treatments.outcomes.findings.cohort.alignment import AlignmentAccumulator
from treatments.outcomes.findings.cohort.finding import CohortAlignment
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import MeasurementPoint


def member(number: int, *points: MeasurementPoint, **given: Any) -> Member:
    return Member(number, inputs(measurements=points, **{"sessions": (), **given}))


def courses(*values: Iterable[float], **other: Any) -> list[Member]:
    """One patient for each list of values, 30 days apart."""
    return [
        member(number, *measurements(((30 * n, value) for n, value in enumerate(series)), **other))
        for number, series in enumerate(values, 1)
    ]


def findings_of(members: Iterable[Member], measure: str = "pelvic_obliquity", **given: Any) -> list[CohortAlignment]:
    accumulator = AlignmentAccumulator(question(**given), measure)
    accumulator.add(batch_of(members, measure, "low_back"))
    return accumulator.findings()


def finding_of(members: Iterable[Member], measure: str = "pelvic_obliquity", **given: Any) -> CohortAlignment:
    (found,) = findings_of(members, measure, **given)
    return found


def test_means_and_interval_are_of_the_patients_with_a_change() -> None:
    found = finding_of(courses([5, 2], [-4, -3], [3, 3], [2, 1], [4, 4], [9]))
    assert (found.status, found.reasons, found.n, found.unit) == ("ok", (), 5, "deg")
    assert (found.baseline, found.latest) == (pytest.approx(10 / 5), pytest.approx(7 / 5))
    assert found.change == pytest.approx(-3 / 5)
    assert found.change_ci95 == pytest.approx(mean_interval(Sample.of([-3, 1, 0, -1, 0])))
    assert (found.mdc95, found.feasibility_caution) == (pytest.approx(1.96 * 0.7 * 2**0.5), False)


def test_classes_are_those_of_the_patients_own_reports() -> None:
    group = generated(150, seed=4)
    reports = [patient_findings(one.inputs).alignment for one in group]
    for found in findings_of(group):
        own = [
            [one for one in report if (one.method, one.after_treatment) == (found.method, False)] for report in reports
        ]
        assert max(map(len, own)) == 1
        classes = [one.classification for report in own for one in report]
        assert found.classes == {name: classes.count(name) for name in found.classes}
        assert found.n == sum(one.change is not None for report in own for one in report)


def test_readings_that_only_conditions_keep_apart_are_counted_as_not_comparable() -> None:
    changed = member(1, measured(0, 5.0), measured(30, 2.0, posture="sitting"))
    after = member(2, measured(0, 5.0), measured(30, 2.0, timing="after_treatment"))
    short = member(3, measured(0, 5.0), measured(10, 2.0, posture="sitting"))
    once = member(4, measured(0, 5.0))
    found = finding_of([changed, after, short, once, *courses([], [], [], [], [5, 2], [5, 4.5])])
    assert (found.classes["not_comparable"], found.classes["toward_reference"], found.n) == (2, 1, 2)


def test_each_method_has_a_finding_of_its_own_in_alphabetical_order() -> None:
    ends = ([5, 2], [4, 3], [5, 2], [4, 3], [6, 4])
    pictures = courses(*ends, method="radiograph")
    palm = [Member(one.patient + 10, one.inputs) for one in courses(*ends)]
    found = findings_of([*pictures, *palm])
    assert [(one.method, one.status, one.reasons) for one in found] == [
        ("palm", "ok", ()),
        ("radiograph", "not_estimable", ("sem_unknown",)),
    ]
    assert (found[1].mdc95, found[1].mdc_source, found[1].n) == (None, None, 5)
    assert found[1].change == pytest.approx(-2)
    assert sum(count or 0 for count in found[1].classes.values()) == 0


def test_a_measure_without_band_is_followed_but_not_classified(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(MEASURES["pelvic_obliquity"], reference=None)
    monkeypatch.setattr("treatments.outcomes.findings.cohort.alignment.MEASURES", {"pelvic_obliquity": bare})
    found = finding_of(courses([5, 2], [4, 3], [5, 2], [4, 3], [6, 4]))
    assert (found.status, found.reasons, found.change) == ("not_estimable", ("no_reference",), -2)


@pytest.mark.parametrize("patients", [0, 1, 2, 4])
def test_a_mean_change_and_its_interval_need_5_patients(patients: int) -> None:
    found = finding_of(courses([5], *[[5, 2 + n] for n in range(patients)]))
    assert (found.status, found.reasons) == ("insufficient_data", (f"too_few_patients:{patients}<5",))
    assert (found.baseline, found.latest, found.change, found.change_ci95) == (None, None, None, None)


def test_minors_are_followed_but_not_classified() -> None:
    children = [member(n, *measurements([(0, 5), (30, 2)]), birth_date=dt.date(2015, 1, 1)) for n in range(1, 4)]
    found = finding_of(children)
    assert (found.n, sum(count or 0 for count in found.classes.values())) == (3, 0)


def test_bone_that_seems_to_change_calls_for_caution() -> None:
    legs = {"measure": "lld_true", "method": "radiograph"}
    others = [[5, 5]] * 4
    still = finding_of(courses(*others, [4, 4.5], **legs), "lld_true")
    moved = finding_of(courses(*others, [4, 9], **legs), "lld_true")
    assert (still.feasibility_caution, still.reasons) == (False, ())
    assert (moved.feasibility_caution, moved.reasons) == (True, ("feasibility_caution",))


def test_in_a_report_for_sharing_a_few_changes_of_bone_are_no_reason_for_caution() -> None:
    legs = {"measure": "lld_true", "method": "radiograph"}
    few, many = courses(*[[4, 9]] * 4, *[[5, 5]] * 9, **legs), courses(*[[4, 9]] * 5, *[[5, 5]] * 9, **legs)
    assert finding_of(few, "lld_true", audience="sharing").feasibility_caution is False
    assert finding_of(many, "lld_true", audience="sharing").feasibility_caution is True


def test_one_series_counts_for_a_patient_the_earliest_then_the_longer_then_the_right_one() -> None:
    knee = {"measure": "knee_frontal_hka", "method": "photograph"}

    def change(left: list[tuple[float, float]], right: list[tuple[float, float]]) -> float | None:
        points = (*measurements(left, side="left", **knee), *measurements(right, side="right", **knee))
        still = measurements([(0, 5), (60, 5)], side="left", **knee)
        others = (member(number, *still) for number in range(2, 6))
        return finding_of([member(1, *points), *others], "knee_frontal_hka").change

    assert change([(0, 5), (60, 6)], [(1, 5), (60, 9)]) == 1 / 5
    assert change([(0, 5), (30, 5), (60, 7)], [(0, 5), (60, 9)]) == 2 / 5
    assert change([(0, 5), (60, 6)], [(0, 5), (60, 9)]) == 4 / 5


@pytest.mark.parametrize("measure", ["leg_length_true", "leg_length_apparent"])
def test_a_single_leg_is_not_followed(measure: str) -> None:
    with pytest.raises(ValueError, match="single_leg_not_trended"):
        AlignmentAccumulator(question(), measure)
