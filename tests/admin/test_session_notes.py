"""Writing up a session on one page, signing it, and adding to it afterwards."""

import datetime as dt

import pytest
from django.test import Client

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import filled, form_values, page, send, words
from tests.builders import (
    MORNING,
    make_episode,
    make_exercise,
    make_patient,
    make_plan,
    make_session,
    make_technique,
)
from treatments.models import AppointmentType, Availability, Closure, Plan, Prescription, TreatmentSession
from treatments.services.planning import change_plan

NOTE = "Tender over the left sacroiliac joint"
WEEK = dt.timedelta(days=7)


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def session(amy: Patient, theo: Membership) -> TreatmentSession:
    """Amy's session of 2 March 2026, 09:30 in Hong Kong, under a plan for her low back."""
    return make_session(amy, theo, plan=make_plan(make_episode(amy)))


def at(name: str, session: TreatmentSession) -> str:
    return page("treatments_treatmentsession", name, session.uuid)


def next_of(session: TreatmentSession) -> TreatmentSession:
    return TreatmentSession.objects.exclude(pk=session.pk).get()


def test_a_therapist_completes_a_session_with_notes_techniques_exercises_and_pain_in_one_step(
    theos_desk: Client, session: TreatmentSession, clinic: Clinic
) -> None:
    technique, exercise = make_technique(clinic), make_exercise(clinic)
    typed = {
        "note_objective": NOTE,
        "techniques-0-technique": technique.uuid,
        "techniques-0-region": "low_back",
        "techniques-0-minutes": 12,
        "exercises": [exercise.uuid],
        "pain-0-average": 6,
        "pain-0-after": 0,
    }
    assert send(theos_desk, at("complete", session), **typed).status_code == 302
    session.refresh_from_db()
    assert (session.status, session.note_objective, session.signed_at) == ("completed", NOTE, None)
    assert [(done.technique, done.minutes) for done in session.techniques.all()] == [(technique, 12)]
    assert [given.exercise for given in session.exercises.all()] == [exercise]
    asked = [(one.rating.intensity, one.rating.recall, one.rating.timing) for one in session.pain.order_by("id")]
    assert asked == [(6, "7d_average", "before_treatment"), (0, "now", "after_treatment")]
    shown = words(theos_desk.get(at("change", session)))
    assert "Mobilisation low back 12 min" in shown
    assert NOTE in shown


def test_the_page_asks_about_the_regions_that_hurt_and_what_is_not_asked_stays_unknown(
    theos_desk: Client, session: TreatmentSession
) -> None:
    opened = filled(theos_desk, at("complete", session))
    assert (opened["pain-0-region"], opened["pain-0-average"], opened["pain-1-region"]) == ("low_back", "", "")
    send(theos_desk, at("complete", session), **{"pain-1-region": "knee", "pain-1-side": "left"})
    session.refresh_from_db()
    assert session.status == "completed"
    assert not session.pain.exists()


def test_a_figure_without_a_region_is_refused(theos_desk: Client, session: TreatmentSession) -> None:
    answer = send(theos_desk, at("complete", session), **{"pain-1-average": 3})
    assert "Line 2: say where it hurts." in words(answer)


def test_one_wrong_line_leaves_the_session_as_it_was_and_keeps_what_was_typed(
    theos_desk: Client, session: TreatmentSession
) -> None:
    typed = {"note_objective": NOTE, "pain-0-average": 11}
    answer = send(theos_desk, at("complete", session), **typed)
    assert "Nothing was saved yet" in words(answer)
    assert "Average of 7 days" in words(answer)
    assert NOTE in answer.content.decode()
    session.refresh_from_db()
    assert (session.status, session.note_objective) == ("booked", "")
    assert not session.pain.exists()


def test_a_technique_that_is_no_longer_listed_is_taken_back_and_another_stays(
    theos_desk: Client, session: TreatmentSession, clinic: Clinic
) -> None:
    first = make_technique(clinic, code="one", name="One")
    second = make_technique(clinic, code="two", name="Two")
    typed = {"techniques-0-technique": first.uuid, "techniques-1-technique": second.uuid}
    send(theos_desk, at("complete", session), **typed)
    again = filled(theos_desk, at("document", session))
    assert [again[f"techniques-{line}-technique"] for line in range(3)] == [str(first.uuid), str(second.uuid), ""]
    theos_desk.post(at("document", session), {**again, "techniques-0-technique": ""})
    valid = session.techniques.filter(entered_in_error_at__isnull=True)
    assert [done.technique for done in valid] == [second]


def test_two_who_write_up_one_session_lose_nothing(
    theos_desk: Client, miras_desk: Client, session: TreatmentSession
) -> None:
    send(theos_desk, at("complete", session), note_objective=NOTE)
    miras_form = filled(miras_desk, at("document", session), note_plan="Stretch")
    send(theos_desk, at("document", session), note_subjective="Sleeps well")
    told = miras_desk.post(at("document", session), miras_form)
    assert "Theo changed this record" in words(told)
    session.refresh_from_db()
    assert (session.note_subjective, session.note_plan) == ("Sleeps well", "")
    miras_desk.post(at("document", session), form_values(told))
    session.refresh_from_db()
    assert (session.note_subjective, session.note_objective, session.note_plan) == ("Sleeps well", NOTE, "Stretch")


def test_the_home_programme_is_changed_on_the_same_page_and_what_is_new_was_handed_out(
    theos_desk: Client, session: TreatmentSession, clinic: Clinic
) -> None:
    bridge, clam = make_exercise(clinic), make_exercise(clinic, name="Clam")
    Prescription.objects.create(clinic=clinic, plan=session.plan, exercise=bridge, sets=2)
    typed = {
        "programme-0-sets": 3,
        "programme-1-exercise": clam.uuid,
        "programme-1-side": "left",
        "programme-1-repetitions": 12,
        "programme-1-weekdays": [1, 3],
    }
    send(theos_desk, at("complete", session), **typed)
    assert session.plan is not None
    prescribed = session.plan.prescriptions.order_by("id")
    running = [(one.exercise, one.side, one.sets, one.repetitions, one.weekdays) for one in prescribed[1:]]
    assert prescribed[0].stopped_on is not None
    assert running == [(bridge, "none", 3, None, []), (clam, "left", None, 12, [1, 3])]
    assert [given.exercise for given in session.exercises.all()] == [clam]


def test_a_home_programme_that_nobody_touched_stays_and_so_does_its_plan(
    theos_desk: Client, session: TreatmentSession, clinic: Clinic
) -> None:
    Prescription.objects.create(clinic=clinic, plan=session.plan, exercise=make_exercise(clinic), weekdays=[1, 5])
    send(theos_desk, at("complete", session), note_plan="Go on")
    assert session.plan is not None
    assert session.plan.prescriptions.get().stopped_on is None
    assert not AuditEvent.objects.filter(action="plan.changed").exists()


def test_a_home_programme_that_somebody_else_changed_is_shown_before_yours_replaces_it(
    theos_desk: Client, session: TreatmentSession, clinic: Clinic, as_mira: Caller
) -> None:
    bridge, clam = make_exercise(clinic), make_exercise(clinic, name="Clam")
    opened = filled(theos_desk, at("complete", session), **{"programme-0-exercise": bridge.uuid})
    assert session.plan is not None
    change_plan(Plan.objects.get(), [], [Prescription(exercise=clam)], by=as_mira)
    told = theos_desk.post(at("complete", session), {**opened, "note_plan": "Go on"})
    assert "Somebody else changed the home exercises; on record is now: Clam." in words(told)
    session.refresh_from_db()
    assert session.status == "booked"
    theos_desk.post(at("complete", session), form_values(told))
    session.refresh_from_db()
    assert (session.status, session.note_plan) == ("completed", "Go on")
    assert [one.exercise for one in session.plan.prescriptions.filter(stopped_on=None)] == [bridge]


def test_the_next_session_is_booked_on_the_same_page_at_a_time_that_is_free(
    theos_desk: Client, session: TreatmentSession, clinic: Clinic, theo: Membership
) -> None:
    follow_up = AppointmentType.objects.create(clinic=clinic, name="Follow-up", minutes=30)
    taken = make_session(make_patient(clinic), theo, starts_at=MORNING + WEEK)
    offered = [
        value for value, _label in theos_desk.get(at("complete", session)).context["form"].fields["next_time"].choices
    ]
    proposed = offered[1]
    assert proposed > dt.datetime.now(tz=dt.UTC).isoformat()
    send(theos_desk, at("complete", session), next_time=proposed, next_type=follow_up.uuid)
    booked = TreatmentSession.objects.exclude(pk__in=[session.pk, taken.pk]).get()
    assert booked.during.lower == dt.datetime.fromisoformat(proposed)
    assert booked.during.upper - booked.during.lower == dt.timedelta(minutes=30)
    assert (booked.patient, booked.therapist, booked.plan) == (session.patient, theo, session.plan)


def test_a_next_session_that_clashes_is_refused_with_the_time_that_is_taken_and_nothing_is_written(
    theos_desk: Client, session: TreatmentSession, clinic: Clinic, theo: Membership
) -> None:
    make_session(make_patient(clinic), theo, starts_at=MORNING + WEEK)
    typed = {"note_objective": NOTE, "next_start_0": "2026-03-09", "next_start_1": "10:00"}
    answer = send(theos_desk, at("complete", session), **typed)
    assert "The therapist has another session at this time." in words(answer)
    session.refresh_from_db()
    assert (session.status, session.note_objective) == ("booked", "")


def test_another_time_needs_its_day_and_a_warning_does_not_hold_the_booking_up(
    theos_desk: Client, session: TreatmentSession, clinic: Clinic
) -> None:
    answer = send(theos_desk, at("complete", session), next_time="other")
    assert "Give the day and the time of the next session." in words(answer)
    Closure.objects.create(clinic=clinic, name="Typhoon", first_day="2026-03-09", last_day="2026-03-09")
    typed = filled(theos_desk, at("complete", session), next_start_0="2026-03-09", next_start_1="10:00")
    answer = theos_desk.post(at("complete", session), typed, follow=True)
    assert "The clinic is closed on 9 Mar 2026: Typhoon." in words(answer)
    assert next_of(session).during.lower == MORNING.replace(day=9, hour=10, minute=0)


def test_the_note_is_signed_with_the_same_click_and_is_then_only_read(
    theos_desk: Client, session: TreatmentSession
) -> None:
    send(theos_desk, at("complete", session), note_objective=NOTE, sign="on")
    session.refresh_from_db()
    assert session.signed_by is not None
    shown = theos_desk.get(at("change", session))
    offered = [step["name"] for step in shown.context["record_actions"]]
    assert offered == ["addendum", "entered-in-error"]
    assert "Theo," in words(shown)
    refused = send(theos_desk, at("document", session), note_objective="Nothing found")
    assert "Theo signed this note on" in words(refused)
    session.refresh_from_db()
    assert session.note_objective == NOTE


def test_the_manager_writes_up_but_is_not_offered_to_sign_for_another(
    miras_desk: Client, session: TreatmentSession
) -> None:
    asked = miras_desk.get(at("complete", session))
    assert "Theo treated the patient and signs the note." in words(asked)
    assert "Complete and sign" not in words(asked)
    answer = send(miras_desk, at("complete", session), sign="on")
    assert "nobody signs for another" in words(answer)
    send(miras_desk, at("complete", session), note_objective=NOTE)
    shown = miras_desk.get(at("change", session))
    assert "sign" not in [step["name"] for step in shown.context["record_actions"]]


def test_an_addendum_is_typed_beneath_the_signed_note_and_listed_there(
    theos_desk: Client, miras_desk: Client, rosas_desk: Client, session: TreatmentSession
) -> None:
    send(theos_desk, at("complete", session), note_objective=NOTE, sign="on")
    session.refresh_from_db()
    miras_desk.post(at("addendum", session), {"version": session.version, "text": "It was the right side."})
    shown = words(theos_desk.get(at("change", session)))
    assert "It was the right side. Mira," in shown
    assert rosas_desk.post(at("addendum", session), {"version": 1, "text": "Hm"}).status_code == 403
    assert "It was the right side" not in rosas_desk.get(at("change", session)).content.decode()


def test_what_is_not_over_yet_is_saved_and_gone_on_with(theos_desk: Client, session: TreatmentSession) -> None:
    TreatmentSession.objects.filter(pk=session.pk).update(status="in_progress")
    page_of = theos_desk.get(at("complete", session))
    assert f'formaction="{at("document", session)}"' in page_of.content.decode()
    theos_desk.post(at("document", session), filled(theos_desk, at("complete", session), note_objective=NOTE))
    session.refresh_from_db()
    assert (session.status, session.note_objective) == ("in_progress", NOTE)
    assert filled(theos_desk, at("complete", session))["note_objective"] == NOTE


def test_the_proposed_times_keep_to_the_plan_the_hours_and_the_closures(
    theos_desk: Client, amy: Patient, theo: Membership, clinic: Clinic
) -> None:
    plan = make_plan(make_episode(amy), sessions_per_week=2)
    start = (dt.datetime.now(tz=MORNING.tzinfo) - dt.timedelta(days=1)).replace(
        hour=10, minute=0, second=0, microsecond=0
    )
    session = make_session(amy, theo, plan=plan, starts_at=start)
    first = start + dt.timedelta(days=4)
    for weekday in range(1, 8):
        if weekday != (first + dt.timedelta(days=1)).isoweekday():
            Availability.objects.create(clinic=clinic, therapist=theo, weekday=weekday, minutes=(540, 720))
    closed = (first + dt.timedelta(days=2)).date()
    Closure.objects.create(clinic=clinic, name="Typhoon", first_day=closed, last_day=closed)
    make_session(make_patient(clinic), theo, starts_at=first + dt.timedelta(days=3, minutes=30))
    form = theos_desk.get(at("complete", session)).context["form"]
    offered = [value for value, _label in form.fields["next_time"].choices[1:-1]]
    assert offered == [(first + dt.timedelta(days=days)).isoformat() for days in (0, 4, 5)]
