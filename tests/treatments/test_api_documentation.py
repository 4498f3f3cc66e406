"""Documentation sent to the API is written as a whole or not at all."""

from typing import Any

import pytest

from assessments.models import PainRating
from clinic.audit.models import AuditEvent
from clinic.practice.models import Clinic, Membership
from tests.builders import (
    make_patient,
    make_session,
    make_technique,
)
from tests.conftest import Api
from treatments.models import SessionTechnique, TreatmentSession

NOBODY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def session(clinic: Clinic, theo: Membership) -> TreatmentSession:
    """Amy's booked session with Theo."""
    return make_session(make_patient(clinic), theo)


def path_of(session: TreatmentSession) -> str:
    return f"/api/v1/sessions/{session.uuid}/"


def unchanged(session: TreatmentSession) -> bool:
    return TreatmentSession.objects.get(pk=session.pk).version == session.version


def errors_of(answer: Any) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"pain": [{"region": "low_back", "side": "none", "intensity": 11}]}, "/pain/0/intensity"),
        ({"pain": [{"region": "low_back", "side": "none", "intensity": 5.5}]}, "/pain/0/intensity"),
        ({"pain": [{"region": "knee", "side": "none", "intensity": 5}]}, "/pain/0/side"),
        ({"techniques": [{"code": "witchcraft"}]}, "/techniques/0/code"),
        ({"techniques": [{"code": "mobilisation", "minutes": 0}]}, "/techniques/0/minutes"),
        ({"techniques": [{"code": "mobilisation", "region": "neck", "side": "left"}]}, "/techniques/0/side"),
        ({"exercises": [NOBODY]}, "/exercises"),
        ({"adherence_percent": 101}, "/adherence_percent"),
        ({"mood": "good"}, "/mood"),
        ({"notes": {"mood": "good"}}, "/notes/mood"),
    ],
)
def test_one_wrong_entry_leaves_the_session_uncompleted(
    api: Api, session: TreatmentSession, clinic: Clinic, wrong: dict[str, Any], expected: str
) -> None:
    make_technique(clinic)
    right = {
        "techniques": [{"code": "mobilisation"}],
        "pain": [{"region": "neck", "side": "none", "intensity": 3}],
    }
    answer = api.post(f"{path_of(session)}complete/", {**right, **wrong})
    assert answer.status_code == 400
    assert any(pointer.startswith(expected) for pointer in errors_of(answer)), answer.json()
    assert unchanged(session)
    assert not SessionTechnique.objects.exists()
    assert not PainRating.objects.exists()
    assert not AuditEvent.objects.exists()


def test_another_clinics_technique_does_not_exist(api: Api, session: TreatmentSession, other_clinic: Clinic) -> None:
    make_technique(other_clinic)
    answer = api.post(f"{path_of(session)}complete/", {"techniques": [{"code": "mobilisation"}]})
    assert (answer.status_code, errors_of(answer)) == (400, {"/techniques/0/code": "does_not_exist"})


def test_what_was_read_can_be_sent_back(api: Api, session: TreatmentSession, clinic: Clinic) -> None:
    make_technique(clinic)
    api.post(f"{path_of(session)}complete/", {"techniques": [{"code": "mobilisation"}]})
    read = api.get(path_of(session))
    assert read.json()["techniques"] == [{"code": "mobilisation", "region": None, "side": "none", "minutes": None}]
    sent = {"patient": read.json()["patient"], "techniques": read.json()["techniques"]}
    again = api.patch(path_of(session), sent, If_Match=read.headers["ETag"])
    assert (again.status_code, again.json()["techniques"]) == (200, sent["techniques"]), again.json()
