"""The manager's dashboard and the table of roles."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.common.caller import Caller
from clinic.health import heartbeat
from clinic.practice.models import Clinic, Membership
from clinic.practice.roles import ROLE_PERMISSIONS
from clinic.workplace.manager.care import Share, closings_of, in_treatment_of, today_of
from clinic.workplace.manager.measuring import measuring_of
from clinic.workplace.manager.roles import GROUPS
from tests.admin.pages import logged_in, words
from tests.builders import make_assessment, make_episode, make_patient, make_session, measured
from treatments.outcomes import composing, composing_repeatability
from treatments.outcomes.building import build_report
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.repeatability import request_repeatability_report

DASHBOARD = "workplace:manager"


@pytest.fixture
def miras_desk(mira: Membership) -> Client:
    return logged_in(mira)


def ago(days: int) -> dt.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) - dt.timedelta(days=days)


def test_today_is_counted_by_what_became_of_it(clinic: Clinic, theo: Membership, as_mira: Caller) -> None:
    eight = dt.datetime.combine(as_mira.today(), dt.time(8), as_mira.zone)
    for hour, status in enumerate(["booked", "booked", "arrived", "completed", "no_show", "cancelled"]):
        make_session(make_patient(clinic), theo, starts_at=eight + dt.timedelta(hours=hour), minutes=30, status=status)
    today = today_of(as_mira)
    counted = (today.expected, today.waiting, today.in_progress, today.completed, today.missed)
    assert counted == (2, 1, 0, 1, 1)


def test_who_is_in_care_is_told_with_what_it_is_of(clinic: Clinic, theo: Membership, as_mira: Caller) -> None:
    for number, days in enumerate([3, 10, 50, 300]):
        patient = make_patient(clinic, given_name=f"Amy {number}")
        make_episode(patient, opened_at=ago(days).date())
    make_episode(patient, region="neck", opened_at=ago(290).date())
    found = in_treatment_of(as_mira)
    assert (found.episodes, found.patients) == (5, 4)
    assert (found.stopped.n, found.stopped.of, found.long_ago.n) == (1, 4, 1)


def test_every_reason_of_closing_is_shown_with_the_number_of_all_closings(clinic: Clinic, as_mira: Caller) -> None:
    for number, (reason, closed) in enumerate([("goal_met", 10), ("stopped_coming", 20), ("goal_met", 500)]):
        patient = make_patient(clinic, given_name=f"Amy {number}")
        days = {"opened_at": ago(closed + 50).date(), "closed_at": ago(closed).date()}
        make_episode(patient, **days, close_reason=reason)
    found = closings_of(as_mira)
    assert found.of == 2
    assert {str(share.title): share.n for share in found.reasons} == {
        "Goal met": 1,
        "No improvement": 0,
        "Stopped coming": 1,
        "Referred on": 0,
        "Other": 0,
    }


def test_small_numbers_are_told_without_a_share() -> None:
    assert Share(1, 19).percent is None
    assert Share(5, 20).percent == 25


def test_an_empty_clinic_is_told_what_will_stand_there(miras_desk: Client) -> None:
    said = words(miras_desk.get(reverse(DASHBOARD)))
    assert "No episode was closed in the last 12 months." in said
    assert "No repeatability report yet." in said


def test_the_worker_is_said_to_be_there_or_not(miras_desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for age, sentence in (
        (2.2, "The worker is there; its last sign of life came 2 seconds ago."),
        (90.0, "The worker has been silent for 90 seconds"),
        (None, "No worker has given a sign of life within the hour"),
    ):
        monkeypatch.setattr(heartbeat, "age", lambda client, age=age: age)
        assert sentence in words(miras_desk.get(reverse(DASHBOARD)))


@pytest.fixture
def repeated(
    clinic: Clinic, theo: Membership, mira: Membership, as_mira: Caller, monkeypatch: pytest.MonkeyPatch
) -> OutcomeReport:
    """A repeatability report without its drawings: Theo measured 31 people twice, Mira three."""
    monkeypatch.setattr(composing, "render_svg", lambda spec: b"<svg/>")
    monkeypatch.setattr(composing_repeatability, "render_figure", lambda spec: b"<svg/>")
    monkeypatch.setattr(composing_repeatability, "render_pdf", lambda document, svgs: b"%PDF")
    for number in range(34):
        rater = theo if number < 31 else mira
        reading = measured("pelvic_obliquity", 3.0, 3.4 + number % 3 / 10, relandmarked=True)
        make_assessment(make_patient(clinic, given_name=f"Amy {number}"), reading, by=as_mira, rater=rater)
    report = request_repeatability_report(by=as_mira)
    build_report(report.pk)
    return OutcomeReport.objects.get(pk=report.pk)


def test_how_exactly_each_person_measures_is_told_in_order_of_name_with_n(
    repeated: OutcomeReport, as_mira: Caller, miras_desk: Client
) -> None:
    found = measuring_of(as_mira)
    assert found
    (method,) = found.methods
    mira, theo = method.raters
    assert (mira.rater, mira.sd, mira.readings, mira.people) == (
        "Mira",
        "3 of the 30 repeated readings that are needed",
        3,
        3,
    )
    assert (theo.rater, theo.readings, theo.people) == ("Theo", 31, 31)
    assert theo.sd.endswith("°")
    assert " to " in theo.interval
    said = words(miras_desk.get(reverse(DASHBOARD)))
    assert "they are not a ranking" in said
    assert f"Theo {theo.sd}" in said


def test_a_dashboard_names_no_patient(miras_desk: Client, clinic: Clinic, theo: Membership) -> None:
    amy = make_patient(clinic, family_name="Okafor")
    make_episode(amy, opened_at=ago(60).date())
    make_session(amy, theo, starts_at=ago(0))
    assert "Okafor" not in words(miras_desk.get(reverse(DASHBOARD)))


def test_every_place_to_set_something_up_opens(miras_desk: Client) -> None:
    context: Any = miras_desk.get(reverse(DASHBOARD)).context
    urls = [place["url"] for group in context["ways"] for place in group["places"]]
    assert len(urls) == 14
    assert {url: miras_desk.get(url, follow=True).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_the_table_of_roles_has_words_for_every_permission() -> None:
    said = [permission for _title, group in GROUPS for permission in group]
    assert sorted(said) == sorted(frozenset().union(*ROLE_PERMISSIONS.values()))


def test_the_table_says_what_the_front_desk_may_not(miras_desk: Client, rosa: Membership) -> None:
    said = words(miras_desk.get(reverse("workplace:roles")))
    assert "Front desk 1 person" in said
    assert "See notes, plans, goals and home exercises – no ✓ yes ✓ yes" in said


def test_the_dashboard_costs_the_same_for_two_patients_and_for_ten(
    miras_desk: Client, clinic: Clinic, theo: Membership
) -> None:
    def cost(numbers: range) -> int:
        for number in numbers:
            patient = make_patient(clinic, given_name=f"Amy {number}")
            make_episode(patient, opened_at=ago(40 + number).date())
            make_session(patient, theo, starts_at=ago(number))
        miras_desk.get(reverse(DASHBOARD))
        with CaptureQueriesContext(connection) as captured:
            miras_desk.get(reverse(DASHBOARD))
        return len(captured)

    assert cost(range(2)) == cost(range(2, 10)) <= 20
