"""Booking at the desk, attending, and writing up a session in the admin."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import filled, logged_in, page, send, words
from tests.builders import (
    MORNING,
    make_episode,
    make_member,
    make_patient,
    make_plan,
    make_room,
    make_session,
)
from treatments.models import AppointmentType, Availability, Closure, SessionStatus, TreatmentSession

LIST = reverse("admin:treatments_treatmentsession_changelist")
ADD = reverse("admin:treatments_treatmentsession_add")
NOTE = "Tender over the left sacroiliac joint"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def session(amy: Patient, theo: Membership) -> TreatmentSession:
    """Amy's session of 2 March 2026, 09:30 in Hong Kong."""
    return make_session(amy, theo)


def at(name: str, session: TreatmentSession) -> str:
    return page("treatments_treatmentsession", name, session.uuid)


def booking(patient: Patient, therapist: Membership, day: str = "2026-03-02", time: str = "09:30") -> dict[str, Any]:
    return {"patient": patient.uuid, "therapist": therapist.uuid, "start_0": day, "start_1": time}


def test_the_front_desk_books_by_the_clock_on_the_clinics_wall(
    rosas_desk: Client, amy: Patient, theo: Membership
) -> None:
    answer = send(rosas_desk, ADD, **booking(amy, theo), length=40)
    booked = TreatmentSession.objects.get()
    assert answer.status_code == 302
    assert (booked.during.lower, booked.during.upper) == (MORNING, MORNING + dt.timedelta(minutes=40))
    assert booked.booked_by is not None
    assert booked.booked_by.display_name == "Rosa"


def test_without_minutes_a_session_lasts_as_long_as_its_type_or_the_clinic_says(
    rosas_desk: Client, amy: Patient, theo: Membership, clinic: Clinic
) -> None:
    first_visit = AppointmentType.objects.create(clinic=clinic, name="First visit", minutes=60)
    send(rosas_desk, ADD, **booking(amy, theo), appointment_type=first_visit.uuid)
    send(rosas_desk, ADD, **booking(amy, theo, day="2026-03-03"))
    lengths = [s.during.upper - s.during.lower for s in TreatmentSession.objects.in_time_order()]
    assert lengths == [dt.timedelta(minutes=60), dt.timedelta(minutes=45)]


def test_an_overlapping_booking_is_refused_with_the_time_that_is_taken(
    rosas_desk: Client, session: TreatmentSession, clinic: Clinic, theo: Membership
) -> None:
    bo = make_patient(clinic, given_name="Bo")
    answer = send(rosas_desk, ADD, **booking(bo, theo, time="10:00"))
    assert "The therapist has another session at this time." in words(answer)
    assert "2 Mar 2026, 09:30" in words(answer)
    assert TreatmentSession.objects.count() == 1


def test_a_booking_outside_working_hours_or_on_a_closure_is_made_with_a_warning(
    rosas_desk: Client, amy: Patient, theo: Membership, clinic: Clinic
) -> None:
    Availability.objects.create(clinic=clinic, therapist=theo, weekday=1, minutes=(540, 720))
    Closure.objects.create(clinic=clinic, name="Typhoon", first_day="2026-03-03", last_day="2026-03-03")
    inside = rosas_desk.post(ADD, filled(rosas_desk, ADD, **booking(amy, theo)), follow=True)
    assert "works on" not in words(inside)
    late = rosas_desk.post(ADD, filled(rosas_desk, ADD, **booking(amy, theo, time="20:00")), follow=True)
    assert "The therapist works on Monday only 09:00–12:00." in words(late)
    moved = at("change", TreatmentSession.objects.in_time_order()[0])
    closed = rosas_desk.post(moved, filled(rosas_desk, moved, start_0="2026-03-03"), follow=True)
    assert "The clinic is closed on 3 Mar 2026: Typhoon." in words(closed)
    assert "The therapist does not work on Tuesday." in words(closed)
    assert TreatmentSession.objects.count() == 2


def test_patients_rooms_and_therapists_of_another_clinic_cannot_be_booked(
    rosas_desk: Client, amy: Patient, theo: Membership, other_clinic: Clinic, other_theo: Membership
) -> None:
    theirs = {
        "patient": make_patient(other_clinic).uuid,
        "therapist": other_theo.uuid,
        "room": make_room(other_clinic).uuid,
    }
    for field, uuid in theirs.items():
        answer = send(rosas_desk, ADD, **{**booking(amy, theo), field: uuid})
        assert list(answer.context["adminform"].form.errors) == [field]
    assert not TreatmentSession.objects.exists()


def test_only_people_who_treat_are_offered_as_therapists(
    rosas_desk: Client, rosa: Membership, theo: Membership, mira: Membership, una: Membership
) -> None:
    offered = words(rosas_desk.get(ADD))
    for name in ("Theo", "Mira"):
        assert name in offered
    form = rosas_desk.get(ADD).context["adminform"].form
    assert {str(member) for member in form.fields["therapist"].queryset} == {"Theo", "Mira"}


def test_a_therapist_books_for_themselves_and_the_running_plan_unless_they_say_otherwise(
    theos_desk: Client, theo: Membership, amy: Patient
) -> None:
    plan = make_plan(make_episode(amy))
    proposed = filled(theos_desk, f"{ADD}?patient={amy.uuid}")
    assert proposed["patient"] == str(amy.uuid)
    assert proposed["therapist"] == str(theo.uuid)
    assert proposed["plan"] == str(plan.uuid)


def test_a_session_is_moved_and_only_what_changed_is_named(rosas_desk: Client, session: TreatmentSession) -> None:
    send(rosas_desk, at("change", session), start_1="11:00")
    session.refresh_from_db()
    assert session.during.lower == MORNING + dt.timedelta(minutes=90)
    assert session.during.upper - session.during.lower == dt.timedelta(minutes=45)
    assert AuditEvent.objects.get(action="session.moved").detail == {"fields": ["during"]}


def test_a_click_says_that_the_patient_is_here(rosas_desk: Client, session: TreatmentSession) -> None:
    today = reverse("admin:index")
    answer = rosas_desk.post(at("arrive", session), {"version": session.version, "next": today})
    session.refresh_from_db()
    assert session.status == "arrived"
    assert answer.headers["Location"] == today


def test_a_click_on_an_outdated_page_changes_nothing_and_says_so(rosas_desk: Client, session: TreatmentSession) -> None:
    rosas_desk.post(at("arrive", session), {"version": session.version})
    answer = rosas_desk.post(at("missed", session), {"version": session.version})
    session.refresh_from_db()
    assert session.status == "arrived"
    assert "It can be marked as missed only while it is booked" in words(answer)


def test_a_button_never_leads_out_of_the_product(rosas_desk: Client, session: TreatmentSession) -> None:
    answer = rosas_desk.post(at("arrive", session), {"version": session.version, "next": "https://evil.example/"})
    assert answer.headers["Location"] == at("change", session)


def test_cancelling_asks_for_the_reason(rosas_desk: Client, session: TreatmentSession) -> None:
    assert "This field is required" in words(rosas_desk.post(at("cancel", session), {"version": session.version}))
    send(rosas_desk, at("cancel", session), reason="Has a cold")
    session.refresh_from_db()
    assert (session.status, session.status_reason) == ("cancelled", "Has a cold")


def test_the_front_desk_sees_bookings_and_never_what_was_found(
    rosas_desk: Client, theos_desk: Client, session: TreatmentSession, amy: Patient
) -> None:
    plan = make_plan(make_episode(amy, goals="Run again"))
    TreatmentSession.objects.filter(pk=session.pk).update(note_objective=NOTE, plan=plan, status="completed")
    assert NOTE in words(theos_desk.get(at("change", session)))
    seen = [rosas_desk.get(path) for path in (at("change", session), LIST, f"{LIST}?q=Wong", reverse("admin:index"))]
    for answer in seen:
        text = answer.content.decode()
        assert NOTE not in text
        assert "sessions for" not in text, "the plan names the complaint"
    for name in ("document", "complete", "start", "entered-in-error"):
        assert rosas_desk.get(at(name, session)).status_code == 403


@pytest.mark.parametrize(
    "guess", ["note_objective__contains=Tender", "status_reason__contains=a", "plan__goals__isnull=1"]
)
def test_notes_cannot_be_guessed_through_the_address_of_the_list(
    rosas_desk: Client, session: TreatmentSession, guess: str
) -> None:
    TreatmentSession.objects.filter(pk=session.pk).update(note_objective=NOTE)
    assert rosas_desk.get(f"{LIST}?{guess}").status_code == 400


def test_a_completed_session_is_moved_only_by_those_who_treat(
    rosas_desk: Client, theos_desk: Client, session: TreatmentSession
) -> None:
    TreatmentSession.objects.filter(pk=session.pk).update(status="completed")
    assert "start_0" not in filled(rosas_desk, at("change", session))
    assert rosas_desk.post(at("change", session), {"start_0": "2026-03-05"}).status_code == 403
    send(theos_desk, at("change", session), start_1="10:30")
    session.refresh_from_db()
    assert session.during.lower == MORNING + dt.timedelta(hours=1)


def test_a_session_entered_in_error_leaves_the_list_and_stays_on_file(
    theos_desk: Client, session: TreatmentSession
) -> None:
    send(theos_desk, at("entered-in-error", session), reason="Wrong patient")
    session.refresh_from_db()
    assert session.entered_in_error_reason == "Wrong patient"
    assert list(theos_desk.get(LIST).context["cl"].result_list) == []
    assert list(theos_desk.get(f"{LIST}?validity=error").context["cl"].result_list) == [session]


def test_the_days_of_the_list_are_those_of_the_clinic(rosas_desk: Client, amy: Patient, theo: Membership) -> None:
    late = make_session(amy, theo, starts_at=MORNING.replace(hour=23, minute=30))
    shown = rosas_desk.get(f"{LIST}?starts_at_from=2026-03-02&starts_at_to=2026-03-02")
    assert list(shown.context["cl"].result_list) == [late]
    for day in ("2026-03-01", "2026-03-03"):
        assert not rosas_desk.get(f"{LIST}?starts_at_from={day}&starts_at_to={day}").context["cl"].result_list


def test_the_days_of_the_list_may_lie_at_the_ends_of_time(rosas_desk: Client, session: TreatmentSession) -> None:
    shown = rosas_desk.get(f"{LIST}?starts_at_from=0001-01-01&starts_at_to=9999-12-31")
    assert list(shown.context["cl"].result_list) == [session]
    assert not rosas_desk.get(f"{LIST}?starts_at_from=9999-12-31").context["cl"].result_list


def test_the_first_page_shows_todays_sessions_and_who_has_not_consented(
    rosas_desk: Client, amy: Patient, theo: Membership, as_rosa: Caller
) -> None:
    noon = dt.datetime.combine(as_rosa.today(), dt.time(12), as_rosa.zone)
    make_session(amy, theo, starts_at=noon)
    make_session(amy, theo, starts_at=noon + dt.timedelta(days=1))
    answer = rosas_desk.get(reverse("admin:index"))
    assert [entry.starts.hour for column in answer.context["board"].columns for entry in column.entries] == [12]
    assert "no consent" in words(answer)
    assert AuditEvent.objects.get(action="session.listed").patients == [amy.uuid]


def test_the_count_of_what_is_past_and_not_closed_leads_to_exactly_these_sessions(
    rosas_desk: Client, amy: Patient, theo: Membership
) -> None:
    days = iter(range(9, 20))
    past = {
        status: make_session(amy, theo, starts_at=MORNING.replace(day=next(days)), status=status)
        for status in SessionStatus.values
    }
    make_session(amy, theo, starts_at=timezone.now() + dt.timedelta(days=1))
    first_page = rosas_desk.get(reverse("admin:index"))
    assert first_page.context["counts"]["unfinished"] == 3
    assert f'href="{LIST}?when=open">3</a>' in first_page.content.decode()
    shown = set(rosas_desk.get(f"{LIST}?when=open").context["cl"].result_list)
    assert shown == {past["booked"], past["arrived"], past["in_progress"]}


def test_the_first_page_offers_the_step_that_comes_next(
    rosas_desk: Client, theos_desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    noon = dt.datetime.combine(as_theo.today(), dt.time(12), as_theo.zone)
    session = make_session(amy, theo, starts_at=noon, status="in_progress")

    def offered(desk: Client) -> list[str]:
        (entry,) = desk.get(reverse("admin:index")).context["board"].columns[0].entries
        return [step.name for step in entry.steps]

    assert offered(theos_desk)[0] == "complete"
    assert f'href="{at("complete", session)}"' in theos_desk.get(reverse("admin:index")).content.decode()
    assert offered(rosas_desk) == ["move"]


def test_times_are_those_of_the_active_clinic(theo: Membership, other_clinic: Clinic, clinic: Clinic) -> None:
    make_member(other_clinic, "theo", role="therapist")
    make_session(make_patient(other_clinic), theo.user.memberships.get(clinic=other_clinic))
    desk = logged_in(theo)
    desk.post(reverse("admin:switch_clinic"), {"clinic": str(other_clinic.uuid)})
    assert "Sun 1 Mar 2026, 17:30–18:15" in words(desk.get(LIST))
    assert "Times in America/Los Angeles" in words(desk.get(LIST))
