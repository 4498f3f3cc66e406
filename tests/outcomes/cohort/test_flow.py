"""Who got how far, and how often they came."""

from dataclasses import replace

import numpy as np

from tests.outcomes.cohort.batches import Member, batch_of
from tests.outcomes.cohort.questions import OBLIQUITY, question
from tests.outcomes.cohort.test_pair_findings import varied
from tests.outcomes.courses import inputs, rated, session
from treatments.outcomes.findings.cohort.columns import PEOPLE
from treatments.outcomes.findings.cohort.flow import FlowAccumulator
from treatments.outcomes.findings.cohort.pairs import PairAccumulator


def flow_of(members: list[Member], regions: tuple[str, ...] = ("low_back",)) -> FlowAccumulator:
    flow = FlowAccumulator()
    for region in regions:
        pair = PairAccumulator(question(), replace(OBLIQUITY, region=region))
        pair.add(batch_of(members, OBLIQUITY.measure, region))
        flow.add_pair(pair, pair.finding())
    flow.add(batch_of(members, OBLIQUITY.measure, "low_back").people)
    return flow


def with_neck(member: Member) -> Member:
    pain = tuple(replace(point, region="neck") for point in member.inputs.pain)
    return replace(member, inputs=replace(member.inputs, pain=pain))


def with_pain_of(member: Member, other: Member) -> Member:
    return replace(member, inputs=replace(member.inputs, pain=(*member.inputs.pain, *other.inputs.pain)))


def test_patients_are_counted_from_all_to_those_in_an_estimate() -> None:
    treated_only = [Member(number, inputs(sessions=(session(0),))) for number in (90, 91)]
    twice = [replace(one, patient=one.patient + 50) for one in varied(3, visits=2)]
    flow = flow_of([*varied(12), *twice, *treated_only]).flow()
    assert (flow.enrolled, flow.with_baseline, flow.with_3_pairs, flow.analysed) == (17, 15, 12, 12)


def test_without_an_estimate_nobody_was_analysed() -> None:
    flow = flow_of(varied(5)).flow()
    assert (flow.with_3_pairs, flow.analysed) == (5, 0)


def test_a_patient_in_two_pairs_counts_once() -> None:
    necks = [with_neck(one) for one in varied(12)]
    both = [with_pain_of(one, neck) for one, neck in zip(varied(12), necks, strict=True)]
    others = [replace(one, patient=one.patient + 50) for one in necks[:9]]
    flow = flow_of([*both[:10], *others], ("low_back", "neck")).flow()
    assert (flow.enrolled, flow.with_baseline, flow.with_3_pairs, flow.analysed) == (19, 19, 19, 19)


def test_who_was_first_seen_after_treatment_began_is_counted_once() -> None:
    """Of twelve patients two were treated on the day before their first visit, and one on the day after it."""
    seen = [with_pain_of(one, with_neck(one)) for one in varied(12)]
    days = {1: -1.0, 2: -1.0, 3: 1.0}
    members = [
        replace(one, inputs=replace(one.inputs, sessions=(session(days[one.patient]),))) if one.patient in days else one
        for one in seen
    ]
    flow = flow_of(members, ("low_back", "neck")).flow()
    assert (flow.with_baseline, flow.baseline_after_start) == (12, 2)
    assert flow_of(seen).flow().baseline_after_start == 0


def test_a_late_baseline_of_the_measure_alone_counts_too() -> None:
    (member,) = varied(1)
    early = (rated(-2, 7), *member.inputs.pain)
    late = replace(member, inputs=replace(member.inputs, pain=early, sessions=(session(-1),)))
    assert flow_of([late]).flow().baseline_after_start == 1


def test_attendance_falls_from_the_first_visit_to_the_last_that_anybody_had() -> None:
    flow = FlowAccumulator()
    for visits in ([0, 1, 3], [3, 2, 500]):
        people = np.zeros(len(visits), dtype=PEOPLE)
        people["visits"] = visits
        flow.add(people)
    told = [(step.visits, step.patients) for step in flow.flow().attendance]
    assert told[:4] == [(1, 5), (2, 4), (3, 3), (4, 1)]
    assert told[-1] == (60, 1)


def test_a_cohort_of_nobody_has_a_flow() -> None:
    flow = FlowAccumulator().flow()
    assert (flow.enrolled, flow.with_baseline, flow.with_3_pairs, flow.analysed, flow.attendance) == (0, 0, 0, 0, ())
