"""The first page: the day in columns, and what the front desk does with it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Consent, Patient
from tests.admin.pages import filled, logged_in, words
from tests.builders import make_assessment, make_episode, make_patient, make_plan, make_room, make_session
from treatments.models import Availability, TreatmentSession

INDEX = reverse("admin:index")
BOOK = reverse("workplace:today_book")


@pytest.fixture
def desk(rosa: Membership) -> Client:
    return logged_in(rosa)


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic, phone="+85223456789")


@pytest.fixture
def noon(as_rosa: Caller) -> dt.datetime:
    return dt.datetime.combine(as_rosa.today(), dt.time(12), as_rosa.zone)


@pytest.fixture
def session(amy: Patient, theo: Membership, noon: dt.datetime) -> TreatmentSession:
    """Amy comes to Theo today at noon."""
    return make_session(amy, theo, starts_at=noon)


def step(desk: Client, session: TreatmentSession, name: str, **typed: Any) -> Any:
    session.refresh_from_db()
    return desk.post(
        reverse("workplace:today_step", args=[session.uuid, name]), {"version": session.version, **typed}, follow=True
    )


def state(session: TreatmentSession) -> str:
    session.refresh_from_db()
    return session.status


def columns(answer: Any) -> dict[str, list[str]]:
    return {
        column.title: [entry.name for entry in [*column.entries, *column.off] if hasattr(entry, "session")]
        for column in answer.context["board"].columns
    }


def test_the_day_stands_in_columns_by_therapist_or_by_room(
    desk: Client, session: TreatmentSession, clinic: Clinic, theo: Membership, mira: Membership, noon: dt.datetime
) -> None:
    gym = make_room(clinic, name="Gym")
    make_session(make_patient(clinic, given_name="Ben"), mira, starts_at=noon, room=gym)
    make_session(session.patient, theo, starts_at=noon + dt.timedelta(days=1))
    assert columns(desk.get(INDEX)) == {"Mira": ["Wong, Ben"], "Theo": ["Wong, Amy"]}
    assert columns(desk.get(f"{INDEX}?columns=room")) == {"Gym": ["Wong, Ben"], "Without a room": ["Wong, Amy"]}
    tomorrow = (noon + dt.timedelta(days=1)).date()
    assert columns(desk.get(f"{INDEX}?day={tomorrow}")) == {"Theo": ["Wong, Amy"]}


@pytest.mark.parametrize("query", ["day=yesterday", "day=2026-02-31", "day=9999-12-31", "columns=shoes&panel=dance"])
def test_an_address_that_makes_no_sense_shows_today(desk: Client, session: TreatmentSession, query: str) -> None:
    assert columns(desk.get(f"{INDEX}?{query}")) == {"Theo": ["Wong, Amy"]}


def test_a_day_of_another_clinic_is_not_shown(session: TreatmentSession, other_theo: Membership) -> None:
    answer = logged_in(other_theo).get(f"{INDEX}?day={session.starts_at.date()}&panel=move&session={session.uuid}")
    assert answer.status_code == 404
    assert step(logged_in(other_theo), session, "arrive").status_code == 404
    assert state(session) == "booked"


def test_the_flags_say_what_to_mind_and_no_value(
    desk: Client, amy: Patient, clinic: Clinic, session: TreatmentSession, as_theo: Caller
) -> None:
    amy.alerts = ["pregnancy"]
    amy.save()
    make_patient(clinic, given_name="Amelie", phone=amy.phone)
    make_plan(make_episode(amy))
    make_assessment(amy, by=as_theo, taken_at=timezone.now() - dt.timedelta(days=31))
    (entry,) = desk.get(INDEX).context["board"].columns[0].entries
    assert [str(flag.text) for flag in entry.flags] == [
        "no consent",
        "Pregnancy",
        "possible duplicate",
        "re-assessment due",
    ]
    Consent.objects.create(clinic=clinic, patient=amy, kind="treatment", given_at=timezone.now())
    Patient.objects.exclude(pk=amy.pk).update(family_name="Okafor", given_name="Ngozi", birth_date=None, phone="")
    make_assessment(amy, by=as_theo, taken_at=timezone.now())
    (entry,) = desk.get(INDEX).context["board"].columns[0].entries
    assert [str(flag.text) for flag in entry.flags] == ["Pregnancy"]


def test_arriving_asks_who_it_is_and_notes_what_agreed(desk: Client, session: TreatmentSession) -> None:
    asked = desk.get(f"{INDEX}?panel=arrive&session={session.uuid}")
    assert "17 May 1980" in words(asked)
    assert "Name and birth date agree" in words(asked)
    answer = step(desk, session, "arrive", agreed="name birth_date")
    assert state(session) == "arrived"
    assert "Arrived: " in words(answer)
    assert AuditEvent.objects.get(action="session.arrived").detail == {"agreed": ["birth_date", "name"]}


def test_a_birthday_is_seen_at_arrival(desk: Client, session: TreatmentSession, as_rosa: Caller) -> None:
    asked = f"{INDEX}?panel=arrive&session={session.uuid}"
    assert "Birthday today" not in words(desk.get(asked))
    Patient.objects.update(birth_date=as_rosa.today().replace(year=1980, day=min(as_rosa.today().day, 28)))
    born = Patient.objects.get().birth_date
    assert born is not None
    assert ("Birthday today" in words(desk.get(asked))) == (born.day == as_rosa.today().day)


def test_a_wrong_click_is_undone(desk: Client, session: TreatmentSession) -> None:
    for name in ("arrive", "missed"):
        step(desk, session, name)
        assert state(session) != "booked"
        assert "Put back to “Booked”" in words(step(desk, session, "undo"))
        assert state(session) == "booked"


def test_cancelling_asks_why_and_the_session_stays_in_sight_to_be_put_back(
    desk: Client, session: TreatmentSession
) -> None:
    assert "This field is required." in words(step(desk, session, "cancel"))
    assert state(session) == "booked"
    answer = step(desk, session, "cancel", reason="caught a cold")
    assert (state(session), session.status_reason) == ("cancelled", "caught a cold")
    assert [entry.name for entry in answer.context["board"].columns[0].off] == ["Wong, Amy"]
    step(desk, session, "undo")
    assert state(session) == "booked"


def test_a_click_on_an_outdated_page_changes_nothing_and_says_so(desk: Client, session: TreatmentSession) -> None:
    path = reverse("workplace:today_step", args=[session.uuid, "missed"])
    TreatmentSession.objects.update(version=5)
    answer = desk.post(path, {"version": 1})
    assert state(session) == "booked"
    assert "Somebody else changed this record" in words(answer)


def test_the_front_desk_starts_no_treatment_and_there_is_no_other_step(
    desk: Client, session: TreatmentSession, theo: Membership
) -> None:
    assert step(desk, session, "start").status_code == 403
    assert step(desk, session, "delete").status_code == 404
    assert desk.get(reverse("workplace:today_step", args=[session.uuid, "arrive"])).status_code == 405
    step(logged_in(theo), session, "start")
    assert state(session) == "in_progress"


def booked(desk: Client, answer_to: str = "", **typed: Any) -> Any:
    """Open the panel for booking, change these fields, book."""
    sent = filled(desk, f"{INDEX}?panel=book{answer_to}", **typed)
    return desk.post(BOOK, sent, follow=True)


def test_a_free_time_is_offered_and_booked(
    desk: Client, amy: Patient, theo: Membership, noon: dt.datetime, clinic: Clinic
) -> None:
    tomorrow = noon + dt.timedelta(days=1)
    Availability.objects.create(clinic=clinic, therapist=theo, weekday=tomorrow.isoweekday(), minutes=(600, 780))
    answer = desk.get(f"{INDEX}?day={tomorrow.date()}")
    (gap,) = answer.context["board"].columns[0].entries
    assert (f"{gap.starts:%H:%M}", gap.minutes) == ("10:00", 180)
    panel = filled(desk, f"{gap.url}&patient={amy.uuid}")
    assert (panel["at"], panel["therapist"]) == ("10:00", str(theo.uuid))
    done = desk.post(BOOK, panel, follow=True)
    made = TreatmentSession.objects.get()
    assert (made.patient, made.starts_at) == (amy, tomorrow.replace(hour=10))
    assert "Booked: " in words(done)
    assert "Wong" not in str(list(done.context["messages"])), "messages travel in a cookie"


def test_searching_finds_whom_to_book_and_leaves_a_trace(desk: Client, amy: Patient) -> None:
    assert desk.get(f"{INDEX}?panel=book&q=wong").context["panel"].patients == [amy]
    chosen = desk.post(BOOK, {"q": "wong", "take": str(amy.uuid)}, follow=True).context["panel"]
    assert (chosen.chosen, chosen.patients) == (amy, [])
    assert AuditEvent.objects.filter(action="patient.listed", patients=[amy.uuid]).count() == 2


def test_the_only_one_found_is_taken_and_what_was_typed_stays(
    desk: Client, amy: Patient, theo: Membership, noon: dt.datetime
) -> None:
    tomorrow = (noon + dt.timedelta(days=1)).date()
    typed = {"therapist": str(theo.uuid), "day": str(tomorrow), "at": "15:00", "minutes": "30", "times": "", "here": ""}
    for pressed in ({"find": "1"}, {}):
        panel = booked(desk, "", **typed, **pressed, q="wong").context["panel"]
        assert panel.chosen == amy
        assert panel.form.errors == {}
        assert {name: str(panel.form[name].value() or "") for name in typed} == typed
    assert not TreatmentSession.objects.exists(), "nobody is booked who was not seen"


def test_the_only_one_found_who_was_seen_is_booked_in_one_go(desk: Client, amy: Patient, theo: Membership) -> None:
    shown = filled(desk, f"{INDEX}?panel=book&q=wong", therapist=str(theo.uuid), at="15:00")
    assert shown["seen"] == str(amy.uuid)
    desk.post(BOOK, {**shown, "q": "okafor"})
    assert not TreatmentSession.objects.exists(), "another name was typed since"
    taken = desk.post(BOOK, {**shown, "q": "wong", "take": str(amy.uuid)}, follow=True).context["panel"]
    assert not TreatmentSession.objects.exists(), "to press the name is to choose, not to book"
    assert (taken.chosen, taken.form.errors) == (amy, {})
    desk.post(BOOK, {**shown, "q": "wong"})
    assert TreatmentSession.objects.get().patient == amy


def test_why_the_chosen_patient_cannot_be_booked_is_said(desk: Client, amy: Patient, theo: Membership) -> None:
    Patient.objects.filter(pk=amy.pk).update(status="deceased")
    shown = filled(desk, f"{INDEX}?panel=book&patient={amy.uuid}", therapist=str(theo.uuid), at="15:00")
    assert "The patient is deceased; only active patients are booked." in words(desk.post(BOOK, shown))
    assert not TreatmentSession.objects.exists()


def test_of_several_who_are_found_one_is_chosen_and_what_was_typed_stays(
    desk: Client, amy: Patient, theo: Membership
) -> None:
    ben = make_patient(amy.clinic, given_name="Ben")
    asked = booked(desk, "", therapist=str(theo.uuid), at="15:00", q="wong").context["panel"]
    assert (set(asked.patients), asked.searched, asked.form["at"].value()) == ({amy, ben}, "wong", "15:00")
    assert asked.form.errors == {"patient": ["Choose one of these patients."]}
    taken = booked(desk, "", therapist=str(theo.uuid), at="15:00", q="wong", take=str(ben.uuid)).context["panel"]
    assert (taken.chosen, taken.form["at"].value()) == (ben, "15:00")
    nobody = booked(desk, "", therapist=str(theo.uuid), at="15:00", q="nobody")
    assert "Nobody is registered by this name or number." in words(nobody)
    assert nobody.context["panel"].form["at"].value() == "15:00"


def test_a_clash_is_refused_with_the_booking_that_is_in_the_way(
    desk: Client, session: TreatmentSession, clinic: Clinic, theo: Membership, noon: dt.datetime
) -> None:
    ben = make_patient(clinic, given_name="Ben")
    answer = booked(desk, f"&patient={ben.uuid}", therapist=str(theo.uuid), at="12:15")
    assert "The therapist has another session at this time." in words(answer)
    assert answer.context["in_the_way"] == "Wong, Amy"
    assert answer.context["panel"].form["at"].value() == "12:15", "what was typed is still there"
    assert TreatmentSession.objects.count() == 1


def test_whoever_walks_in_is_booked_and_here_in_one_go(
    desk: Client, amy: Patient, theo: Membership, session: TreatmentSession
) -> None:
    clash = booked(desk, f"&now=1&patient={make_patient(amy.clinic).uuid}", therapist=str(theo.uuid), at="12:00")
    assert clash.context["in_the_way"] == "Wong, Amy"
    booked(desk, f"&now=1&patient={amy.uuid}", therapist=str(theo.uuid), at="15:00")
    assert sorted(TreatmentSession.objects.values_list("status", flat=True)) == ["arrived", "booked"]


def test_a_booking_says_what_is_missing(desk: Client, amy: Patient) -> None:
    answer = booked(desk, "", at="", therapist="")
    assert "Say for whom." in words(answer)
    assert set(answer.context["panel"].form.errors) == {"patient", "therapist", "at"}


def test_a_series_tells_each_date_that_clashes_and_books_the_chosen(
    desk: Client, session: TreatmentSession, clinic: Clinic, theo: Membership, noon: dt.datetime
) -> None:
    ben = make_patient(clinic, given_name="Ben")
    wish = {"therapist": str(theo.uuid), "at": "12:00", "times": "3"}
    asked = booked(desk, f"&patient={ben.uuid}", **wish)
    assert [bool(in_the_way) for _value, _session, in_the_way, _minded in asked.context["panel"].series] == [
        True,
        False,
        False,
    ]
    assert TreatmentSession.objects.count() == 1
    booked(desk, f"&patient={ben.uuid}", **wish, chosen=["1", "2"])
    weeks = [noon + dt.timedelta(weeks=number) for number in (1, 2)]
    assert list(ben.sessions.in_time_order().values_list("starts_at", flat=True)) == weeks


def test_a_session_is_moved_to_a_free_time_with_its_room(
    desk: Client, session: TreatmentSession, mira: Membership, noon: dt.datetime
) -> None:
    panel = f"{INDEX}?panel=move&session={session.uuid}&therapist={mira.uuid}&at=15:30"
    answer = desk.post(reverse("workplace:today_step", args=[session.uuid, "move"]), filled(desk, panel), follow=True)
    session.refresh_from_db()
    assert (session.therapist, session.starts_at.astimezone(noon.tzinfo).hour) == (mira, 15)
    assert session.ends_at - session.starts_at == dt.timedelta(minutes=45)
    assert "Moved: " in words(answer)


def test_a_move_into_another_booking_names_it(
    desk: Client, session: TreatmentSession, clinic: Clinic, theo: Membership, noon: dt.datetime
) -> None:
    make_session(make_patient(clinic, given_name="Ben"), theo, starts_at=noon + dt.timedelta(hours=2))
    panel = f"{INDEX}?panel=move&session={session.uuid}&at=14:15"
    path = reverse("workplace:today_step", args=[session.uuid, "move"])
    answer = desk.post(f"{path}?panel=move&session={session.uuid}", filled(desk, panel))
    assert answer.context["in_the_way"] == "Wong, Ben"
    session.refresh_from_db()
    assert session.starts_at == noon


def test_a_therapists_own_column_comes_first(
    session: TreatmentSession, theo: Membership, clinic: Clinic, mira: Membership, noon: dt.datetime
) -> None:
    make_session(make_patient(clinic), mira, starts_at=noon)
    assert list(columns(logged_in(theo).get(INDEX))) == ["Theo", "Mira"]


def test_on_a_screen_that_others_see_names_are_initials(desk: Client, session: TreatmentSession) -> None:
    switch = reverse("workplace:switch_initials")
    desk.post(switch, {"initials": "on"})
    seen = desk.get(INDEX)
    assert columns(seen) == {"Theo": ["A. W. T00001"]}
    assert "Wong" not in words(seen)
    assert "Wong" not in words(desk.get(f"{reverse('workplace:week')}?therapist={session.therapist.uuid}"))
    desk.post(switch, {"initials": "off"})
    assert columns(desk.get(INDEX)) == {"Theo": ["Wong, Amy"]}
