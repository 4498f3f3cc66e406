"""Two records of one person become one, and two again."""

import datetime as dt
from typing import Any

import pytest

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.models import Clinic, Membership
from patients.models import Contact, Episode, Identifier, Merge, Patient
from patients.services.contacts import add_contact
from patients.services.merge_coverage import moving
from patients.services.merging import merge, unmerge
from patients.services.registering import change_patient
from tests.builders import MORNING, make_assessment, make_episode, make_patient, make_session

SAME = "The same passport."
KEPT = {"version", "updated_at", "search_name", "name_key", "merged_into_id"}


def merged(source: Patient, survivor: Patient, by: Caller, *take: str) -> Merge:
    """Merge the two as somebody who has just opened both."""
    source.refresh_from_db()
    survivor.refresh_from_db()
    return merge(source, survivor, reason=SAME, take=take, by=by)


def separated(source: Patient, by: Caller) -> Merge:
    source.refresh_from_db()
    return unmerge(source, by=by)


def file(patient: Patient) -> dict[str, Any]:
    """Everything about a patient: the fields, and the ids of whatever points to the record."""
    fields = Patient.objects.filter(pk=patient.pk).values().get()
    rows = {pointer.name: set(pointer.of(patient).values_list("uuid", flat=True)) for pointer in moving()}
    return {**{name: value for name, value in fields.items() if name not in KEPT}, **rows}


def refused(source: Patient, survivor: Patient, by: Caller, **given: Any) -> str:
    with pytest.raises((Refused, Clash)) as caught:
        merge(source, survivor, **{"reason": SAME, **given}, by=by)
    refusal: Any = caught.value
    return str(refusal.code if isinstance(refusal, Clash) else refusal.problems[0].code)


def test_everything_of_the_merged_record_becomes_the_survivors(amy: Patient, amie: Patient, as_rosa: Caller) -> None:
    theirs = file(amie)
    merged(amie, amy, as_rosa)
    now = file(amy)
    for pointer in moving():
        assert now[pointer.name] == theirs[pointer.name]
        assert not pointer.of(amie).exists()
    amie.refresh_from_db()
    assert amie.merged_into == amy


def test_separating_them_restores_both_exactly(amy: Patient, amie: Patient, as_rosa: Caller) -> None:
    make_assessment(amy, by=as_rosa_who_may_measure(as_rosa))
    before = file(amy), file(amie)
    merged(amie, amy, as_rosa, "given_name", "phone", "birth_date")
    assert (file(amy), file(amie)) != before
    separated(amie, as_rosa)
    assert (file(amy), file(amie)) == before
    amie.refresh_from_db()
    assert amie.merged_into is None


def as_rosa_who_may_measure(by: Caller) -> Caller:
    return Caller(**{**{name: getattr(by, name) for name in by.__slots__}, "permissions": {"assessments.change"}})


def test_what_is_taken_is_chosen_field_by_field_and_what_was_missing_is_filled(
    amy: Patient, amie: Patient, as_rosa: Caller
) -> None:
    merged(amie, amy, as_rosa, "phone")
    amy.refresh_from_db()
    assert (amy.given_name, amy.phone.as_e164) == ("Amy", "+85298765432"), "one kept, one taken"
    assert (amy.email, amy.occupation) == ("amy@example.org", "Nurse"), "whatever only one of them knows"
    assert amy.alerts == ["implant", "pregnancy"], "the alerts of both"
    assert amy.record_number != amie.record_number


def test_a_field_that_cannot_be_chosen_is_refused_and_nothing_changes(
    amy: Patient, amie: Patient, as_rosa: Caller
) -> None:
    before = file(amy), file(amie)
    assert refused(amie, amy, as_rosa, take=["record_number"]) == "invalid"
    assert (file(amy), file(amie)) == before


def test_a_merge_says_who_why_and_what_in_the_audit_of_both(
    amy: Patient, amie: Patient, as_rosa: Caller, rosa: Membership
) -> None:
    done = merged(amie, amy, as_rosa)
    said = AuditEvent.objects.get(action="patient.merged")
    assert (said.subject, set(said.patients)) == (amie.uuid, {amie.uuid, amy.uuid})
    assert (said.detail["reason"], said.detail["records"]["treatments.TreatmentSession.patient"]) == (SAME, 2)
    assert "amy@example.org" not in str(said.detail), "which fields changed, and not to what"
    assert (done.merged_by, done.reason) == (rosa, SAME)
    separated(amie, as_rosa)
    assert AuditEvent.objects.filter(action="patient.unmerged", patients__contains=[amy.uuid, amie.uuid]).exists()


def test_a_reason_is_needed_and_two_records_of_one_clinic(
    amy: Patient, amie: Patient, other_clinic: Clinic, as_rosa: Caller
) -> None:
    theirs = make_patient(other_clinic)
    assert refused(amie, amy, as_rosa, reason=" ") == "required"
    assert refused(amy, amy, as_rosa) == "same_patient"
    assert refused(amy, theirs, as_rosa) == refused(theirs, amy, as_rosa) == "does_not_exist"
    assert not Merge.objects.exists()


def test_who_may_not_merge_is_told_so(amy: Patient, amie: Patient, as_rosa: Caller) -> None:
    with pytest.raises(PermissionMissing):
        merge(amie, amy, reason=SAME, by=as_rosa_who_may_measure(as_rosa))
    with pytest.raises(PermissionMissing):
        unmerge(amie, by=as_rosa_who_may_measure(as_rosa))


def test_of_two_who_look_at_the_pair_the_second_is_told_that_it_changed(
    amy: Patient, amie: Patient, as_rosa: Caller
) -> None:
    seen = Patient.objects.get(pk=amy.pk)
    amy.occupation = "Surgeon"
    change_patient(amy, ["occupation"], by=as_rosa)
    with pytest.raises(StaleRecord):
        merge(amie, seen, reason=SAME, by=as_rosa)


def test_two_open_episodes_for_one_region_are_named_to_a_therapist_and_not_to_the_front_desk(
    amy: Patient, amie: Patient, as_rosa: Caller, as_theo: Caller
) -> None:
    make_episode(amy)
    said = {}
    for by in (as_rosa, as_theo):
        with pytest.raises(Clash) as caught:
            merge(amie, amy, reason=SAME, by=by)
        said[by.name] = str(caught.value.detail)
        assert caught.value.with_uuid == str(Episode.objects.get(patient=amie).uuid)
    assert "low back" in said["Theo"]
    assert "low back" not in said["Rosa"]
    assert "episode of care, entered on" in said["Rosa"]
    Episode.objects.filter(patient=amy).update(closed_at=dt.date(2026, 4, 1), close_reason="goal_met")
    assert merged(amie, amy, as_rosa)


def test_two_sessions_at_one_time_are_named(
    amy: Patient, amie: Patient, theo: Membership, mira: Membership, as_rosa: Caller
) -> None:
    make_session(amie, theo, starts_at=MORNING)
    make_session(amy, mira, starts_at=MORNING + dt.timedelta(minutes=30))
    with pytest.raises(Clash) as caught:
        merge(amie, amy, reason=SAME, by=as_rosa)
    assert caught.value.code == "patient_overlap"
    assert "Wong, Amy 2 Mar 2026, 10:00" in str(caught.value.detail), str(caught.value.detail)
    assert not Merge.objects.exists()


def test_a_merged_record_takes_nothing_new(amy: Patient, amie: Patient, as_rosa: Caller) -> None:
    merged(amie, amy, as_rosa)
    with pytest.raises(Refused) as caught:
        add_contact(Contact(patient=amie, kind="guardian", name="Ben"), by=as_rosa)
    assert caught.value.problems[0].code == "merged"
    assert amy.record_number in str(caught.value.problems[0].detail)
    amie.occupation = "Nurse"
    with pytest.raises(Clash, match=amy.record_number):
        change_patient(amie, ["occupation"], by=as_rosa)


def test_a_merged_record_is_not_merged_again_and_nothing_is_merged_into_it(
    amy: Patient, amie: Patient, clinic: Clinic, as_rosa: Caller
) -> None:
    bo = make_patient(clinic, given_name="Bo")
    merged(amie, amy, as_rosa)
    assert refused(amie, bo, as_rosa) == "merged"
    assert refused(bo, amie, as_rosa) == "merged"


def test_a_chain_is_separated_from_its_end(amy: Patient, amie: Patient, clinic: Clinic, as_rosa: Caller) -> None:
    first = make_patient(clinic, given_name="A.", phone="")
    before = file(first), file(amy), file(amie)
    merged(amie, amy, as_rosa)
    merged(amy, first, as_rosa)
    assert Patient.objects.get(pk=amie.pk).survivor() == first
    with pytest.raises(Clash, match="Separate that record first"):
        separated(amie, as_rosa)
    separated(amy, as_rosa)
    separated(amie, as_rosa)
    assert (file(first), file(amy), file(amie)) == before


def test_what_was_entered_or_changed_after_the_merge_stays_with_the_survivor(
    amy: Patient, amie: Patient, clinic: Clinic, as_rosa: Caller
) -> None:
    merged(amie, amy, as_rosa, "phone")
    later = add_contact(Contact(patient=amy, kind="emergency_contact", name="Cho Wong"), by=as_rosa)
    number = Identifier.objects.create(clinic=clinic, patient=amy, system="lab", value="1")
    amy.refresh_from_db()
    amy.phone = "+85296543210"
    change_patient(amy, ["phone"], by=as_rosa)
    separated(amie, as_rosa)
    amy.refresh_from_db()
    assert set(amy.contacts.all()) == {later}
    assert set(amy.identifiers.all()) == {number}
    assert (amy.phone.as_e164, amy.email) == ("+85296543210", ""), "a later change stays; the rest goes back"


def test_what_hangs_on_a_record_that_would_go_back_is_named_and_in_the_way(
    amy: Patient, amie: Patient, theo: Membership, as_rosa: Caller, as_theo: Caller
) -> None:
    merged(amie, amy, as_rosa)
    taken = make_assessment(amy, by=as_theo, episode=Episode.objects.get(), taken_at=MORNING + dt.timedelta(days=3))
    before = file(amy)
    with pytest.raises(Clash, match="assessment, entered on") as caught:
        separated(amie, as_rosa)
    assert caught.value.code == "torn_apart"
    assert file(amy) == before, "nothing was written"
    taken.entered_in_error_at, taken.entered_in_error_reason = taken.created_at, "wrong person"
    taken.save()
    assert separated(amie, as_rosa)


def test_a_record_that_is_not_merged_cannot_be_separated(amy: Patient, as_rosa: Caller) -> None:
    with pytest.raises(Clash) as caught:
        unmerge(amy, by=as_rosa)
    assert caught.value.code == "not_merged"


def test_a_separated_record_can_be_merged_again(amy: Patient, amie: Patient, as_rosa: Caller) -> None:
    merged(amie, amy, as_rosa)
    separated(amie, as_rosa)
    assert merged(amie, amy, as_rosa)
    assert Merge.objects.filter(source=amie).count() == 2
