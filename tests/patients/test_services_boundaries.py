"""No service changes another clinic's record, or moves a record to another patient, whoever hands it in."""

import pytest

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused
from clinic.practice.models import Clinic, Membership, Room
from clinic.practice.services.lists import change_entry
from clinic.practice.services.staff import employ
from patients.models import Patient
from patients.services.episodes import change_episode
from patients.services.registering import change_patient
from tests.builders import make_episode, make_patient, make_room


def test_another_clinics_patient_cannot_be_changed(as_rosa: Caller, other_clinic: Clinic) -> None:
    theirs = make_patient(other_clinic, given_name="Ann")
    theirs.given_name = "Changed"
    with pytest.raises(Refused, match="no such record"):
        change_patient(theirs, ["given_name"], by=as_rosa)
    assert Patient.objects.get().given_name == "Ann"
    assert not AuditEvent.objects.exists()


def test_another_clinics_room_cannot_be_changed(as_mira: Caller, other_clinic: Clinic) -> None:
    theirs = make_room(other_clinic)
    theirs.name = "Changed"
    with pytest.raises(Refused):
        change_entry(theirs, ["name"], by=as_mira)
    assert Room.objects.get().name == "Room 1"


def test_an_episode_stays_with_its_patient(as_theo: Caller, clinic: Clinic) -> None:
    episode = make_episode(make_patient(clinic))
    episode.patient = make_patient(clinic)
    with pytest.raises(Refused, match="another patient"):
        change_episode(episode, ["patient"], by=as_theo)


def test_saying_the_same_patient_again_is_no_change(as_theo: Caller, clinic: Clinic) -> None:
    episode = make_episode(make_patient(clinic))
    change_episode(episode, ["patient"], by=as_theo)


def test_a_stranger_is_not_drawn_into_a_clinic(as_mira: Caller, clinic: Clinic, other_theo: Membership) -> None:
    with pytest.raises(Clash, match="taken"):
        employ(Membership(role="therapist", display_name="Otto"), other_theo.user.username, by=as_mira)
    assert not Membership.objects.filter(clinic=clinic, user=other_theo.user).exists()
