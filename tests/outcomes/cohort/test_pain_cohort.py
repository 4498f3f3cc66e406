"""Pain of one region over the cohort: one course per patient, means, responses, and what is expected anyway."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.outcomes.cohort.batches import Member, batch_of
from tests.outcomes.cohort.patients import generated
from tests.outcomes.cohort.questions import question
from tests.outcomes.courses import inputs, on_day, rated, ratings
from treatments.outcomes.estimators import Sample, mean_interval
from treatments.outcomes.findings.cohort.finding import CohortPain
from treatments.outcomes.findings.cohort.pain import BaselinePopulation, PainAccumulator
from treatments.outcomes.findings.cohort.scatter import Scatter
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import PainPoint

USUAL = ("7d_average", "overall")


def member(number: int, *points: PainPoint, **given: Any) -> Member:
    """A patient with these ratings, who was never treated unless said otherwise."""
    return Member(number, inputs(pain=points, **{"sessions": (), **given}))


def courses(*levels: Sequence[tuple[float, int]]) -> list[Member]:
    """One patient for each course of (day, intensity)."""
    return [member(number, *ratings(course)) for number, course in enumerate(levels, 1)]


def accumulated(members: Iterable[Member], region: str = "low_back", **given: Any) -> PainAccumulator:
    accumulator = PainAccumulator(question(**given), region)
    accumulator.add(batch_of(members, "pelvic_obliquity", region))
    return accumulator


def pain_of(members: Iterable[Member], region: str = "low_back", **given: Any) -> CohortPain:
    (found,) = accumulated(members, region, **given).findings()
    return found


def test_means_and_interval_are_of_the_patients_with_a_change() -> None:
    ends = [(8, 4), (6, 5), (7, 1), (9, 8), (5, 5)]
    found = pain_of(courses(*([(0, first), (30, last)] for first, last in ends), [(0, 10)]))
    assert (found.status, found.reasons, found.n) == ("ok", (), 5)
    assert (found.baseline, found.latest) == (pytest.approx(7), pytest.approx(23 / 5))
    assert found.change == pytest.approx(-12 / 5)
    assert found.change_ci95 == pytest.approx(mean_interval(Sample.of([-4, -1, -6, -1, 0])))


def test_ten_days_are_too_short_for_a_mean_change_and_the_reason_says_so() -> None:
    found = pain_of(courses([(0, 8), (10, 4)], [(0, 6), (7, 5)]))
    assert (found.status, found.reasons, found.change) == ("insufficient_data", ("less_than_14_days:10<14",), None)
    assert [step.n for step in found.course] == [2, 1, 1]


def test_responses_are_those_of_the_patients_own_reports() -> None:
    group = generated(80, seed=21)
    own = [
        found.response
        for one in group
        for found in patient_findings(one.inputs).pain
        if found.main and not found.after_treatment
    ]
    found = pain_of(group)
    assert found.responses == {name: own.count(name) for name in found.responses}
    assert sum(count or 0 for count in found.responses.values()) == found.n


@pytest.mark.parametrize("patients", [0, 1, 2, 4])
def test_a_mean_change_and_its_interval_need_5_patients(patients: int) -> None:
    found = pain_of(courses([(0, 5)], *[[(0, 8), (30, 4 + n)] for n in range(patients)]))
    assert (found.status, found.reasons) == ("insufficient_data", (f"too_few_patients:{patients}<5",))
    assert (found.n, found.baseline, found.latest, found.change, found.change_ci95) == (
        patients,
        None,
        None,
        None,
        None,
    )


def test_equal_changes_have_no_interval() -> None:
    found = pain_of(courses(*[[(0, 8), (30, 5)]] * 5))
    assert (found.change, found.change_ci95) == (-3, None)


def test_nobody_rated_makes_no_finding() -> None:
    assert accumulated(courses()).findings() == []
    assert accumulated(courses([(0, 5)]), region="neck").findings() == []


def test_recall_windows_and_contexts_are_kept_apart_and_the_usual_one_is_main() -> None:
    points = [
        rated(0, 5, recall="now"),
        rated(0, 6, context="movement"),
        rated(0, 7),
        rated(0, 8, recall="24h_worst"),
        rated(0, 9, timing="after_treatment"),
        rated(0, 12),
    ]
    found = accumulated([member(1, *points)]).findings()
    assert [(one.recall, one.context, one.main) for one in found] == [
        ("7d_average", "overall", True),
        ("now", "overall", False),
        ("24h_worst", "overall", False),
        ("7d_average", "movement", False),
    ]
    only = accumulated([member(1, *points[:2])]).findings()
    assert [(one.recall, one.main) for one in only] == [("now", True), ("7d_average", False)]


def knee(day: float, intensity: int, side: str) -> PainPoint:
    return rated(day, intensity, region="knee", side=side)


@pytest.mark.parametrize(
    ("left", "right", "counted"),
    [
        ([(0, 3), (40, 1)], [(1, 9), (40, 8)], -2),
        ([(1, 9), (40, 8)], [(0, 3), (40, 1)], -2),
        ([(0, 9), (40, 8)], [(0, 3), (40, 1)], -1),
        ([(0, 3), (40, 2)], [(0, 3), (40, 1)], -2),
    ],
)
def test_one_course_counts_for_a_patient(
    left: list[tuple[float, int]], right: list[tuple[float, int]], counted: int
) -> None:
    """The earliest; then the one with more pain at baseline; then the right one."""
    points = [knee(*one, "left") for one in left] + [knee(*one, "right") for one in right]
    still = (member(number, knee(0, 5, "left"), knee(40, 5, "left")) for number in range(2, 6))
    found = pain_of([member(1, *points), *still], region="knee")
    assert (found.n, found.change) == (5, counted / 5)


def test_who_has_a_rating_14_days_later_is_compared_with_who_has_none() -> None:
    found = pain_of(courses([(0, 8), (30, 4)], [(0, 6), (14, 5)], [(0, 9), (13, 9)], [(0, 4)]))
    assert (found.completers, found.dropouts) == (2, 2)
    assert (found.completer_baseline, found.dropout_baseline) == (7, 6.5)
    everyone = pain_of(courses([(0, 8), (30, 4)], [(0, 6), (30, 4)]))
    assert (everyone.dropouts, everyone.dropout_baseline) == (0, None)


def test_who_is_not_due_yet_is_not_among_those_without_a_later_rating() -> None:
    began = [[(0, 8), (18, 4)], [(6, 3)], [(7, 9)], [(15, 10)]]
    ends: list[dict[str, Any]] = [
        {"cutoff": on_day(20)},
        {"cutoff": on_day(90), "window_until": on_day(20).date()},
    ]
    for given in ends:
        found = pain_of(courses(*began), **given)
        assert (found.completers, found.dropouts) == (1, 1)
        assert (found.completer_baseline, found.dropout_baseline) == (8, 3)
        assert found.course[0].n == 4


# --- Regression to the mean


def steady(patients: int, seed: int = 2, scatter: int = 1) -> list[Member]:
    """Patients who differ from one another, each with a level of their own and some scatter about it."""
    rng = np.random.default_rng(seed)
    levels = rng.integers(3, 9, patients)
    return courses(*([(7 * n, int(level + rng.integers(-scatter, scatter + 1))) for n in range(6)] for level in levels))


def test_the_expected_fall_waits_for_30_baselines() -> None:
    found = pain_of(steady(29)).regression_to_the_mean
    assert found is not None
    assert (found.expected, found.mean, found.sd, found.reliability, found.n) == (None, None, None, None, 29)
    assert found.reasons == ("too_few_patients:29<30",)


def test_the_expected_fall_follows_from_the_baselines_of_the_clinic_and_the_scatter_about_each_course() -> None:
    members = steady(40)
    first = np.array([one.inputs.pain[0].intensity for one in members], dtype=float)
    square_sum = 0.0
    for one in members:
        pain = np.array([point.intensity for point in one.inputs.pain], dtype=float)
        design = np.column_stack([np.ones(6), np.log1p(np.arange(6))])
        square_sum += float(np.linalg.lstsq(design, pain)[1][0])
    reliability = 1 - square_sum / (40 * 4) / first.var(ddof=1)
    found = pain_of(members).regression_to_the_mean
    assert found is not None
    assert (found.n, found.mean, found.sd) == (40, pytest.approx(first.mean()), pytest.approx(first.std(ddof=1)))
    assert found.reliability == pytest.approx(reliability)
    assert found.expected == pytest.approx(0)


def test_the_whole_clinic_may_be_the_population_of_some_of_its_patients() -> None:
    members = steady(60)
    whole = accumulated(members).baselines[USUAL]
    (found,) = accumulated(members[:20]).findings({USUAL: whole})
    expected = found.regression_to_the_mean
    assert expected is not None
    assert found.baseline is not None
    assert expected.reliability is not None
    assert (expected.n, expected.mean, expected.sd) == (60, whole.mean, whole.sd)
    assert expected.expected == pytest.approx((1 - expected.reliability) * (found.baseline - whole.mean))
    (unknown,) = accumulated(members[:20]).findings({})
    assert unknown.regression_to_the_mean is not None
    assert unknown.regression_to_the_mean.reasons == ("too_few_patients:0<30",)


def test_the_reliability_is_that_of_the_whole_clinic_however_steady_the_chosen_patients_are() -> None:
    """Those whose pain never moves scatter by nothing: by themselves one of their ratings would look perfect."""
    wavering, still = steady(30, scatter=2), [(level,) * 6 for level in (7, 8, 9, 7, 8, 9)]
    chosen = [
        member(100 + n, *ratings((7 * week, level) for week, level in enumerate(one))) for n, one in enumerate(still)
    ]
    whole = accumulated([*wavering, *chosen]).baselines[USUAL]
    (found,) = accumulated(chosen).findings({USUAL: whole})
    told = found.regression_to_the_mean
    assert told is not None
    assert told.reliability is not None
    assert told.expected is not None
    assert told.reliability == pytest.approx(1 - whole.scatter.squares / whole.scatter.dof / whole.sd**2)
    assert told.reliability < 0.8
    assert told.expected == pytest.approx((1 - told.reliability) * (8 - whole.mean))
    assert told.expected > 0.3


def test_a_cohort_without_courses_of_4_ratings_takes_the_scatter_of_its_clinic() -> None:
    whole = accumulated(steady(40)).baselines[USUAL]
    (found,) = accumulated(courses(*([(0, 9), (30, 4)] for _ in range(5)))).findings({USUAL: whole})
    assert found.regression_to_the_mean is not None
    assert found.regression_to_the_mean.reasons == ()


@pytest.mark.parametrize(("ratings_each", "dof", "enough"), [(4, 28, False), (5, 42, True)])
def test_the_scatter_needs_30_degrees_of_freedom(ratings_each: int, dof: int, enough: bool) -> None:
    """A course of k ratings has k - 2 of them, one of fewer than 4 has none: 14 such courses, and 26 single ratings."""
    long = [[(7 * week, 3 + (n + week) % 5) for week in range(ratings_each)] for n in range(14)]
    accumulator = accumulated(courses(*long, *([(0, 3 + n % 5)] for n in range(26))))
    assert accumulator.baselines[USUAL].scatter.dof == dof
    (told,) = accumulator.findings()
    assert told.regression_to_the_mean is not None
    assert told.regression_to_the_mean.reasons == (() if enough else (f"too_few_dof:{dof}<30",))
    assert (told.regression_to_the_mean.expected is not None) is enough


def test_baselines_that_are_all_equal_say_nothing_of_reliability() -> None:
    found = pain_of(courses(*([(0, 6), (7, 5), (14, n % 6), (21, 3)] for n in range(40)))).regression_to_the_mean
    assert found is not None
    assert (found.expected, found.reasons) == (None, ("no_pain_variance",))


def test_more_scatter_than_difference_between_patients_is_no_reliability_at_all() -> None:
    found = pain_of(courses(*([(0, 5 + n % 2), (7, 0), (14, 10), (21, 0), (28, 10)] for n in range(40))))
    assert found.regression_to_the_mean is not None
    assert found.regression_to_the_mean.reliability == 0


def test_without_a_mean_change_no_fall_is_expected() -> None:
    alone = accumulated(steady(1))
    (found,) = alone.findings({USUAL: BaselinePopulation(n=50, mean=5, sd=1.5, scatter=Scatter(40.0, 40, 20, 2))})
    assert found.regression_to_the_mean is not None
    assert found.regression_to_the_mean.expected is None
    assert found.regression_to_the_mean.reasons == ("too_few_patients:1<5",)


# --- The course


def test_the_course_counts_each_patient_once_in_each_week() -> None:
    others = [[(0, 7), (7, 5)]] * 3
    found = pain_of(courses([(0, 8), (2, 6), (7, 4), (30, 2)], [(0, 5), (8, 6)], *others))
    assert found.steps_in == "week"
    steps = [(0, 5, pytest.approx(33 / 5)), (1, 5, pytest.approx(5)), (4, 1, None)]
    assert [(step.start, step.n, step.mean) for step in found.course] == steps


def test_a_step_of_the_course_has_a_mean_and_its_interval_from_5_patients_on() -> None:
    found = pain_of(courses(*([(0, level), (30, level)] for level in (8, 5, 7, 6)), [(0, 9)]))
    assert [step.n for step in found.course] == [5, 4]
    assert found.course[0].ci95 == pytest.approx(mean_interval(Sample.of([8, 5, 7, 6, 9])))
    assert (found.course[1].mean, found.course[1].ci95) == (None, None)


def test_a_cohort_of_less_than_4_weeks_is_drawn_day_by_day() -> None:
    found = pain_of(courses([(0, 8), (27, 4)], [(3, 6), (4, 2)]))
    assert found.steps_in == "day"
    assert [(step.start, step.n) for step in found.course] == [(0, 2), (1, 1), (27, 1)]
    assert pain_of(courses([(0, 8), (28, 4)])).steps_in == "week"


def test_a_course_of_many_years_is_drawn_up_to_the_second() -> None:
    found = pain_of(courses([(0, 8), (727, 4), (728, 1), (5000, 2)]))
    assert [step.start for step in found.course] == [0, 103]


def test_a_few_courses_are_drawn_of_10_patients_or_more() -> None:
    assert pain_of(steady(9)).spaghetti == ()
    assert pain_of(steady(40), audience="sharing").spaghetti == ()
    drawn = pain_of(steady(40)).spaghetti
    assert len(drawn) == 24
    weeks, pain = zip(*drawn[0], strict=True)
    assert weeks == pytest.approx(range(6))
    assert all(0 <= level <= 10 for level in pain)


def test_a_very_long_course_is_drawn_in_part() -> None:
    members = steady(12)
    long = replace(members[0], inputs=replace(members[0].inputs, pain=ratings((day, 5) for day in range(100))))
    assert max(map(len, pain_of([long, *members[1:]]).spaghetti)) == 60
