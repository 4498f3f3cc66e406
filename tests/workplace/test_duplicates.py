"""The worklist of possible duplicates, and the page on which two records are compared and merged."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.audit.models import AuditEvent
from clinic.practice.models import Clinic, Membership
from patients.models import DismissedPair, Merge, Patient
from tests.admin.pages import filled, logged_in, words
from tests.builders import make_assessment, make_episode, make_member, make_patient, rated

LIST = reverse("workplace:duplicates")


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic, phone="+85223456789")


@pytest.fixture
def amie(clinic: Clinic) -> Patient:
    return make_patient(clinic, given_name="Amie", phone="+85298765432", email="amy@example.org")


def comparing(one: Patient, other: Patient) -> str:
    return reverse("workplace:compare", args=[one.uuid, other.uuid])


def chosen(desk: Client, keep: Patient, other: Patient, **fields: Patient) -> Any:
    """Merge ``other`` into ``keep``; each named field has the value of the given record."""
    uuids = {name: str(patient.uuid) for name, patient in fields.items()}
    path = comparing(keep, other)
    return desk.post(path, filled(desk, path, keep=str(keep.uuid), reason="one passport", **uuids))


def test_the_list_says_what_matches_and_leaves_an_audit_row(rosas_desk: Client, amy: Patient, amie: Patient) -> None:
    said = words(rosas_desk.get(LIST))
    assert "similar name, same birth date" in said
    assert amy.record_number in said
    assert amie.record_number in said
    assert set(AuditEvent.objects.get(action="patient.listed").patients) == {amy.uuid, amie.uuid}


def test_a_pair_of_twins_is_dismissed_for_good_and_can_be_asked_about_again(
    rosas_desk: Client, amy: Patient, amie: Patient, rosa: Membership
) -> None:
    sent = {"one": amie.uuid, "other": amy.uuid, "reason": "twins"}
    answer = rosas_desk.post(reverse("workplace:dismiss_pair"), sent, follow=True)
    assert "nobody is asked about them again" in words(answer)
    assert "No two records look like one person." in words(answer)
    pair = DismissedPair.objects.get()
    assert (pair.first, pair.second, pair.dismissed_by) == (amy, amie, rosa)
    assert "Twins" in words(rosas_desk.get(reverse("workplace:dismissed")))
    rosas_desk.post(reverse("workplace:dismiss_pair"), sent)
    assert DismissedPair.objects.count() == 1
    rosas_desk.post(reverse("workplace:ask_again", args=[pair.uuid]))
    assert "similar name" in words(rosas_desk.get(LIST))


def test_every_differing_field_has_to_be_chosen(rosas_desk: Client, amy: Patient, amie: Patient) -> None:
    asked = chosen(rosas_desk, amy, amie, given_name=amy)
    assert "Phone : Choose one of the two." in words(asked).replace("Phone:", "Phone :")
    assert not Merge.objects.exists()
    answer = chosen(rosas_desk, amy, amie, given_name=amy, phone=amie)
    assert answer.headers["Location"] == reverse("workplace:patient", args=[amy.uuid])
    amy.refresh_from_db()
    assert (amy.given_name, amy.phone.as_e164, amy.email) == ("Amy", "+85298765432", "amy@example.org")


def test_either_of_the_two_can_be_the_one_that_is_kept(rosas_desk: Client, amy: Patient, amie: Patient) -> None:
    chosen(rosas_desk, amie, amy, given_name=amy, phone=amie)
    amie.refresh_from_db()
    amy.refresh_from_db()
    assert (amie.given_name, amy.merged_into) == ("Amy", amie)


def test_what_is_in_the_way_is_said_on_the_page_without_clinical_words_for_the_front_desk(
    rosas_desk: Client, theos_desk: Client, amy: Patient, amie: Patient
) -> None:
    for patient in (amy, amie):
        make_episode(patient)
    said = {
        name: words(chosen(desk, amy, amie, given_name=amy, phone=amy))
        for name, desk in (("rosa", rosas_desk), ("theo", theos_desk))
    }
    assert "episode of care, entered on" in said["rosa"]
    assert "low back" not in said["rosa"]
    assert "low back" in said["theo"]
    assert not Merge.objects.exists()


def test_who_saw_an_older_version_is_told(rosas_desk: Client, amy: Patient, amie: Patient) -> None:
    path = comparing(amy, amie)
    sent = filled(rosas_desk, path, keep=str(amy.uuid), reason="one", given_name=str(amy.uuid), phone=str(amy.uuid))
    Patient.objects.filter(pk=amie.pk).update(version=7)
    assert "Somebody else changed this record" in words(rosas_desk.post(path, sent))
    assert not Merge.objects.exists()


def test_a_merged_patients_page_leads_on_and_back(rosas_desk: Client, amy: Patient, amie: Patient) -> None:
    chosen(rosas_desk, amy, amie, given_name=amy, phone=amy)
    source, survivor = (reverse("workplace:patient", args=[one.uuid]) for one in (amie, amy))
    assert survivor in rosas_desk.get(source).content.decode()
    assert "Merged into this record:" in words(rosas_desk.get(survivor))
    separate = reverse("admin:patients_patient_separate", args=[amie.uuid])
    assert separate in rosas_desk.get(source).content.decode()
    rosas_desk.post(separate, filled(rosas_desk, separate, reason="brothers"))
    amie.refresh_from_db()
    assert amie.merged_into is None
    assert "May be filed twice:" in words(rosas_desk.get(survivor))


def test_a_merged_record_cannot_be_edited(rosas_desk: Client, amy: Patient, amie: Patient) -> None:
    chosen(rosas_desk, amy, amie, given_name=amy, phone=amy)
    path = reverse("admin:patients_patient_change", args=[amie.uuid])
    assert "Save" not in words(rosas_desk.get(path))
    assert rosas_desk.post(path, {"family_name": "X"}).status_code == 403


def test_two_records_that_nobody_paired_are_found_and_compared(
    rosas_desk: Client, amy: Patient, clinic: Clinic
) -> None:
    bo = make_patient(clinic, family_name="Okafor", given_name="Bo", birth_date=None)
    answer = rosas_desk.get(reverse("workplace:merge_with", args=[amy.uuid]), {"search": "okafor"})
    assert "Okafor, Bo" in words(answer)
    there = rosas_desk.get(reverse("workplace:merge_with", args=[amy.uuid]), {"patient": bo.uuid})
    assert there.headers["Location"] == comparing(amy, bo)


def test_no_page_of_duplicates_shows_the_front_desk_anything_clinical(
    rosas_desk: Client, amy: Patient, amie: Patient, as_theo: Any
) -> None:
    for patient in (amy, amie):
        make_assessment(patient, rated("low_back", 9), by=as_theo, note="secret")
    for path in (LIST, comparing(amy, amie), reverse("workplace:merge_with", args=[amy.uuid])):
        said = words(rosas_desk.get(path)).lower()
        assert not any(word in said for word in ("secret", "low back", "pain", "9/10"))


@pytest.mark.parametrize("name", ["duplicates", "dismissed", "dismiss_pair", "ask_again", "merge_with", "compare"])
def test_the_pages_open_for_those_who_may_merge_in_their_own_clinic(
    name: str, amy: Patient, amie: Patient, una: Membership, other_clinic: Clinic
) -> None:
    pair = DismissedPair.objects.create(clinic=amy.clinic, first=amy, second=amie, reason="twins")
    arguments = {"ask_again": [pair.uuid], "merge_with": [amy.uuid], "compare": [amy.uuid, amie.uuid]}
    path = reverse(f"workplace:{name}", args=arguments.get(name, []))
    assert Client().get(path).status_code == logged_in(una).get(path).status_code == 302, "to the login"
    theirs = logged_in(make_member(other_clinic, "olga", role="front_desk"))
    sent = {"one": amy.uuid, "other": amie.uuid, "reason": "twins", "keep": amy.uuid}
    if name in ("dismiss_pair", "ask_again"):
        assert theirs.get(path).status_code == 405
        assert theirs.post(path, sent).status_code == 404
    elif name in arguments:
        assert [theirs.get(path).status_code, theirs.post(path, sent).status_code] == [404, 404]
    else:
        assert "Wong" not in words(theirs.get(path))
    assert not Merge.objects.exists()
    assert DismissedPair.objects.get().version == 1


def test_the_list_costs_the_same_for_one_pair_and_for_twelve(rosas_desk: Client, clinic: Clinic) -> None:
    def cost() -> int:
        rosas_desk.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            rosas_desk.get(LIST)
        return len(captured)

    for _ in range(2):
        make_patient(clinic)
    few = cost()
    for _ in range(10):
        make_patient(clinic)
    assert cost() == few <= 9
