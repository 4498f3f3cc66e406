"""The letter at the end of a treatment: it says the side that hurt, and of the patient's answer only what was asked."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.outcomes.courses import inputs, measurements, ratings, session
from treatments.outcomes.document.content import Identity
from treatments.outcomes.document.letter import Letter, LetterData, letter_document
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import PatientInputs

COURSE = inputs(pain=ratings([(0, 8), (14, 6), (28, 4), (35, 3)]))


def written(
    *, side: str = "none", pgic: int | None = None, course: PatientInputs = COURSE, therapists: tuple[str, ...] = ()
) -> LetterData:
    letter = Letter(
        recipient="Dr Ho", address="1 Harbour Road", author="Theo", region="knee", side=side,
        opened_on=dt.date(2026, 1, 5), closed_on=dt.date(2026, 3, 2), reason="goal_met", pgic=pgic,
        therapists=therapists,
    )  # fmt: skip
    identity = Identity(clinic="Harbour Manual Therapy", names=("Amy",))
    return letter_document(patient_findings(course), course, identity, letter, ())


@pytest.mark.parametrize(("side", "where"), [("left", "left knee"), ("none", "knee")])
def test_the_complaint_has_its_side_where_it_has_one(side: str, where: str) -> None:
    assert written(side=side).opening[1] == f"The complaint was pain: {where}."


def test_an_impression_that_was_not_asked_for_is_not_told() -> None:
    assert written().ending == ("The treatment ended on 2 Mar 2026; its goal was met.",)
    assert "the patient said" in written(pgic=2).ending[1]


def test_it_says_who_treated_from_the_first_session_to_the_last_that_took_place() -> None:
    sessions = (session(2), session(9), session(16), session(30, status="booked"))
    opening = written(course=replace(COURSE, sessions=sessions), therapists=("Ruth Alvarez", "Ben Ho")).opening
    assert opening[0] == "This patient was treated here by Ruth Alvarez and Ben Ho from 7 Jan 2026 to 21 Jan 2026."


def test_one_session_was_on_one_day_and_without_any_nobody_treated() -> None:
    assert written(therapists=("Theo",)).opening[0] == "This patient was treated here by Theo on 5 Jan 2026."
    booked = replace(COURSE, sessions=(session(2, status="booked"),))
    assert written(course=booked).opening[0] == "The treatment was opened on 5 Jan 2026; no session was completed."


def test_a_letter_that_was_stored_before_names_nobody() -> None:
    stored = Letter(
        recipient="", address="", author="Theo", region="knee", side="none",
        opened_on=dt.date(2026, 1, 5), closed_on=dt.date(2026, 3, 2), reason="goal_met",
    ).as_json()  # fmt: skip
    assert stored.pop("therapists") == ()
    assert Letter.from_json(stored).therapists == ()
    assert written().opening[0] == "This patient was treated here on 5 Jan 2026."


def test_a_mean_of_two_visits_stands_with_the_last_visit_alone() -> None:
    course = inputs(pain=ratings([(-7, 8), (-1, 7), (21, 4), (28, 8)]), measurements=measurements([(-1, 4.2), (28, 2)]))
    letter = written(course=course)
    assert letter.pain.rows[0][2:4] == ("7.5\nmean of 2", "6\nmean of 2\nlast 8")
    assert letter.alignment.rows[0][2:4] == ("4.2°", "2°")
    assert letter.words["means"] == "Baseline and latest are each the mean of up to two visits."
