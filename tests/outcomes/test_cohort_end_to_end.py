"""A report about all patients together, from the question to its files, as other software and staff meet it."""

import datetime as dt
import json
from typing import Any

import pytest

from clinic.common.caller import Caller
from clinic.demo.generator import Association, Truth, cohort
from clinic.practice.callers import caller_of_member
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import logged_in, page, words
from tests.builders import (
    make_assessment,
    make_client,
    make_clinic,
    make_episode,
    make_member,
    make_patient,
    make_token,
    measured,
    rated,
)
from tests.conftest import Api
from treatments.outcomes.building import build_report
from treatments.outcomes.models import Artifact, OutcomeReport

REPORTS = "/api/v1/reports/"
FIRST = dt.datetime(2025, 3, 3, 1, 30, tzinfo=dt.UTC)
OBLIQUITY = {"measure": "pelvic_obliquity", "region": "low_back"}
PATIENTS = 12
Treated = tuple[Clinic, Membership, list[Patient]]


@pytest.fixture(scope="module")
def harbour(committed_never: None) -> Treated:
    """A clinic whose therapist has seen twelve patients in whom pain follows the pelvis, by two points for a degree."""
    clinic = make_clinic(name="Harbour Clinic", time_zone="Asia/Hong_Kong")
    theo = make_member(clinic, "theo", role="therapist")
    truth = Truth(Association.REAL, beta=2.0, sem=0.3, sem_other_rater=0.3, share_mistyped=0.0)
    by = caller_of_member(theo)
    return clinic, theo, [_live_through(course, clinic, by) for course in cohort(truth, PATIENTS, 5)]


@pytest.fixture(scope="module")
def report(harbour: Treated) -> dict[str, Any]:
    """The clinic's report on obliquity beside low back pain, as other software reads it."""
    return built(Api(make_token(make_client(harbour[0], "reader"))))


@pytest.fixture(scope="module")
def report_on_nobody(harbour: Treated) -> dict[str, Any]:
    """The same of the patients whose complaint began with a childbirth, of whom there are none."""
    return built(Api(make_token(make_client(harbour[0], "seeker"))), filters={"cause": "childbirth"})


@pytest.fixture
def clinic(harbour: Treated, db: None) -> Clinic:
    return harbour[0]


@pytest.fixture
def theo(harbour: Treated, db: None) -> Membership:
    return harbour[1]


@pytest.fixture
def treated(harbour: Treated, db: None) -> list[Patient]:
    return harbour[2]


def _live_through(course: Any, clinic: Clinic, by: Caller) -> Patient:
    patient = make_patient(clinic, birth_date=dt.date(1980, 1, 1))
    episode = make_episode(patient, cause="fall")
    for visit in course.visits:
        entries = [] if visit.reading is None else [measured("pelvic_obliquity", round(visit.reading, 1))]
        entries += [] if visit.pain is None else [rated("low_back", visit.pain)]
        if entries:
            taken = FIRST + dt.timedelta(days=round(visit.day))
            make_assessment(patient, *entries, episode=episode, taken_at=taken, by=by)
    return patient


def enter_late(patient: Patient, by: Caller) -> None:
    """A visit of the course that is entered after the report."""
    episode, taken = patient.episodes.get(), FIRST + dt.timedelta(days=4)
    entries = measured("pelvic_obliquity", 9.0), rated("low_back", 1)
    make_assessment(patient, *entries, episode=episode, taken_at=taken, by=by)


def built(api: Api, **asked: Any) -> dict[str, Any]:
    """Ask, build, and read."""
    answer = api.post(REPORTS, {"kind": "cohort", "pairs": [OBLIQUITY], **asked})
    assert answer.status_code == 202, answer.content
    build_report(OutcomeReport.objects.latest("pk").pk)
    body: dict[str, Any] = api.get(f"{REPORTS}{answer.json()['id']}/").json()
    assert body["state"] == "done", body["failure_reason"]
    return body


def test_it_finds_the_link_beyond_time_and_gives_its_files(api: Api, report: dict[str, Any]) -> None:
    body = report
    (pair,) = body["result"]["pairs"]
    within = pair["within_patient"]
    assert (pair["status"], pair["n_patients"], pair["primary"], pair["side"]) == ("ok", PATIENTS, True, None)
    assert within["ci95"][0] > 0
    assert (within["p"], within["p_holm"], within["dof"]) == (None, None, PATIENTS - 1)
    assert pair["raw_rmcorr"]["adjusted_for_time"] is False
    assert pair["method_mix"] == {"palm": pair["n_pairs"]}
    assert body["result"]["flow"]["enrolled"] == PATIENTS
    path = f"{REPORTS}{body['id']}/"
    assert api.get(f"{path}report.pdf").content.startswith(b"%PDF")
    assert b"<svg" in api.get(f"{path}charts/forest.svg").content[:300]
    assert b"pelvic_obliquity" in api.get(f"{path}data.csv").content
    assert "cannot show that alignment changes pain" in body["result"]["narrative"][0]


def test_the_same_data_give_the_same_bytes_whatever_was_corrected_since(
    api: Api, treated: list[Patient], report: dict[str, Any], as_theo: Caller
) -> None:
    first = report
    enter_late(treated[0], as_theo)
    path = f"{REPORTS}{first['id']}/"
    assert api.get(path).json()["stale"] is True
    again = api.post(f"{path}rerun/", {"same_data": True}).json()
    build_report(OutcomeReport.objects.latest("pk").pk)
    repeated = api.get(f"{REPORTS}{again['id']}/").json()
    assert repeated["result"] == first["result"]
    assert repeated["changes"] == []
    files = [
        dict(Artifact.objects.filter(report__uuid=report).values_list("name", "sha256"))
        for report in (first["id"], again["id"])
    ]
    assert files[0] == files[1]
    assert len(files[0]) > 10


def test_a_rerun_on_what_is_on_record_now_says_what_changed(
    api: Api, treated: list[Patient], report: dict[str, Any], as_theo: Caller
) -> None:
    first = report
    enter_late(treated[0], as_theo)
    again = api.post(f"{REPORTS}{first['id']}/rerun/").json()
    build_report(OutcomeReport.objects.latest("pk").pk)
    changes = api.get(f"{REPORTS}{again['id']}/").json()["changes"]
    assert "within_patient.slope_per_unit" in {change["figure"] for change in changes}


def test_for_sharing_no_patient_can_be_seen(api: Api, treated: list[Patient]) -> None:
    body = built(api, audience="sharing", filters={"cause": "fall"})
    assert body["result"]["audience"] == "sharing"
    specs = Artifact.objects.filter(report__uuid=body["id"], name__startswith="charts/lines", name__endswith=".vl.json")
    drawn = [json.loads(bytes(spec.content)) for spec in specs]
    assert drawn
    assert not any("point" in json.dumps(spec) and "patient" in json.dumps(spec.get("data", {})) for spec in drawn)
    assert str(treated[0].uuid) not in json.dumps(body["result"])


def test_with_nobody_in_it_the_report_says_so(report_on_nobody: dict[str, Any]) -> None:
    body = report_on_nobody
    (pair,) = body["result"]["pairs"]
    assert (pair["status"], pair["within_patient"]["slope_per_unit"]) == ("insufficient_data", None)
    assert "too_few_patients:0<8" in pair["reasons"]
    assert body["result"]["flow"]["enrolled"] == 0


def test_staff_read_of_a_pair_without_an_estimate_one_line_that_says_why(
    report_on_nobody: dict[str, Any], mira: Membership
) -> None:
    body = report_on_nobody
    shown = words(logged_in(mira).get(page("outcomes_outcomereport", "change", body["id"])))
    assert "Settled beforehand. Not enough data: 0 of the 8 patients that are needed" in shown
    assert "Check: own course for each series" not in shown, "no table of dashes"


def test_another_clinics_patients_are_not_in_it(
    api: Api, report: dict[str, Any], other_clinic: Clinic, as_other_theo: Caller
) -> None:
    stranger = make_patient(other_clinic)
    make_assessment(stranger, measured("pelvic_obliquity", 5.0), rated("low_back", 5), taken_at=FIRST, by=as_other_theo)
    assert built(api)["result"]["pairs"] == report["result"]["pairs"]


def test_staff_read_it_in_the_admin_word_for_word_as_it_is_printed(report: dict[str, Any], mira: Membership) -> None:
    body = report
    shown = words(logged_in(mira).get(page("outcomes_outcomereport", "change", body["id"])))
    assert body["result"]["narrative"][0] in shown
    assert all(sentence in shown for sentence in body["result"]["limitations"])
    assert "Not adjusted for time" in shown
    document = json.loads(bytes(Artifact.objects.get(report__uuid=body["id"], name="document.json").content))
    assert all(f"{label} {said}" in shown for label, said in document["origin"]), "both fingerprints, and the seed"


def test_a_chart_says_whose_it_is_when_it_travels_alone_and_not_on_the_page_that_says_so(
    report: dict[str, Any], mira: Membership, clinic: Clinic
) -> None:
    body = report
    forest = Artifact.objects.get(report__uuid=body["id"], name="charts/forest.vl.json")
    heading = json.dumps(json.loads(bytes(forest.content))["title"]["text"])
    assert clinic.name in heading
    on_the_page = logged_in(mira).get(page("outcomes_outcomereport", "change", body["id"])).content.decode()
    assert heading not in on_the_page


def test_the_confirmatory_report_of_a_closed_year_alone_gives_p_values(api: Api, treated: list[Patient]) -> None:
    answer = api.post(REPORTS, {"kind": "cohort", "confirmatory_year": 2025})
    build_report(OutcomeReport.objects.latest("pk").pk)
    first, *others = api.get(f"{REPORTS}{answer.json()['id']}/").json()["result"]["pairs"]
    within = first["within_patient"]
    assert (first["measure"], first["region"], first["status"]) == ("pelvic_obliquity", "low_back", "ok")
    assert 0 < within["p"] < 0.05
    assert within["p_holm"] == pytest.approx(6 * within["p"]), "the five that cannot be estimated count too"
    assert {(pair["status"], pair["within_patient"]["p_holm"]) for pair in others} == {("insufficient_data", None)}
    again = api.post(f"{REPORTS}{answer.json()['id']}/rerun/").json()
    build_report(OutcomeReport.objects.latest("pk").pk)
    repeated = api.get(f"{REPORTS}{again['id']}/").json()["result"]["pairs"][0]
    assert (repeated["status"], repeated["within_patient"]["p"]) == ("ok", None), "a second look has no p-value"
