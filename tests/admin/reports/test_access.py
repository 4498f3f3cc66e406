"""Who may ask for a report, follow it, read it and take its files."""

import pytest
from django.test import Client

from clinic.common.caller import Caller
from clinic.practice.models import Membership
from patients.models import Patient
from tests.admin.pages import filled, logged_in, page, words
from tests.admin.reports.report_pages import ADD, REPORT, file_of, report_page
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.rerun import rerun

# Who may


@pytest.fixture
def pages(done: OutcomeReport, amy: Patient) -> list[str]:
    return [
        report_page(done),
        page(REPORT, "progress", done.uuid),
        file_of(done, "report.pdf"),
        f"{ADD}?patient={amy.uuid}",
    ]


def test_the_front_desk_sees_none_of_it(rosa: Membership, pages: list[str], amy: Patient, done: OutcomeReport) -> None:
    client = logged_in(rosa)
    assert {client.get(path).status_code for path in [*pages, ADD, page(REPORT, "changelist")]} == {403}
    assert client.post(pages[-1]).status_code == 403
    assert client.post(page(REPORT, "rerun", done.uuid)).status_code == 403
    assert OutcomeReport.objects.count() == 1
    assert "report" not in words(client.get(page("patients_patient", "change", amy.uuid))).lower()


def test_the_other_clinic_finds_nothing(other_theo: Membership, pages: list[str], done: OutcomeReport) -> None:
    client = logged_in(other_theo)
    assert {client.get(path).status_code for path in pages} == {404}
    assert client.post(pages[-1]).status_code == 404
    assert client.post(page(REPORT, "rerun", done.uuid)).status_code == 404
    assert OutcomeReport.objects.count() == 1
    assert "Wong" not in words(client.get(page(REPORT, "changelist")))


def test_a_person_without_a_role_gets_none_of_it(una: Membership, pages: list[str]) -> None:
    client = logged_in(una)
    for path in pages:
        response = client.get(path)
        assert response.status_code in {302, 403}
        assert "Amy" not in words(response)


def test_the_manager_reads_and_asks_as_the_therapist_does(mira: Membership, pages: list[str], amy: Patient) -> None:
    client = logged_in(mira)
    assert {client.get(path).status_code for path in pages} == {200}
    assert filled(client, pages[-1])["episode"] == ""
    assert client.post(pages[-1]).status_code == 302


def test_a_rerun_is_never_a_change_of_the_report(theos_desk: Client, done: OutcomeReport, as_theo: Caller) -> None:
    before = OutcomeReport.objects.filter(pk=done.pk).values().get()
    theos_desk.post(report_page(done), {"state": "queued"})
    rerun(done, by=as_theo)
    assert OutcomeReport.objects.filter(pk=done.pk).values().get() == before
