"""The one page of a patient: what it says to those who treat."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.correcting import correct_assessment
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Consent, Contact, Patient
from tests.admin.pages import filled, page, words
from tests.builders import (
    MORNING,
    make_assessment,
    make_course,
    make_episode,
    make_event,
    make_exercise,
    make_patient,
    make_plan,
    make_session,
    measured,
    rated,
)
from tests.workplace.patients import page_of, rows_of
from treatments.models import Prescription
from treatments.outcomes import composing
from treatments.outcomes.building import build_report
from treatments.outcomes.findings.result import to_result
from treatments.outcomes.models import OutcomeReport, PrespecifiedPair
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.settling import retire_pair, settle_pair, write_down_default_pairs
from treatments.services.signing import add_addendum, sign_session

MOST_QUERIES = 25


def test_the_table_says_for_each_measure_and_region_where_it_began_and_stands_and_what_that_means(
    theos_desk: Client, treated: Patient
) -> None:
    rows = rows_of(theos_desk.get(page_of(treated)))
    assert rows["Low back"] == [
        *("", "average of the last 7 days", "7 2 Mar", "4 20 Apr", "3.5 mean of 2 last 3 27 Apr"),
        *("−3.5", "≤ 4.9", "↓ Improved"),
    ]
    assert rows["Pelvic obliquity"] == [
        *("", "Palpation meter (PALM)", "4.2° 2 Mar", "1.4° 20 Apr"),
        *("1.2° mean of 2 last 1° 27 Apr", "−3°", "±1.7°", "→ Moved toward the population band"),
    ]


def test_the_page_says_what_a_report_says(
    theos_desk: Client, treated: Patient, as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for drawing, drawn in (("render_svg", b"<svg/>"), ("render_figure", b"<svg/>"), ("render_pdf", b"%PDF")):
        monkeypatch.setattr(composing, drawing, lambda *_spec, drawn=drawn: drawn)
    make_event(treated)
    make_assessment(
        treated,
        measured("pelvic_obliquity", 2, method="radiograph"),
        rated("knee", 4, "left"),
        by=as_theo,
        taken_at=MORNING + dt.timedelta(weeks=10),
    )
    report = request_patient_report(patient=treated, by=as_theo)
    build_report(report.pk)
    report = OutcomeReport.objects.get(pk=report.pk)
    found = theos_desk.get(page_of(treated)).context["clinical"].course.findings
    shown = to_result(found, (), ())
    assert report.result
    for part in ("pain", "alignment", "pairs", "alignment_index"):
        assert shown[part] == report.result[part]


def test_the_page_looks_at_the_pairs_that_the_clinic_has_in_force(
    theos_desk: Client, treated: Patient, as_mira: Caller
) -> None:
    def together() -> list[str]:
        told = theos_desk.get(page_of(treated)).context["clinical"].course.together
        return [sentence.partition(":")[0] for sentence in told]

    assert together() == ["Low back beside Pelvic obliquity", "Low back beside True leg length difference"]
    for pair in write_down_default_pairs(by=as_mira):
        retire_pair(PrespecifiedPair.objects.get(pk=pair.pk), by=as_mira)
    assert together() == []
    settle_pair(PrespecifiedPair(measure="pelvic_obliquity", region="low_back", position=3), by=as_mira)
    assert together() == ["Low back beside Pelvic obliquity"]


def test_a_figure_that_replaced_another_stands_beside_it_struck_through(
    theos_desk: Client, treated: Patient, as_theo: Caller
) -> None:
    last = Assessment.objects.order_by("-taken_at")[0]
    new = Assessment(patient=treated, taken_at=last.taken_at)
    legs = [measured("leg_length_true", mm, side=side, method="tape_supine") for side, mm in LEGS]
    correct_assessment(
        last, new, [measured("pelvic_obliquity", 2.5), *legs], [rated("low_back", 2)], "A slip", by=as_theo
    )
    said = theos_desk.get(page_of(treated)).content.decode()
    assert struck(said) == {"Low back": ["3"], "Pelvic obliquity": ["1°"], "True leg length difference": ["−5\u00a0mm"]}


LEGS = [("left", 871), ("right", 860)]


def struck(html: str) -> dict[str, list[str]]:
    """What is struck through in the table, by the row's name."""
    rows = re.findall(r'<th scope="row">([^<]*)</th>(.*?)</tr>', html, re.DOTALL)
    found = {name: re.findall("</span>([^<]*)</del>", row) for name, row in rows}
    return {name: figures for name, figures in found.items() if figures}


def test_too_few_days_of_pain_and_alignment_are_counted_and_not_correlated(
    theos_desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_course(amy, theo, by=as_theo, visits=3)
    assert "Low back beside Pelvic obliquity: 3 days, too few to correlate" in words(theos_desk.get(page_of(amy)))


def test_the_correlation_of_enough_days_has_an_interval_and_claims_nothing(
    theos_desk: Client, treated: Patient
) -> None:
    said = words(theos_desk.get(page_of(treated)))
    assert re.search(r"Low back beside Pelvic obliquity: 9 days, rank correlation r = \+0\.\d+ \(95 % interval", said)
    assert "time alone may move both" in said


def test_the_plan_says_how_far_it_is_when_to_measure_again_and_where_its_goals_stand(
    theos_desk: Client, treated: Patient, theo: Membership
) -> None:
    episode = make_episode(treated, cause="sitting", onset_date=dt.date(2026, 2, 1), red_flags=["Night pain"])
    goals = [
        {"region": "low_back", "side": "none", "target": 4, "on": "2026-05-01"},
        {"measure": "pelvic_obliquity", "side": "none", "target": 0.5, "on": "2026-05-01"},
    ]
    plan = make_plan(episode, goals=goals)
    day = timezone.now() + dt.timedelta(days=1)
    for week in range(5):
        make_session(treated, theo, plan=plan, starts_at=day - dt.timedelta(weeks=week + 1), status="completed")
    exercise = {"clinic": treated.clinic, "plan": plan, "exercise": make_exercise(treated.clinic)}
    Prescription.objects.create(**exercise, sets=3, repetitions=10, hold_seconds=5, weekdays=[1, 4])
    said = words(theos_desk.get(page_of(treated)))
    assert "5 of 12 sessions , re-assess" in said
    assert "Pain, low back: to 4 by 1 May 2026, now 3.5 (reached)" in said
    assert "Pelvic obliquity: to 0.5° by 1 May 2026, now 1.2° (day has passed)" in said
    assert "Bridge 3 × 10, hold 5 s, Mon and Thu" in said
    assert "Red flag: Night pain" in said
    assert "Cause Sitting" in said


def test_the_last_three_notes_stand_there_to_read(theos_desk: Client, amy: Patient, theo: Membership) -> None:
    for week in range(4):
        session = {"starts_at": MORNING + dt.timedelta(weeks=week), "status": "completed"}
        make_session(amy, theo, **session, note_subjective=f"Week {week}: stiff", adherence_percent=10 * week)
    episode = make_episode(amy)
    make_plan(episode)
    said = words(theos_desk.get(page_of(amy)))
    assert re.findall(r"Week \d: stiff", said) == ["Week 3: stiff", "Week 2: stiff", "Week 1: stiff"]
    assert said.count("not signed") == 3
    assert "At home : 30 % done (23 Mar)" in said or "At home: 30 % done (23 Mar)" in said


def test_what_was_added_to_a_signed_note_stands_below_it(
    theos_desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    session = make_session(amy, theo, starts_at=MORNING, status="completed", note_subjective="Stiff")
    session = sign_session(session, by=as_theo)
    add_addendum(session, "The left knee, too", by=as_theo)
    said = words(theos_desk.get(page_of(amy)))
    assert "Subjective Stiff Addendum The left knee, too" in said
    assert "not signed" not in said


def test_the_exercise_sheet_and_the_closing_are_one_click_away(theos_desk: Client, amy: Patient) -> None:
    plan = make_plan(make_episode(amy))
    Prescription.objects.create(clinic=amy.clinic, plan=plan, exercise=make_exercise(amy.clinic))
    shown = theos_desk.get(page_of(amy)).content.decode()
    assert reverse("workplace:exercise-sheet", args=[plan.uuid]) in shown
    assert reverse("workplace:discharge", args=[plan.episode.uuid]) in shown


def test_a_new_patients_page_says_what_to_do_next(theos_desk: Client, amy: Patient) -> None:
    answer = theos_desk.get(page_of(amy))
    said = words(answer)
    assert "No open episode." in said
    assert "Begin with an assessment: pain first" in said
    assert "no consent" in said
    assert "outcomes/vega.js" not in answer.content.decode()


def test_the_charts_are_drawn_by_the_browser_from_one_description_with_the_numbers_behind_each(
    theos_desk: Client, treated: Patient
) -> None:
    answer = theos_desk.get(page_of(treated)).content.decode()
    assert '<script id="chart-overview" type="application/json">' in answer
    assert "outcomes/vega.js" in answer
    assert re.findall("<summary>Numbers: ([^<(]*?) ?[(<]", answer) == [
        "Low back",
        "True leg length difference",
        "Pelvic obliquity",
    ]


def test_the_session_that_has_begun_is_offered_for_writing_up_and_the_next_booking_is_named(
    theos_desk: Client, amy: Patient, theo: Membership
) -> None:
    begun = make_session(amy, theo, starts_at=timezone.now() - dt.timedelta(minutes=5), status="in_progress")
    make_session(amy, theo, starts_at=timezone.now() + dt.timedelta(days=3))
    answer = theos_desk.get(page_of(amy))
    assert page("treatments_treatmentsession", "complete", begun.uuid) in answer.content.decode()
    assert re.search(r"Next booking \w+ \d+ \w+ \d{4}, \d\d:\d\d , Theo", words(answer))


def test_a_report_is_asked_for_by_its_button_and_the_latest_stands_beside_it(
    theos_desk: Client, treated: Patient
) -> None:
    assert "Latest report" not in words(theos_desk.get(page_of(treated)))
    theos_desk.post(f"{page('outcomes_outcomereport', 'add')}?patient={treated.uuid}")
    report = OutcomeReport.objects.get()
    answer = theos_desk.get(page_of(treated))
    assert "Latest report" in words(answer)
    assert page("outcomes_outcomereport", "change", report.uuid) in answer.content.decode()


def test_every_way_to_a_patient_leads_here_and_from_here_to_the_details_and_all_records(
    theos_desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_session(amy, theo, starts_at=timezone.now())
    assessment = make_assessment(amy, by=as_theo)
    details, here = page("patients_patient", "change", amy.uuid), page_of(amy)
    ways = [
        reverse("admin:index"),
        reverse("admin:patients_patient_changelist"),
        page("assessments_assessment", "change", assessment.uuid),
    ]
    for way in ways:
        assert here in theos_desk.get(way).content.decode(), way
    saved = theos_desk.post(details, filled(theos_desk, details, occupation="Baker"))
    assert saved.headers["Location"] == here
    shown = theos_desk.get(here).content.decode()
    assert details in shown
    for kind in ("episode", "contact", "consent", "event", "identifier"):
        assert f"{reverse(f'admin:patients_{kind}_changelist')}?patient={amy.uuid}" in shown


def test_looking_leaves_an_audit_row_and_another_clinic_has_no_such_patient(
    theos_desk: Client, amy: Patient, other_clinic: Clinic
) -> None:
    theos_desk.get(page_of(amy))
    assert AuditEvent.objects.get(action="patient.viewed").patients == [amy.uuid]
    assert theos_desk.get(page_of(make_patient(other_clinic))).status_code == 404


def test_a_merged_patient_is_marked_with_the_way_to_the_other(theos_desk: Client, amy: Patient) -> None:
    bo = make_patient(amy.clinic, given_name="Bo", merged_into=amy)
    answer = theos_desk.get(page_of(bo))
    assert "Merged into Wong, Amy" in words(answer)
    assert page_of(amy) in answer.content.decode()


def add_everything(amy: Patient, theo: Membership, by: Caller, clinic: Clinic) -> None:
    """One of everything that the page shows."""
    plan = make_plan(make_episode(amy), goals=[{"region": "low_back", "side": "none", "target": 2}])
    Prescription.objects.create(clinic=clinic, plan=plan, exercise=make_exercise(clinic), sets=2)
    Contact.objects.create(clinic=clinic, patient=amy, kind="referrer", name="Dr Lee")
    Consent.objects.create(clinic=clinic, patient=amy, kind="treatment", given_at=timezone.now())
    make_session(amy, theo, starts_at=timezone.now() + dt.timedelta(days=2), plan=plan)
    first = make_assessment(amy, measured("pelvic_obliquity", 5), rated("low_back", 8), by=by)
    new: Any = Assessment(patient=amy, taken_at=first.taken_at)
    correct_assessment(first, new, [measured("pelvic_obliquity", 4)], [rated("low_back", 7)], "A slip", by=by)
    request_patient_report(patient=amy, by=by)


def test_the_page_costs_the_same_few_queries_for_two_visits_and_for_twelve(
    theos_desk: Client,
    amy: Patient,
    theo: Membership,
    as_theo: Caller,
    clinic: Clinic,
    django_assert_max_num_queries: Any,
) -> None:
    add_everything(amy, theo, as_theo, clinic)
    make_course(amy, theo, by=as_theo, visits=2, episode=None)
    theos_desk.get(page_of(amy))
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        theos_desk.get(page_of(amy))
    later = MORNING + dt.timedelta(weeks=2)
    for week in range(10):
        session = make_session(amy, theo, starts_at=later + dt.timedelta(weeks=week), status="completed")
        make_assessment(amy, rated("neck", 3), by=as_theo, taken_at=session.starts_at)
    with django_assert_max_num_queries(len(few)):
        theos_desk.get(page_of(amy))
