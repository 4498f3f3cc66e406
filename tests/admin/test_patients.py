"""Registering, finding and changing patients at the desk."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.admin.pages import filled, form_values, page, send, words
from tests.builders import make_patient

LIST = reverse("admin:patients_patient_changelist")
ADD = reverse("admin:patients_patient_add")


def names(response: Any) -> list[str]:
    return [patient.given_name for patient in response.context["cl"].result_list]


def test_the_list_shows_phones_as_they_are_read_and_its_button_speaks_of_registering(
    rosas_desk: Client, clinic: Clinic
) -> None:
    make_patient(clinic, phone="+14155550132")
    said = words(rosas_desk.get(LIST))
    assert "+1 415-555-0132" in said
    amy = Patient.objects.get()
    send(rosas_desk, page("patients_patient", "change", amy.uuid))
    amy.refresh_from_db()
    assert amy.version == 1, "what is shown is what was written"
    assert "Register a patient" in said
    assert "Book a session" in words(rosas_desk.get(reverse("admin:treatments_treatmentsession_changelist")))


def test_the_front_desk_registers_a_patient(rosas_desk: Client, clinic: Clinic) -> None:
    answer = send(
        rosas_desk, ADD, family_name="Chan", given_name="Tai Man", second_script_name="陳大文", alerts=["implant"]
    )
    amy = Patient.objects.get()
    assert (amy.clinic, amy.record_number, amy.alerts) == (clinic, "P-00001", ["implant"])
    assert answer.headers["Location"] == reverse("workplace:patient", args=[amy.uuid])
    assert AuditEvent.objects.get(action="patient.registered").patients == [amy.uuid]


def test_a_birth_date_in_the_future_is_refused_at_its_field_and_nothing_is_written(rosas_desk: Client) -> None:
    born = timezone.now().date() + dt.timedelta(days=3)
    answer = send(rosas_desk, ADD, family_name="Chan", given_name="Tai Man", birth_date=born.isoformat())
    assert "is in the future" in answer.context["adminform"].form.errors["birth_date"][0]
    assert answer.context["adminform"].form["family_name"].value() == "Chan", "what was typed is still there"
    assert "Saved" not in words(answer)
    assert not Patient.objects.exists()
    assert not AuditEvent.objects.filter(action="patient.registered").exists()


def test_a_record_number_of_another_patient_is_refused_in_words(rosas_desk: Client, clinic: Clinic) -> None:
    make_patient(clinic, record_number="A-1", birth_date=dt.date(1950, 1, 1))
    answer = send(rosas_desk, ADD, family_name="Chan", given_name="Tai Man", record_number="A-1")
    assert "Another patient of this clinic has this record number." in words(answer)
    assert Patient.objects.count() == 1


def test_the_same_person_is_not_filed_twice_without_asking(rosas_desk: Client, clinic: Clinic) -> None:
    make_patient(clinic, family_name="Wong", given_name="Amy", birth_date=dt.date(1980, 5, 17))
    typed = {"family_name": "Wong", "given_name": "Amy", "birth_date": "1980-05-17"}
    asked = send(rosas_desk, ADD, **typed)
    assert "May already be registered." in words(asked)
    assert "Wong, Amy T00001" in words(asked)
    assert Patient.objects.count() == 1
    assert AuditEvent.objects.get(action="patient.listed").patients == [Patient.objects.get().uuid]
    rosas_desk.post(ADD, filled(rosas_desk, ADD, **typed, another_person="on"))
    assert Patient.objects.count() == 2


@pytest.mark.parametrize("typed", ["müller", "mullre", "Muller", "P-77", "2345 6789", "陳大"])
def test_a_patient_is_found_however_the_name_is_spelled(rosas_desk: Client, clinic: Clinic, typed: str) -> None:
    make_patient(
        clinic,
        family_name="Müller",
        given_name="Jo",
        second_script_name="陳大文",
        record_number="P-77",
        phone="+85223456789",
    )
    make_patient(clinic, family_name="Okafor", given_name="Ada", record_number="P-88")
    assert names(rosas_desk.get(LIST, {"q": typed})) == ["Jo"]


def test_every_list_leaves_an_audit_row_with_the_patients_it_showed(rosas_desk: Client, clinic: Clinic) -> None:
    shown = {make_patient(clinic, given_name=name).uuid for name in ("Amy", "Bo")}
    rosas_desk.get(LIST)
    event = AuditEvent.objects.get(action="patient.listed")
    assert (event.actor_name, set(event.patients)) == ("Rosa", shown)


def test_opening_a_patient_leaves_an_audit_row(rosas_desk: Client, clinic: Clinic) -> None:
    amy = make_patient(clinic)
    rosas_desk.get(page("patients_patient", "change", amy.uuid))
    event = AuditEvent.objects.get(action="patient.viewed")
    assert (event.subject, event.patients) == (amy.uuid, [amy.uuid])


def test_without_an_audit_row_there_is_no_page(
    rosas_desk: Client, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    amy = make_patient(clinic)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("the audit cannot be written")

    monkeypatch.setattr("clinic.common.admin.service_admin.record", fail)
    rosas_desk.raise_request_exception = False
    for path in (LIST, page("patients_patient", "change", amy.uuid)):
        answer = rosas_desk.get(path)
        assert answer.status_code == 500
        assert amy.given_name not in answer.content.decode()


def test_archived_patients_are_listed_only_on_request(rosas_desk: Client, clinic: Clinic) -> None:
    make_patient(clinic, given_name="Amy")
    make_patient(clinic, given_name="Old", status="archived")
    assert names(rosas_desk.get(LIST)) == ["Amy"]
    assert names(rosas_desk.get(LIST, {"status": "archived"})) == ["Old"]


def test_of_two_who_opened_a_record_the_second_to_save_is_told_who_was_first_and_writes_nothing(
    rosas_desk: Client, theos_desk: Client, clinic: Clinic
) -> None:
    amy = make_patient(clinic)
    path = page("patients_patient", "change", amy.uuid)
    rosas_form = filled(rosas_desk, path, occupation="Nurse")
    send(theos_desk, path, sports="Rowing")
    answer = rosas_desk.post(path, rosas_form)
    assert "Theo changed this record" in words(answer)
    amy.refresh_from_db()
    assert (amy.occupation, amy.sports, amy.version) == ("", "Rowing", 2)


def test_the_second_to_save_sees_both_versions_and_loses_nothing(
    rosas_desk: Client, theos_desk: Client, clinic: Clinic
) -> None:
    amy = make_patient(clinic, address="1 Pier Road")
    path = page("patients_patient", "change", amy.uuid)
    rosas_form = filled(rosas_desk, path, occupation="Nurse", address="2 Pier Road")
    send(theos_desk, path, sports="Rowing", address="3 Pier Road")
    told = rosas_desk.post(path, rosas_form)
    shown = {line.label: (line.theirs, line.yours) for line in told.context["conflict"].differences}
    assert shown == {"address": ("3 Pier Road", "2 Pier Road"), "sports": ("Rowing", None)}
    rosas_desk.post(path, form_values(told))
    amy.refresh_from_db()
    assert (amy.occupation, amy.sports, amy.address) == ("Nurse", "Rowing", "2 Pier Road")


def test_saving_without_a_change_writes_nothing(rosas_desk: Client, clinic: Clinic) -> None:
    amy = make_patient(clinic, phone="+85223456789", alerts=["implant"])
    send(rosas_desk, page("patients_patient", "change", amy.uuid))
    amy.refresh_from_db()
    assert amy.version == 1
    assert not AuditEvent.objects.filter(action="patient.changed").exists()


def test_a_change_names_its_fields_in_the_audit(rosas_desk: Client, clinic: Clinic) -> None:
    amy = make_patient(clinic)
    send(rosas_desk, page("patients_patient", "change", amy.uuid), phone="+85298765432", alerts=["pregnancy"])
    amy.refresh_from_db()
    assert (amy.phone.as_e164, amy.alerts) == ("+85298765432", ["pregnancy"])
    assert sorted(AuditEvent.objects.get(action="patient.changed").detail["fields"]) == ["alerts", "phone"]


def test_a_patient_of_another_clinic_is_answered_like_one_that_does_not_exist(
    rosas_desk: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    theirs = make_patient(other_clinic, family_name="Bayer")
    answers = [
        rosas_desk.get(page("patients_patient", "change", uuid))
        for uuid in (theirs.uuid, "00000000-0000-4000-8000-000000000000", theirs.pk)
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content == answers[2].content
    assert names(rosas_desk.get(LIST, {"q": "Bayer"})) == []


def test_the_patients_page_shows_what_is_theirs_with_buttons_that_name_the_patient(
    rosas_desk: Client, clinic: Clinic
) -> None:
    amy = make_patient(clinic)
    answer = rosas_desk.get(page("patients_patient", "change", amy.uuid))
    panels = {panel.name: panel for panel in answer.context["panels"]}
    assert set(panels) == {"treatmentsession", "consent", "contact", "identifier"}
    add_consent = rosas_desk.get(panels["consent"].add_url)
    assert "Wong, Amy" in words(add_consent)


def test_clinicians_see_clinical_panels_and_managers_who_looked(
    theos_desk: Client, miras_desk: Client, clinic: Clinic
) -> None:
    amy = make_patient(clinic)
    path = page("patients_patient", "change", amy.uuid)
    for_theo = {panel.name for panel in theos_desk.get(path).context["panels"]}
    assert {"episode", "plan", "assessment", "painrating", "event"} < for_theo
    assert "auditevent" not in for_theo
    for_mira = {panel.name: panel for panel in miras_desk.get(path).context["panels"]}
    assert [cells[1] for _url, cells in for_mira["auditevent"].rows] == ["Theo"]
