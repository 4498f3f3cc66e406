"""Entering paper records: several days in one grid, once and in one go, with what is not known left unknown."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from assessments.models import Assessment, Measurement, PainRating
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.assessment_pages import change_page, correct_page, nothing_was_written, page_of
from tests.admin.pages import filled, page, words
from tests.builders import make_assessment, make_episode, make_patient, measured

COLUMNS = ["pain.low_back.none", "measure.leg_length_true.left", "measure.leg_length_true.right"]


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def paper_of(patient: Patient) -> str:
    columns = "".join(f"&column={column}" for column in COLUMNS)
    return f"{page('assessments_assessment', 'paper')}?patient={patient.uuid}{columns}"


def send(client: Client, patient: Patient, *rows: dict[str, str], **fields: Any) -> Any:
    """Open the grid, type the rows by column, save."""
    typed = {**filled(client, paper_of(patient)), "column": COLUMNS, **fields}
    for number, row in enumerate(rows):
        typed |= {
            (f"{name}-{number}" if name in ("day", "rater") else f"cell-{number}-{name}"): value
            for name, value in row.items()
        }
    return client.post(paper_of(patient), typed)


MARCH = {"day": "2019-03-04", "pain.low_back.none": "7", "measure.leg_length_true.left": "86,8"}
APRIL = {"day": "2019-04-01", "pain.low_back.none": "5"}
CM = {"unit.measure.leg_length_true": "cm"}


def test_each_row_becomes_an_assessment_of_its_day(
    theos_desk: Client, amy: Patient, una: Membership, theo: Membership
) -> None:
    episode = make_episode(amy, closed_at=dt.date(2019, 6, 1), opened_at=dt.date(2019, 3, 1), close_reason="goal_met")
    rows = ({**MARCH, "rater": str(una.uuid)}, {**APRIL, "measure.leg_length_true.right": "86"})
    answer = send(theos_desk, amy, *rows, **CM, episode=str(episode.uuid), note="Card index 2019")
    assert answer.status_code == 302
    first, second = Assessment.objects.order_by("taken_at")
    assert first.taken_at.isoformat() == "2019-03-04T04:00:00+00:00", "noon in Hong Kong stands for the day"
    assert (first.time_known, first.from_paper, first.kind, first.rater) == (False, True, "initial", una)
    assert (second.kind, second.rater, second.entered_by, second.note) == (
        "re_assessment",
        None,
        theo,
        "Card index 2019",
    )
    assert first.episode == second.episode == episode
    left = first.measurements.get()
    assert (left.method, left.posture, left.value, left.entered_readings) == ("unknown", "unknown", 868, [86.8])
    assert sorted(PainRating.objects.values_list("intensity", "mode")) == [(5, "paper"), (7, "paper")]
    assert AuditEvent.objects.filter(action="assessment.recorded", detail__from_paper=True).count() == 2


def test_the_page_says_that_it_is_from_paper_and_when_it_was_entered(theos_desk: Client, amy: Patient) -> None:
    send(theos_desk, amy, MARCH, **CM)
    said = words(theos_desk.get(change_page(Assessment.objects.get())))
    assert "4 Mar 2019 time not known" in said
    assert "Theo from paper" in said
    assert "Method not recorded" in said


def test_what_is_wrong_is_said_in_its_row_and_nothing_is_written(theos_desk: Client, amy: Patient) -> None:
    wrong = {**APRIL, "measure.leg_length_true.right": "8600", "pain.low_back.none": "12"}
    answer = send(theos_desk, amy, MARCH, wrong, **CM)
    rows = answer.context["grid"].rows
    assert [row.refused for row in rows[:3]] == [False, True, False]
    assert [bool(cell.problems) for cell in rows[1].cells] == [True, False, True]
    assert "True leg length, Right: True leg length cannot be 86000 mm." in words(answer)
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{**MARCH, "day": ""}], "Give the day."),
        ([MARCH, {**APRIL, "day": MARCH["day"]}], "Another row has this day already."),
        ([{"day": "2019-03-04"}], "Give at least one measurement or one pain rating."),
        ([{**MARCH, "day": "2199-03-04"}], "lies in the future"),
        ([], "Give at least one row with a day and a value."),
    ],
)
def test_a_row_without_a_day_of_its_own_or_without_a_value_is_refused(
    theos_desk: Client, amy: Patient, rows: list[dict[str, str]], said: str
) -> None:
    assert said in words(send(theos_desk, amy, *rows, **CM))
    assert nothing_was_written()


def test_the_same_form_sent_twice_is_recorded_once(theos_desk: Client, amy: Patient) -> None:
    typed = {**filled(theos_desk, paper_of(amy)), "column": COLUMNS, "day-0": "2019-03-04", f"cell-0-{COLUMNS[0]}": "7"}
    assert [theos_desk.post(paper_of(amy), typed).status_code for _twice in range(2)] == [302, 302]
    assert Assessment.objects.count() == 1


def test_an_unusual_value_is_compared_with_the_paper_first(theos_desk: Client, amy: Patient) -> None:
    unusual = {**MARCH, "measure.leg_length_true.left": "120"}
    asked = send(theos_desk, amy, unusual, **CM)
    assert "1200 mm is unusual" in words(asked)
    assert nothing_was_written()
    send(theos_desk, amy, unusual, **CM, checked=asked.context["grid"].seen)
    assert Measurement.objects.get().confirmed_unusual


def test_more_rows_keep_what_was_typed(theos_desk: Client, amy: Patient) -> None:
    grid = send(theos_desk, amy, MARCH, **CM, another="rows").context["grid"]
    assert len(grid.rows) == 12
    assert grid.rows[0].day == "2019-03-04"
    assert nothing_was_written()


def test_an_unknown_method_neither_sets_the_next_one_nor_is_compared(
    theos_desk: Client, amy: Patient, as_theo: Caller
) -> None:
    make_assessment(
        amy,
        measured("pelvic_obliquity", 4, method="unknown"),
        by=as_theo,
        taken_at=dt.datetime(2019, 3, 4, tzinfo=dt.UTC),
    )
    later = make_assessment(amy, measured("pelvic_obliquity", 1, method="unknown"), by=as_theo)
    assert filled(theos_desk, page_of(amy))["measure-pelvic_obliquity-0-method"] == "palm"
    assert not theos_desk.get(change_page(later)).context["details"].compared
    assert filled(theos_desk, correct_page(later))["measure-pelvic_obliquity-0-method"] == "unknown"


def test_a_correction_stays_a_paper_record_of_a_day(theos_desk: Client, amy: Patient) -> None:
    send(theos_desk, amy, MARCH, **CM)
    path = correct_page(Assessment.objects.get())
    theos_desk.post(path, {**filled(theos_desk, path), "reason": "misread", "pain-low_back-0-none": "6"})
    corrected = Assessment.objects.latest("pk")
    assert (corrected.from_paper, corrected.time_known) == (True, False)


def test_without_a_patient_it_asks_whose_and_rosa_is_kept_out(
    theos_desk: Client, rosas_desk: Client, amy: Patient
) -> None:
    assert f"?patient={amy.uuid}" in theos_desk.get(page("assessments_assessment", "paper")).content.decode()
    assert rosas_desk.get(paper_of(amy)).status_code == 403
