"""Who looked at this patient: the manager's page about the audit."""

import re
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from clinic.audit.models import AuditEvent
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.admin.audit_words import act_in_words
from patients.models import Consent, Episode, Event
from tests.admin.pages import page, words
from tests.builders import make_patient
from treatments.models import Plan, SessionStatus, TreatmentSession

PROJECT = Path(__file__).parents[2]
CODE = ("clinic", "patients", "assessments", "treatments")
LIST = reverse("admin:audit_auditevent_changelist")


def acts(answer: Any) -> list[tuple[str, str]]:
    return [(event.actor_name, event.action) for event in answer.context["cl"].result_list]


def test_the_manager_sees_who_looked_at_one_patient(
    miras_desk: Client, rosas_desk: Client, theos_desk: Client, clinic: Clinic
) -> None:
    amy, bo = make_patient(clinic, given_name="Amy"), make_patient(clinic, given_name="Bo")
    rosas_desk.get(page("patients_patient", "change", amy.uuid))
    theos_desk.get(page("patients_patient", "change", bo.uuid))
    answer = miras_desk.get(LIST, {"patient": amy.uuid})
    assert acts(answer) == [("Rosa", "patient.viewed")]
    assert "Wong, Amy" in words(answer)
    assert acts(miras_desk.get(LIST, {"q": amy.record_number, "act": "read"}))[-1] == ("Rosa", "patient.viewed")


def test_reading_the_audit_is_audited_with_the_patients_it_named(
    miras_desk: Client, rosas_desk: Client, clinic: Clinic
) -> None:
    amy = make_patient(clinic)
    rosas_desk.get(page("patients_patient", "change", amy.uuid))
    miras_desk.get(LIST)
    assert AuditEvent.objects.get(action="audit.listed").patients == [amy.uuid]


def test_the_audit_of_another_clinic_is_not_there(
    miras_desk: Client, as_other_theo: Caller, clinic: Clinic, other_clinic: Clinic
) -> None:
    record("patient.viewed", make_patient(other_clinic), by=as_other_theo)
    theirs = AuditEvent.objects.get(clinic=other_clinic.uuid)
    assert acts(miras_desk.get(LIST)) == []
    assert miras_desk.get(page("audit_auditevent", "change", theirs.uuid)).status_code == 404


def test_the_audit_can_be_read_and_never_changed(miras_desk: Client, as_mira: Caller, clinic: Clinic) -> None:
    record("patient.viewed", make_patient(clinic), by=as_mira)
    event = AuditEvent.objects.get()
    path = page("audit_auditevent", "change", event.uuid)
    assert miras_desk.get(path).status_code == 200
    assert miras_desk.post(path, {"actor_name": "Nobody"}).status_code == 403
    event.refresh_from_db()
    assert event.actor_name == "Mira"


def test_what_was_done_is_said_in_words(miras_desk: Client, rosas_desk: Client, clinic: Clinic) -> None:
    amy = make_patient(clinic)
    rosas_desk.get(page("patients_patient", "change", amy.uuid))
    assert "Rosa Patient: looked at Wong, Amy" in words(miras_desk.get(LIST))
    assert "Patient: looked at" in words(miras_desk.get(page("patients_patient", "change", amy.uuid)))


def test_every_act_that_the_code_names_has_its_words() -> None:
    modules = (path for folder in CODE for path in (PROJECT / folder).rglob("*.py"))
    named = {
        action
        for path in modules
        for action in re.findall(r'\b(?:record|_record_end|_say)\(\s*"(\w+\.\w+)"', path.read_text())
    }
    voided = {
        f"{model.__name__.lower()}.entered_in_error" for model in (Consent, Episode, Event, Plan, TreatmentSession)
    }
    passed = {f"session.{status}" for status in SessionStatus}
    assert len(named) > 30
    assert {action for action in named | voided | passed if act_in_words(action) == action} == set()
