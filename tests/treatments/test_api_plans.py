"""What the API refuses about plans and the clinic's lists, and that a refusal changes nothing."""

from typing import Any

import pytest

from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import (
    make_episode,
    make_exercise,
    make_patient,
    make_plan,
    make_room,
    make_session,
    make_technique,
)
from tests.conftest import Api
from treatments.models import Plan, Prescription

PLANS = "/api/v1/plans/"
NOBODY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def path_of(plan: Plan) -> str:
    return f"{PLANS}{plan.uuid}/"


def errors_of(answer: Any) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def plan_of(amy: Patient, **more: Any) -> dict[str, Any]:
    return {"patient": str(amy.uuid), "episode": str(make_episode(amy).uuid), "planned_sessions": 12, **more}


def test_every_wrong_part_of_a_plan_has_its_pointer_and_nothing_is_written(
    api: Api, amy: Patient, clinic: Clinic
) -> None:
    bridge = str(make_exercise(clinic).uuid)
    wrong = plan_of(
        amy, goals=[{"measure": "charm", "target": 1}], prescriptions=[{"exercise": bridge, "weekdays": [1, 1]}]
    )
    answer = api.post(PLANS, wrong)
    assert (answer.status_code, errors_of(answer)) == (
        400,
        {"/goals/0/measure": "unknown_measure", "/prescriptions/0/weekdays": "twice"},
    )
    assert not Plan.objects.exists()
    assert not Prescription.objects.exists()


def test_a_plan_stays_inside_the_clinic_and_with_its_patient(
    api: Api, amy: Patient, clinic: Clinic, other_clinic: Clinic
) -> None:
    stranger, neighbour = make_episode(make_patient(other_clinic)), make_episode(make_patient(clinic))
    right = plan_of(amy)
    answer = api.post(PLANS, {**right, "episode": str(stranger.uuid)})
    assert (answer.status_code, errors_of(answer)) == (400, {"/episode": "does_not_exist"})
    answer = api.post(PLANS, {**right, "episode": str(neighbour.uuid)})
    assert (answer.status_code, errors_of(answer)) == (400, {"/episode": "other_patient"})
    assert not Plan.objects.exists()


def test_another_clinics_plan_is_answered_like_none_at_all(api: Api, other_clinic: Clinic) -> None:
    theirs = make_plan(make_episode(make_patient(other_clinic)))
    assert api.get(path_of(theirs)).content == api.get(f"{PLANS}{NOBODY}/").content
    assert api.patch(path_of(theirs), {"status": "stopped"}, If_Match='"1-00000000"').status_code == 404
    assert api.post(f"{path_of(theirs)}entered-in-error/", {"reason": "x"}).status_code == 404
    assert Plan.objects.get().version == 1


def test_a_plan_is_changed_only_from_its_present_version(api: Api, amy: Patient) -> None:
    plan = make_plan(make_episode(amy))
    tag = api.get(path_of(plan)).headers["ETag"]
    assert api.patch(path_of(plan), {"planned_sessions": 6}).status_code == 428
    assert api.patch(path_of(plan), {"planned_sessions": 6}, If_Match=tag).status_code == 200
    assert api.patch(path_of(plan), {"planned_sessions": 20}, If_Match=tag).status_code == 412
    assert Plan.objects.get().planned_sessions == 6


def test_a_list_of_plans_costs_the_same_whatever_its_length(
    api: Api, clinic: Clinic, theo: Membership, django_assert_num_queries: Any
) -> None:
    for _plan in range(3):
        plan = make_plan(make_episode(make_patient(clinic)))
        make_session(plan.patient, theo, plan=plan, status="cancelled")
        with django_assert_num_queries(4):
            api.get(PLANS)


@pytest.mark.parametrize("name", ["staff", "rooms", "techniques", "exercises"])
def test_an_entry_of_another_clinics_list_is_answered_like_none_at_all(
    api: Api, clinic: Clinic, other_clinic: Clinic, other_theo: Membership, name: str
) -> None:
    theirs = {
        "staff": other_theo,
        "rooms": make_room(other_clinic),
        "techniques": make_technique(other_clinic),
        "exercises": make_exercise(other_clinic),
    }[name]
    foreign = api.get(f"/api/v1/{name}/{theirs.uuid}/")
    missing = api.get(f"/api/v1/{name}/{NOBODY}/")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert str(theirs.uuid) not in api.get(f"/api/v1/{name}/").content.decode()


def test_a_list_of_the_clinic_can_be_narrowed_to_what_is_in_use(api: Api, clinic: Clinic) -> None:
    make_technique(clinic, code="cupping", name="Cupping", active=False)
    used = make_technique(clinic)
    answer = api.get("/api/v1/techniques/?active=true").json()
    assert [one["id"] for one in answer["results"]] == [str(used.uuid)]
