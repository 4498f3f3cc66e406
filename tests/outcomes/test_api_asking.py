"""Other software asks for reports about all patients together."""

import datetime as dt
from typing import Any

import pytest

from assessments.models import PainRating
from clinic.practice.models import Clinic, Membership
from tests.builders import make_patient
from tests.conftest import Api
from treatments.outcomes.models import OutcomeReport

REPORTS = "/api/v1/reports/"
OBLIQUITY = {"measure": "pelvic_obliquity", "region": "low_back"}


def problems(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def test_a_cohort_report_is_accepted_with_the_question_as_it_was_asked(api: Api, theo: Membership) -> None:
    filters = {"therapist": str(theo.uuid), "cause": "fall", "age_min": 18, "sex": "female"}
    asked = {"pairs": [OBLIQUITY], "filters": filters, "audience": "sharing", "from": "2026-01-01"}
    answer = api.post(REPORTS, {"kind": "cohort", **asked})
    body = answer.json()
    assert (answer.status_code, body["state"], body["patient"], body["result"]) == (202, "queued", None, None)
    assert {name: body[name] for name in asked} == asked
    assert answer.headers["Location"].endswith(f"{REPORTS}{body['id']}/")
    assert api.get(answer.headers["Location"]).json()["filters"] == filters


def test_without_pairs_the_clinics_own_are_taken(api: Api) -> None:
    body = api.post(REPORTS, {"kind": "cohort"}).json()
    assert len(body["pairs"]) == 6
    assert OBLIQUITY in body["pairs"]
    assert (body["audience"], body["confirmatory_year"], body["scheduled_for"]) == ("internal", None, None)


def test_a_closed_year_is_confirmed_once_and_the_second_request_clashes(api: Api, clinic: Clinic) -> None:
    year = dt.datetime.now(tz=dt.UTC).year - 2
    taken = dt.datetime(year, 6, 1, 9, tzinfo=dt.UTC)
    PainRating.objects.create(
        clinic=clinic, patient=make_patient(clinic), taken_at=taken, region="low_back", side="none", intensity=6
    )
    body = {"kind": "cohort", "confirmatory_year": year}
    assert api.post(REPORTS, body).json()["from"] == f"{year}-01-01"
    again = api.post(REPORTS, body)
    assert (again.status_code, problems(again)[0][1]) == (409, "year_already_confirmed")


def test_a_repeatability_report_takes_days_only(api: Api, db: None) -> None:
    answer = api.post(REPORTS, {"kind": "repeatability", "from": "2026-01-01", "until": "2026-06-30"})
    assert (answer.status_code, answer.json()["kind"], answer.json()["pairs"]) == (202, "repeatability", None)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"kind": "cohort", "pairs": []}, ("/pairs", "no_pairs")),
        ({"kind": "cohort", "pairs": [{"measure": "pelvic_obliquity"}]}, ("/pairs/0/region", "required")),
        ({"kind": "cohort", "pairs": [{**OBLIQUITY, "colour": "red"}]}, ("/pairs/0/colour", "unknown_field")),
        ({"kind": "cohort", "pairs": [{"measure": "hope", "region": "knee"}]}, ("/pairs/0", "unknown_measure")),
        ({"kind": "cohort", "filters": {"mood": "good"}}, ("/filters/mood", "unknown_field")),
        ({"kind": "cohort", "filters": {"sex": "purple"}}, ("/filters/sex", "invalid_choice")),
        ({"kind": "cohort", "filters": {"therapist": "nobody"}}, ("/filters/therapist", "invalid")),
        ({"kind": "cohort", "audience": "everybody"}, ("/audience", "invalid_choice")),
        ({"kind": "cohort", "confirmatory_year": 9998}, ("/confirmatory_year", "year_not_over")),
        ({"kind": "cohort", "confirmatory_year": 2020, "pairs": [OBLIQUITY]}, ("/pairs", "not_for_this_report")),
        ({"kind": "patient"}, ("/patient", "required")),
        ({"kind": "patient", "patient": None}, ("/patient", "required")),
        ({"kind": "repeatability", "audience": "sharing"}, ("/audience", "not_for_this_report")),
        ({"kind": "horoscope"}, ("/kind", "unsupported_kind")),
    ],
)
def test_what_cannot_be_asked_is_refused_where_it_stands(
    body: dict[str, Any], expected: tuple[str, str], api: Api, db: None
) -> None:
    answer = api.post(REPORTS, body)
    assert (answer.status_code, problems(answer)) == (400, [expected])
    assert not OutcomeReport.objects.exists()


def test_a_report_about_all_patients_names_none(api: Api, clinic: Clinic) -> None:
    answer = api.post(REPORTS, {"kind": "cohort", "patient": str(make_patient(clinic).uuid)})
    assert problems(answer) == [("/patient", "not_for_this_report")]


def test_another_clinics_therapist_does_not_exist(api: Api, other_theo: Membership) -> None:
    answer = api.post(REPORTS, {"kind": "cohort", "filters": {"therapist": str(other_theo.uuid)}})
    assert problems(answer) == [("/filters/therapist", "does_not_exist")]


def test_another_clinics_cohort_report_is_not_found(api: Api, other_api: Api) -> None:
    path = f"{REPORTS}{api.post(REPORTS, {'kind': 'cohort'}).json()['id']}/"
    assert other_api.get(path).status_code == 404
    assert other_api.post(f"{path}rerun/").status_code == 404


def test_the_list_shows_reports_of_every_kind_and_filters_by_it(api: Api, clinic: Clinic) -> None:
    api.post(REPORTS, {"kind": "cohort"})
    api.post(REPORTS, {"kind": "patient", "patient": str(make_patient(clinic).uuid)})
    assert {report["kind"] for report in api.get(REPORTS).json()["results"]} == {"cohort", "patient"}
    assert [report["kind"] for report in api.get(f"{REPORTS}?kind=cohort").json()["results"]] == ["cohort"]
