"""Who of a demo clinic has been asked before the next visit: one has filled in the sheet, one holds the tablet."""

from __future__ import annotations

from assessments.intake_answers import NO, RED_FLAGS, YES, Answers, PainAnswer
from assessments.pain_regions import Recall
from assessments.services.answering import answer_intake
from assessments.services.inviting import invite
from clinic.demo.establishing import Practice
from patients.models import Episode, Patient
from treatments.models import SessionStatus, TreatmentSession


def ask_before_the_next_visit(practice: Practice) -> None:
    """Invite the two patients whose bookings come first; the first of them answers. Nothing if fewer are booked."""
    booked = TreatmentSession.objects.visible_to(practice.front_desk).filter(status=SessionStatus.BOOKED)
    uuids = booked.in_time_order().values_list("patient__uuid", flat=True)
    next_patients = list(dict.fromkeys(uuids))[:2]
    if len(next_patients) < 2:
        return
    first, second = next_patients
    patients = Patient.objects.select_related("clinic")
    intake = invite(patients.get(uuid=first), by=practice.front_desk).intake
    answer_intake(intake, _answers(intake.patient.episodes.latest("opened_at")))
    invite(patients.get(uuid=second), by=practice.front_desk)


def _answers(episode: Episode) -> Answers:
    """The known complaint, and something new with a question that was answered with yes."""
    known = PainAnswer(episode.region, episode.side, {Recall.AVERAGE_7D: 3, Recall.WORST_7D: 5, Recall.NOW: 2})
    return Answers(
        complaint="Better on the whole. Since last week my shoulder hurts when I reach up.",
        pain=(known, PainAnswer("shoulder", "right", {Recall.AVERAGE_7D: 4})),
        onset_unknown=True,
        sitting_hours=9,
        sports="badminton",
        red_flags={code: YES if code == "night_pain" else NO for code in RED_FLAGS},
    )
