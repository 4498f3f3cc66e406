"""Mira asks in the admin about all patients together, and about the clinic's own measurements."""

import datetime as dt

from assessments.models import PainRating
from clinic.practice.models import Clinic, Membership
from tests.admin.pages import filled, logged_in, page, send, words
from tests.builders import make_patient, make_technique
from treatments.outcomes.models import OutcomeReport

ADD = page("outcomes_outcomereport", "add")
COHORT, REPEATABILITY = f"{ADD}?kind=cohort", f"{ADD}?kind=repeatability"


def test_the_page_to_ask_offers_the_three_kinds(mira: Membership) -> None:
    shown = words(logged_in(mira).get(ADD))
    assert all(kind in shown for kind in ("All patients together", "Repeatability of our measurements", "One patient"))


def test_left_as_it_is_the_report_asks_for_everybody_and_the_settled_pairs(mira: Membership) -> None:
    desk = logged_in(mira)
    sent = {**filled(desk, COHORT), "pairs": ["pelvic_obliquity@low_back", "lld_true@low_back"]}
    sent.pop("year", None)
    answer = desk.post(COHORT, sent)
    report = OutcomeReport.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        page("outcomes_outcomereport", "change", report.uuid),
    )
    assert report.parameters["pairs"] == [
        {"measure": "pelvic_obliquity", "region": "low_back"},
        {"measure": "lld_true", "region": "low_back"},
    ]
    assert report.parameters["filters"] == {}


def test_what_is_narrowed_and_explored_is_asked_for(mira: Membership, theo: Membership, clinic: Clinic) -> None:
    make_technique(clinic, code="traction", name="Traction")
    desk = logged_in(mira)
    sent = filled(
        desk,
        COHORT,
        pairs=["pelvic_obliquity@low_back"],
        measure="q_angle",
        region="knee",
        therapist=str(theo.uuid),
        technique="traction",
        age_min="18",
        audience="sharing",
        year=None,
    )
    desk.post(COHORT, sent)
    parameters = OutcomeReport.objects.get().parameters
    assert {"measure": "q_angle", "region": "knee"} in parameters["pairs"]
    assert parameters["filters"] == {"therapist": str(theo.uuid), "technique": "traction", "age_min": 18}
    assert parameters["audience"] == "sharing"


def test_half_a_pair_and_reversed_ages_are_refused_at_their_fields(mira: Membership) -> None:
    desk = logged_in(mira)
    sent = filled(desk, COHORT, measure="q_angle", year=None)
    assert "choose both a measure and a pain region" in words(desk.post(COHORT, sent))
    reversed_ages = filled(desk, COHORT, age_min="60", age_max="50", year=None, pairs=["pelvic_obliquity@low_back"])
    assert "lies above the oldest age 50" in words(desk.post(COHORT, reversed_ages))
    assert not OutcomeReport.objects.exists()


def test_a_closed_year_is_confirmed_and_then_no_longer_offered(mira: Membership, clinic: Clinic) -> None:
    desk = logged_in(mira)
    year = dt.datetime.now(tz=dt.UTC).year - 1
    assert f"There are no data of {year}" in words(desk.post(COHORT, {"year": str(year)}))
    taken = dt.datetime(year, 6, 1, 9, tzinfo=dt.UTC)
    PainRating.objects.create(
        clinic=clinic, patient=make_patient(clinic), taken_at=taken, region="low_back", side="none", intensity=6
    )
    assert desk.post(COHORT, {"year": str(year)}).status_code == 302
    assert OutcomeReport.objects.get().locked_year == year
    again = desk.post(COHORT, {"year": str(year)})
    assert again.status_code == 200
    assert f'value="{year}"' not in again.content.decode()
    assert OutcomeReport.objects.count() == 1


def test_repeatability_asks_for_days_only(mira: Membership) -> None:
    desk = logged_in(mira)
    answer = send(desk, REPEATABILITY, **{"from": "2026-01-01"})
    report = OutcomeReport.objects.get()
    assert (answer.status_code, report.kind, report.window_from) == (302, "repeatability", dt.date(2026, 1, 1))
    refused = send(desk, REPEATABILITY, **{"from": "2026-03-02", "until": "2026-03-01"})
    assert "after its last day" in words(refused)


def test_the_front_desk_asks_for_none(rosa: Membership) -> None:
    desk = logged_in(rosa)
    assert [desk.get(path).status_code for path in (ADD, COHORT, REPEATABILITY)] == [403] * 3
