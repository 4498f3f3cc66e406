"""What the therapist writes about a session."""

import datetime as dt

import pytest

from assessments.models import PainRating
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused
from clinic.practice.models import Clinic, Membership
from patients.services.voiding import void_episode
from tests.builders import (
    MORNING,
    make_episode,
    make_exercise,
    make_patient,
    make_plan,
    make_session,
    make_technique,
    rated,
)
from treatments.models import SessionPain, SessionTechnique, TreatmentSession
from treatments.services.attending import complete_session
from treatments.services.documenting import Documentation, document_session
from treatments.services.voiding import void_session


@pytest.fixture
def session(clinic: Clinic, theo: Membership) -> TreatmentSession:
    """A session under a plan for the low back, on 2 March 2026 from 09:30 to 10:15."""
    plan = make_plan(make_episode(make_patient(clinic)))
    return make_session(plan.patient, theo, plan=plan, status="in_progress")


def refusal(session: TreatmentSession, written: Documentation, by: Caller) -> dict[str, str]:
    """The refusal's codes by pointer, after checking that nothing was written."""
    with pytest.raises(Refused) as refused:
        complete_session(session, written, by=by)
    present = TreatmentSession.objects.get(pk=session.pk)
    assert (present.status, present.version, present.note_subjective) == ("in_progress", 1, "")
    assert not SessionTechnique.objects.exists()
    assert not PainRating.objects.exists()
    assert not AuditEvent.objects.exists()
    return {problem.pointer: problem.code for problem in refused.value.problems}


def test_a_session_is_completed_with_everything_that_was_done(
    session: TreatmentSession, clinic: Clinic, as_theo: Caller
) -> None:
    technique, exercise = make_technique(clinic), make_exercise(clinic)
    session.note_subjective, session.adherence_percent = "less stiff in the morning", 80
    done = Documentation(
        fields=["note_subjective", "adherence_percent"],
        techniques=[SessionTechnique(technique=technique, region="hip", side="left", minutes=15)],
        exercises=[exercise],
        pain=[rated("low_back", 6), rated("low_back", 4, timing="after_treatment", recall="now")],
    )
    complete_session(session, done, by=as_theo)
    stored = TreatmentSession.objects.get(pk=session.pk)
    assert (stored.status, stored.note_subjective, stored.adherence_percent) == (
        "completed",
        "less stiff in the morning",
        80,
    )
    assert [(row.technique, row.side, row.minutes) for row in stored.techniques.all()] == [(technique, "left", 15)]
    assert [row.exercise for row in stored.exercises.all()] == [exercise]
    assert sorted(row.rating.intensity for row in stored.pain.all()) == [4, 6]


def test_pain_is_dated_before_and_after_the_treatment_and_belongs_to_the_episode(
    session: TreatmentSession, as_theo: Caller
) -> None:
    pain = [rated("low_back", 6), rated("low_back", 4, timing="after_treatment", recall="now")]
    complete_session(session, Documentation(pain=pain), by=as_theo)
    before, after = PainRating.objects.order_by("taken_at")
    assert (before.timing, before.taken_at) == ("before_treatment", MORNING)
    assert (after.timing, after.taken_at) == ("after_treatment", MORNING + dt.timedelta(minutes=45))
    assert session.plan is not None
    assert {before.episode, after.episode} == {session.plan.episode}


def test_pain_is_rated_although_the_plans_episode_was_entered_in_error(
    session: TreatmentSession, as_theo: Caller
) -> None:
    assert session.plan is not None
    void_episode(session.plan.episode, "the other patient's", by=as_theo)
    complete_session(session, Documentation(pain=[rated("low_back", 6)]), by=as_theo)
    assert PainRating.objects.get().episode is None


def test_a_session_without_pain_asked_has_no_rating_and_no_zero(session: TreatmentSession, as_theo: Caller) -> None:
    complete_session(session, by=as_theo)
    stored = TreatmentSession.objects.get(pk=session.pk)
    assert stored.adherence_percent is None
    assert not SessionPain.objects.exists()


def test_the_front_desk_does_not_write_about_treatment(session: TreatmentSession, as_rosa: Caller) -> None:
    for write in (complete_session, document_session):
        with pytest.raises(PermissionMissing):
            write(session, Documentation(pain=[rated("low_back", 3)]), by=as_rosa)
    assert not PainRating.objects.exists()


def test_every_problem_is_said_and_nothing_is_written(
    session: TreatmentSession, clinic: Clinic, other_clinic: Clinic, as_theo: Caller
) -> None:
    technique, exercise = make_technique(clinic), make_exercise(clinic)
    session.note_subjective, session.adherence_percent = "something", 101
    done = Documentation(
        fields=["note_subjective", "adherence_percent"],
        techniques=[
            SessionTechnique(technique=make_technique(other_clinic)),
            SessionTechnique(technique=technique, region="neck", side="left"),
            SessionTechnique(technique=technique, minutes=0),
            SessionTechnique(),
        ],
        exercises=[exercise, exercise, make_exercise(other_clinic)],
        pain=[rated("low_back", 11), rated("knee", 5), rated("neck", 5.5)],
    )
    assert refusal(session, done, as_theo) == {
        "/adherence_percent": "max_value",
        "/techniques/0/technique": "does_not_exist",
        "/techniques/1/side": "side_not_allowed",
        "/techniques/2/minutes": "out_of_bounds",
        "/techniques/3/technique": "null",
        "/exercises/1": "twice",
        "/exercises/2": "does_not_exist",
        "/pain/0/intensity": "out_of_bounds",
        "/pain/1/side": "side_not_allowed",
        "/pain/2/intensity": "out_of_bounds",
    }


def test_pain_of_the_future_is_refused(session: TreatmentSession, as_theo: Caller) -> None:
    pain = [rated("low_back", 3, taken_at=MORNING.replace(year=2206))]
    assert refusal(session, Documentation(pain=pain), as_theo) == {"/pain/0/taken_at": "in_the_future"}


def test_the_same_pain_is_rated_once_before_and_once_after(session: TreatmentSession, as_theo: Caller) -> None:
    twice = Documentation(pain=[rated("low_back", 6), rated("low_back", 5)])
    assert refusal(session, twice, as_theo) == {"/pain/1": "duplicate"}
    complete_session(session, Documentation(pain=[rated("low_back", 6)]), by=as_theo)
    with pytest.raises(Refused) as refused:
        document_session(session, Documentation(pain=[rated("low_back", 5)]), by=as_theo)
    assert refused.value.problems[0].code == "duplicate"


def test_only_notes_are_written_as_documentation(session: TreatmentSession, as_theo: Caller) -> None:
    assert refusal(session, Documentation(fields=["status"]), as_theo) == {"/status": "not_changeable"}


def test_correcting_the_techniques_voids_what_is_no_longer_listed(
    session: TreatmentSession, clinic: Clinic, as_theo: Caller
) -> None:
    kept, wrong = make_technique(clinic), make_technique(clinic, code="traction", name="Traction")
    right = make_technique(clinic, code="massage", name="Massage")
    first = Documentation(techniques=[SessionTechnique(technique=kept), SessionTechnique(technique=wrong)])
    complete_session(session, first, by=as_theo)
    second = Documentation(techniques=[SessionTechnique(technique=kept), SessionTechnique(technique=right)])
    document_session(session, second, by=as_theo)
    rows = {row.technique.code: bool(row.entered_in_error_at) for row in session.techniques.all()}
    assert rows == {"mobilisation": False, "traction": True, "massage": False}


def test_what_is_not_mentioned_in_a_correction_stays(
    session: TreatmentSession, clinic: Clinic, as_theo: Caller
) -> None:
    done = Documentation(techniques=[SessionTechnique(technique=make_technique(clinic))], exercises=[])
    complete_session(session, done, by=as_theo)
    session.note_plan = "again in a week"
    document_session(session, Documentation(fields=["note_plan"]), by=as_theo)
    assert session.techniques.filter(entered_in_error_at__isnull=True).count() == 1
    assert TreatmentSession.objects.get(pk=session.pk).note_plan == "again in a week"


def test_an_exercise_can_be_taken_back_and_given_again(
    session: TreatmentSession, clinic: Clinic, as_theo: Caller
) -> None:
    bridge = make_exercise(clinic)
    for exercises in ([bridge], [], [bridge]):
        document_session(session, Documentation(exercises=exercises), by=as_theo)
    assert session.exercises.filter(entered_in_error_at__isnull=True).count() == 1
    assert session.exercises.count() == 2


@pytest.mark.parametrize("status", ["booked", "cancelled", "no_show"])
def test_what_has_not_taken_place_is_not_documented(
    clinic: Clinic, theo: Membership, as_theo: Caller, status: str
) -> None:
    session = make_session(make_patient(clinic), theo, status=status)
    with pytest.raises(Clash) as clash:
        document_session(session, Documentation(), by=as_theo)
    assert clash.value.code == "wrong_state"


def test_voiding_a_session_takes_its_pain_along_and_frees_its_time(
    session: TreatmentSession, clinic: Clinic, theo: Membership, as_theo: Caller
) -> None:
    complete_session(session, Documentation(pain=[rated("low_back", 6)]), by=as_theo)
    void_session(session, "wrong patient", by=as_theo)
    assert not TreatmentSession.objects.valid().exists()
    assert not PainRating.objects.valid().exists()
    assert make_session(make_patient(clinic), theo).pk


def test_voiding_needs_a_reason_and_a_therapist(session: TreatmentSession, as_rosa: Caller, as_theo: Caller) -> None:
    with pytest.raises(Refused):
        void_session(session, " ", by=as_theo)
    with pytest.raises(PermissionMissing):
        void_session(session, "wrong patient", by=as_rosa)
    assert TreatmentSession.objects.valid().exists()
