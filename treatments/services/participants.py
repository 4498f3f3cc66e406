"""Bookings that share a therapist, a room or a patient take turns."""

from typing import TypeVar

from django.db import models

from clinic.common.caller import Caller
from clinic.practice.models import Membership, Room
from patients.models import Patient
from treatments.models import TreatmentSession

Participant = TypeVar("Participant", Membership, Room, Patient)


def take_turns(session: TreatmentSession, by: Caller) -> None:
    """Lock therapist, room and patient until the transaction ends, and put them as they are now on the session.

    Without it two bookings of one time wait for each other at the exclusion constraint, and the database
    breaks one of them off as a deadlock. Always in this order, so that nobody waits in a circle.
    """
    if session.therapist_id:
        session.therapist = _locked(Membership.objects.visible_to(by), session.therapist)
    if session.room_id and session.room:
        session.room = _locked(Room.objects.visible_to(by), session.room)
    if session.patient_id:
        session.patient = _locked(Patient.objects.visible_to(by), session.patient)


def _locked(visible: models.QuerySet[Participant], given: Participant) -> Participant:
    """The row as it is now; what the caller cannot see stays as given and is refused as unknown later."""
    return visible.select_for_update(of=("self",), no_key=True).filter(pk=given.pk).first() or given
