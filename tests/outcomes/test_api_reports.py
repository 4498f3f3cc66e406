"""Other software asks for a report, follows it and takes its files."""

import datetime as dt
from typing import Any

import pytest

from assessments.models import PainRating
from clinic.audit.models import AuditEvent
from clinic.practice.models import ApiClient, Clinic
from patients.models import Patient
from tests.builders import make_patient, make_token
from tests.conftest import Api
from treatments.outcomes.building import build_report
from treatments.outcomes.models import OutcomeReport

REPORTS = "/api/v1/reports/"
FIRST = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    """Amy, whose low back was rated weekly for eight weeks, from 7 down to 3."""
    patient = make_patient(clinic)
    for week, intensity in enumerate([7, 7, 6, 6, 5, 4, 4, 3]):
        PainRating.objects.create(
            clinic=clinic,
            patient=patient,
            taken_at=FIRST + dt.timedelta(weeks=week),
            region="low_back",
            side="none",
            intensity=intensity,
        )
    return patient


def ask(api: Api, patient: Patient, **more: Any) -> Any:
    return api.post(REPORTS, {"kind": "patient", "patient": str(patient.uuid), **more})


def test_a_request_is_accepted_with_a_place_to_follow_it(api: Api, amy: Patient) -> None:
    answer = ask(api, amy)
    body = answer.json()
    assert (answer.status_code, body["state"], body["progress"], body["result"]) == (202, "queued", 0, None)
    assert answer.headers["Location"].endswith(f"{REPORTS}{body['id']}/")


def test_a_built_report_shows_its_result_and_gives_its_files(api: Api, amy: Patient) -> None:
    path = f"{REPORTS}{ask(api, amy).json()['id']}/"
    build_report(OutcomeReport.objects.get().pk)
    body = api.get(path).json()
    assert (body["state"], body["progress"], body["stale"]) == ("done", 100, False)
    pain = body["result"]["pain"][0]
    assert (pain["region"], pain["status"], pain["n"], pain["response"]) == ("low_back", "ok", 8, "improved")
    pdf = api.get(f"{path}report.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert (pdf.headers["Cache-Control"], pdf.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    assert b"<svg" in api.get(f"{path}charts/overview.svg").content[:300]
    assert "vconcat" in api.get(f"{path}charts/overview.vl.json").json()
    assert api.get(f"{path}data.csv").content.count(b"\n") > 8
    assert AuditEvent.objects.filter(action="report.downloaded", patients=[amy.uuid]).count() == 4


def test_a_later_rating_makes_the_report_stale_and_a_rerun_supersedes_it(api: Api, amy: Patient) -> None:
    path = f"{REPORTS}{ask(api, amy).json()['id']}/"
    build_report(OutcomeReport.objects.get().pk)
    api.post("/api/v1/pain-ratings/", {"patient": str(amy.uuid), "region": "low_back", "side": "none"})
    PainRating.objects.create(
        clinic=amy.clinic, patient=amy, taken_at=FIRST + dt.timedelta(weeks=9), region="neck", side="none", intensity=2
    )
    assert api.get(path).json()["stale"] is True
    again = api.post(f"{path}rerun/")
    assert again.status_code == 202
    assert again.json()["supersedes"] == path.split("/")[-2]
    assert again.headers["Location"].endswith(f"{REPORTS}{again.json()['id']}/")


def test_a_patient_of_another_clinic_does_not_exist(api: Api, other_clinic: Clinic) -> None:
    answer = ask(api, make_patient(other_clinic))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/patient")
    assert not OutcomeReport.objects.exists()


def test_a_window_that_ends_before_it_begins_is_refused(api: Api, amy: Patient) -> None:
    answer = ask(api, amy, until="2026-03-01", **{"from": "2026-04-01"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/from")


def test_another_clinics_report_and_its_files_are_not_found(api: Api, other_api: Api, amy: Patient) -> None:
    path = f"{REPORTS}{ask(api, amy).json()['id']}/"
    build_report(OutcomeReport.objects.get().pk)
    for below in ("", "report.pdf", "data.csv", "charts/overview.svg"):
        assert other_api.get(f"{path}{below}").status_code == 404, below
    assert other_api.post(f"{path}rerun/").status_code == 404


def test_a_file_of_a_report_that_is_not_done_is_not_found(api: Api, amy: Patient) -> None:
    path = f"{REPORTS}{ask(api, amy).json()['id']}/"
    assert api.get(f"{path}report.pdf").status_code == 404


def test_without_the_scope_reports_are_neither_shown_nor_made(partner: ApiClient, amy: Patient) -> None:
    blind = Api(make_token(partner, scopes=["patients:read", "assessments:read"]))
    assert blind.get(REPORTS).status_code == 403
    assert ask(blind, amy).status_code == 403


def test_the_same_key_queues_one_report(api: Api, amy: Patient) -> None:
    body = {"kind": "patient", "patient": str(amy.uuid)}
    first = api.post(REPORTS, body, Idempotency_Key="r1")
    second = api.post(REPORTS, body, Idempotency_Key="r1")
    assert first.json()["id"] == second.json()["id"]
    assert OutcomeReport.objects.count() == 1


def test_a_rerun_after_a_correction_says_which_figures_changed(api: Api, amy: Patient) -> None:
    path = f"{REPORTS}{ask(api, amy).json()['id']}/"
    build_report(OutcomeReport.objects.get().pk)
    assert api.get(path).json()["changes"] == []
    PainRating.objects.create(
        clinic=amy.clinic,
        patient=amy,
        taken_at=FIRST + dt.timedelta(weeks=8),
        region="low_back",
        side="none",
        intensity=7,
    )
    again = api.post(f"{path}rerun/").json()
    assert again["changes"] == []
    build_report(OutcomeReport.objects.latest("pk").pk)
    changes = api.get(f"{REPORTS}{again['id']}/").json()["changes"]
    visits = next(change for change in changes if (change["part"], change["figure"]) == ("pain", "n"))
    assert (visits["before"], visits["after"], visits["entry"]["region"]) == (8, 9, "low_back")
    assert {"latest", "change"} <= {change["figure"] for change in changes}
