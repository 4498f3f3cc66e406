"""Every Monday each clinic finds its report, without anybody asking."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from tests.builders import make_assessment, make_patient, rated
from treatments.outcomes.models import OutcomeReport, PrespecifiedPair
from treatments.outcomes.scheduling import request_weekly_reports
from treatments.outcomes.settling import retire_pair, write_down_default_pairs
from treatments.outcomes.tasks import request_weekly_reports as task
from treatments.outcomes.transitions import requester_of


@pytest.fixture
def measured(clinic: Clinic, as_theo: Caller) -> Clinic:
    """The clinic, with one patient who was asked about pain."""
    taken = timezone.now() - dt.timedelta(days=30)
    make_assessment(make_patient(clinic), rated("low_back", 5), taken_at=taken, by=as_theo)
    return clinic


def mondays() -> list[dt.date]:
    return sorted(OutcomeReport.objects.exclude(scheduled_for=None).values_list("scheduled_for", flat=True))


def test_the_weeks_report_is_asked_for_once(measured: Clinic) -> None:
    request_weekly_reports()
    task()
    report = OutcomeReport.objects.get()
    assert report.scheduled_for is not None
    assert (report.kind, report.scheduled_for.isoweekday(), report.parameters["audience"]) == ("cohort", 1, "internal")
    assert (report.requested_by, report.requested_by_client) == (None, None)
    assert AuditEvent.objects.get(action="report.requested").actor_name == "Command weekly reports"


def test_monday_begins_on_the_clinics_own_clock(measured: Clinic) -> None:
    sunday_evening_in_london = dt.datetime(2026, 11, 29, 18, 30, tzinfo=dt.UTC)
    with time_machine.travel(sunday_evening_in_london, tick=False):
        request_weekly_reports()
        assert mondays() == [dt.date(2026, 11, 23)], "in Hong Kong it is Monday, but not yet three o'clock"
    with time_machine.travel(sunday_evening_in_london + dt.timedelta(hours=1), tick=False):
        request_weekly_reports()
        assert mondays() == [dt.date(2026, 11, 23), dt.date(2026, 11, 30)]


def test_a_clinic_that_has_measured_nothing_gets_no_empty_report(clinic: Clinic) -> None:
    request_weekly_reports()
    assert not OutcomeReport.objects.exists()


def test_a_clinic_that_retired_all_pairs_is_left_alone(measured: Clinic, mira: Membership, as_mira: Caller) -> None:
    write_down_default_pairs(by=as_mira)
    for pair in PrespecifiedPair.objects.all():
        retire_pair(pair, by=as_mira)
    request_weekly_reports()
    assert not OutcomeReport.objects.exists()


def test_the_worker_builds_it_in_the_name_of_the_command(measured: Clinic) -> None:
    request_weekly_reports()
    requester = requester_of(OutcomeReport.objects.get())
    assert requester.name == "Command weekly reports"
    assert requester.permissions == {"reports.request"}
