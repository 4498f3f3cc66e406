"""One patient's history over REST, in clinical time."""

import base64
import datetime as dt
import json
from typing import Any

import pytest
from psycopg.types.range import TimestamptzRange

from assessments.models import Assessment, PainRating
from clinic.audit.models import AuditEvent
from clinic.practice.models import ApiClient, Clinic, Membership
from patients.models import Event, Patient
from tests.builders import make_patient, make_token
from tests.conftest import Api
from treatments.models import TreatmentSession

MARCH = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def day(number: int) -> dt.datetime:
    return MARCH + dt.timedelta(days=number)


@pytest.fixture
def amy(clinic: Clinic, theo: Membership) -> Patient:
    """Amy: a session on day 0, a rating on day 1, a flare on day 2, an assessment on day 3."""
    patient = make_patient(clinic)
    common: dict[str, Any] = {"clinic": clinic, "patient": patient}
    TreatmentSession.objects.create(
        **common, therapist=theo, status="completed", during=TimestamptzRange(day(0), day(0) + dt.timedelta(hours=1))
    )
    PainRating.objects.create(**common, taken_at=day(1), region="neck", side="none", intensity=4)
    Event.objects.create(**common, kind="flare", on=dt.date(2026, 3, 4), note="after gardening")
    Assessment.objects.create(**common, taken_at=day(3))
    return patient


def kinds(answer: Any) -> list[str]:
    return [entry["kind"] for entry in answer.json()["results"]]


def path(patient: Patient) -> str:
    return f"/api/v1/patients/{patient.uuid}/timeline/"


def test_everything_is_shown_newest_first_on_the_clinics_clock(api: Api, amy: Patient) -> None:
    answer = api.get(path(amy))
    assert kinds(answer) == ["assessment", "event", "pain_rating", "session"]
    session = answer.json()["results"][-1]
    assert session["at"] == "2026-03-02T09:00:00+08:00"
    assert session["facts"]["therapist_name"] == "Theo"
    assert answer.json()["next"] is None


def test_pages_follow_each_other_across_kinds(api: Api, amy: Patient) -> None:
    seen: list[str] = []
    url = f"{path(amy)}?page_size=1"
    while url:
        page = api.get(url)
        seen += kinds(page)
        url = page.json()["next"]
    assert seen == ["assessment", "event", "pain_rating", "session"]


def test_what_was_entered_in_error_is_left_out(api: Api, amy: Patient) -> None:
    PainRating.objects.update(entered_in_error_at=day(5), entered_in_error_reason="other patient")
    assert "pain_rating" not in kinds(api.get(path(amy)))


def test_kinds_outside_the_scopes_are_left_out(partner: ApiClient, amy: Patient) -> None:
    front = Api(make_token(partner, scopes=["patients:read"]))
    assert kinds(front.get(path(amy))) == ["event"]


def test_another_clinics_patient_is_not_found(other_api: Api, amy: Patient) -> None:
    assert other_api.get(path(amy)).status_code == 404


def test_a_bad_cursor_and_an_unknown_parameter_are_refused(api: Api, amy: Patient) -> None:
    assert api.get(f"{path(amy)}?cursor=nonsense").status_code == 400
    assert api.get(f"{path(amy)}?shoe_size=42").status_code == 400


@pytest.mark.parametrize(
    "at", ["2026-03-02T09:00:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "9999-12-31"]
)
def test_a_cursor_at_a_moment_that_no_page_ends_at_is_refused(api: Api, amy: Patient, at: str) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([at, str(amy.uuid)]).encode()).decode().rstrip("=")
    answer = api.get(f"{path(amy)}?cursor={cursor}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?cursor")


def test_looking_at_it_leaves_an_audit_row(api: Api, amy: Patient) -> None:
    api.get(path(amy))
    assert AuditEvent.objects.get(action="timeline.viewed").patients == [amy.uuid]
