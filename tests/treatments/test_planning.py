"""Plans: what they hold, how far they are, how they change."""

from typing import Any

import pytest

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import PermissionMissing, Refused, StaleRecord
from clinic.practice.models import Clinic, Membership
from patients.models import Episode
from tests.builders import MORNING, make_episode, make_exercise, make_patient, make_plan, make_session
from treatments.models import Plan, Prescription
from treatments.services.planning import change_plan
from treatments.services.planning import make_plan as plan_treatment
from treatments.services.voiding import void_plan, void_session


@pytest.fixture
def episode(clinic: Clinic) -> Episode:
    return make_episode(make_patient(clinic))


def intended(episode: Episode, **fields: Any) -> Plan:
    return Plan(patient=episode.patient, episode=episode, **{"planned_sessions": 12, **fields})


def refusal(plan: Plan, prescriptions: list[Prescription], by: Caller) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        plan_treatment(plan, prescriptions, by=by)
    assert not Plan.objects.exists()
    assert not Prescription.objects.exists()
    return {problem.pointer: problem.code for problem in refused.value.problems}


def test_a_therapist_plans_sessions_and_home_exercises(episode: Episode, clinic: Clinic, as_theo: Caller) -> None:
    goal = {"measure": "pelvic_obliquity", "target": 1.5, "on": "2026-06-01"}
    dose = Prescription(exercise=make_exercise(clinic), sets=3, repetitions=10, weekdays=[1, 3, 5])
    plan = plan_treatment(intended(episode, goals=[goal]), [dose], by=as_theo)
    stored = Plan.objects.get(pk=plan.pk)
    assert (stored.planned_sessions, stored.goals) == (12, [goal])
    assert [(row.sets, row.weekdays) for row in stored.prescriptions.all()] == [(3, [1, 3, 5])]
    assert AuditEvent.objects.get().action == "plan.made"


def test_the_front_desk_does_not_plan_treatment(episode: Episode, as_rosa: Caller) -> None:
    with pytest.raises(PermissionMissing):
        plan_treatment(intended(episode), by=as_rosa)
    assert not Plan.objects.exists()


def test_a_plan_has_at_least_one_session(episode: Episode, as_theo: Caller) -> None:
    assert list(refusal(intended(episode, planned_sessions=0), [], as_theo).values()) == [
        "treatments_plan_has_sessions"
    ]


def test_a_plan_is_for_an_episode_of_its_patient(episode: Episode, clinic: Clinic, as_theo: Caller) -> None:
    plan = intended(episode)
    plan.patient = make_patient(clinic)
    assert refusal(plan, [], as_theo) == {"/episode": "other_patient"}


def test_a_plan_names_patient_and_episode(as_theo: Caller) -> None:
    assert refusal(Plan(planned_sessions=12), [], as_theo) == {"/patient": "null", "/episode": "null"}


def test_a_home_exercise_names_the_exercise(episode: Episode, as_theo: Caller) -> None:
    assert refusal(intended(episode), [Prescription()], as_theo) == {"/prescriptions/0/exercise": "null"}


def test_an_episode_of_another_clinic_does_not_exist(other_clinic: Clinic, as_theo: Caller) -> None:
    plan = intended(make_episode(make_patient(other_clinic)))
    assert refusal(plan, [], as_theo) == {"/patient": "does_not_exist", "/episode": "does_not_exist"}


def test_every_problem_of_the_home_exercises_is_said(
    episode: Episode, clinic: Clinic, other_clinic: Clinic, as_theo: Caller
) -> None:
    bridge = make_exercise(clinic)
    prescriptions = [
        Prescription(exercise=make_exercise(other_clinic)),
        Prescription(exercise=bridge, sets=0),
        Prescription(exercise=bridge, weekdays=[1, 1]),
        Prescription(exercise=bridge, side="middle"),
    ]
    assert refusal(intended(episode), prescriptions, as_theo) == {
        "/prescriptions/0/exercise": "does_not_exist",
        "/prescriptions/1/sets": "out_of_bounds",
        "/prescriptions/2/weekdays": "twice",
        "/prescriptions/3/side": "invalid_choice",
    }


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("less pain", {"/goals/0": "invalid"}),
        ({"target": 1}, {"/goals/0": "measure_or_region"}),
        ({"measure": "q_angle", "region": "knee", "target": 1}, {"/goals/0": "measure_or_region"}),
        ({"measure": "charm", "target": 1}, {"/goals/0/measure": "unknown_measure"}),
        ({"measure": ["q_angle"], "target": 1}, {"/goals/0/measure": "unknown_measure"}),
        ({"region": "wing", "target": 1}, {"/goals/0/region": "unknown_region"}),
        ({"region": "low_back", "side": "left", "target": 1}, {"/goals/0/side": "side_not_allowed"}),
        ({"region": "low_back"}, {"/goals/0/target": "invalid"}),
        ({"region": "low_back", "target": "two"}, {"/goals/0/target": "invalid"}),
        ({"region": "low_back", "target": 11}, {"/goals/0/target": "out_of_bounds"}),
        ({"measure": "pelvic_obliquity", "target": 21}, {"/goals/0/target": "out_of_bounds"}),
        ({"region": "low_back", "target": 2, "on": "soon"}, {"/goals/0/on": "invalid"}),
        ({"region": "low_back", "target": 2, "colour": "red"}, {"/goals/0/colour": "unknown_field"}),
    ],
)
def test_a_goal_that_says_nothing_measurable_is_refused(
    episode: Episode, as_theo: Caller, goal: Any, expected: dict[str, str]
) -> None:
    assert refusal(intended(episode, goals=[goal]), [], as_theo) == expected


def test_how_far_a_plan_is_follows_from_its_sessions(episode: Episode, theo: Membership, as_theo: Caller) -> None:
    plan = make_plan(episode)
    statuses = ["completed", "completed", "cancelled", "no_show", "booked", "completed"]
    sessions = [
        make_session(episode.patient, theo, starts_at=MORNING.replace(day=day), plan=plan, status=status)
        for day, status in enumerate(statuses, start=2)
    ]
    void_session(sessions[-1], "twice", by=as_theo)
    counted = Plan.objects.with_progress().get()
    assert (counted.sessions_completed, counted.sessions_ahead, counted.planned_sessions) == (2, 1, 12)


def test_a_changed_dose_stops_the_old_one_and_keeps_it_on_record(
    episode: Episode, clinic: Clinic, as_theo: Caller
) -> None:
    bridge, clam = make_exercise(clinic), make_exercise(clinic, name="Clam")
    plan = plan_treatment(
        intended(episode), [Prescription(exercise=bridge, sets=2), Prescription(exercise=clam, sets=2)], by=as_theo
    )
    plan.planned_sessions = 8
    doses = [Prescription(exercise=bridge, sets=3), Prescription(exercise=clam, sets=2)]
    change_plan(plan, ["planned_sessions"], doses, by=as_theo)
    rows = {(row.exercise.name, row.sets): row.stopped_on for row in plan.prescriptions.all()}
    assert rows == {("Bridge", 2): as_theo.today(), ("Bridge", 3): None, ("Clam", 2): None}
    assert Plan.objects.get().planned_sessions == 8


def test_a_plan_is_changed_without_touching_its_home_exercises(
    episode: Episode, clinic: Clinic, as_theo: Caller
) -> None:
    plan = plan_treatment(intended(episode), [Prescription(exercise=make_exercise(clinic))], by=as_theo)
    plan.status = "stopped"
    change_plan(plan, ["status"], by=as_theo)
    assert Plan.objects.get().status == "stopped"
    assert plan.prescriptions.filter(stopped_on__isnull=True).count() == 1


def test_of_two_who_change_a_plan_the_second_is_told(episode: Episode, as_theo: Caller) -> None:
    plan = plan_treatment(intended(episode), by=as_theo)
    outdated = Plan.objects.get()
    plan.planned_sessions = 6
    change_plan(plan, ["planned_sessions"], by=as_theo)
    outdated.planned_sessions = 20
    with pytest.raises(StaleRecord):
        change_plan(outdated, ["planned_sessions"], by=as_theo)
    assert Plan.objects.get().planned_sessions == 6


def test_a_plan_entered_in_error_leaves_the_lists(episode: Episode, as_theo: Caller, as_rosa: Caller) -> None:
    plan = plan_treatment(intended(episode), by=as_theo)
    with pytest.raises(PermissionMissing):
        void_plan(plan, "wrong episode", by=as_rosa)
    void_plan(plan, "wrong episode", by=as_theo)
    assert not Plan.objects.valid().exists()
    assert Plan.objects.get().entered_in_error_reason == "wrong episode"
