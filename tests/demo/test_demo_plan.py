"""What the demo intends, before anything is written."""

import datetime as dt

import numpy as np
import pytest

from clinic.demo.biography import MINORS, biography
from clinic.demo.clinics import CLINICS, HARBOUR, PACIFIC
from clinic.demo.cohorts import COHORTS, Cohort, cohort_of
from clinic.demo.diary import Diary
from clinic.demo.generator import Association, course
from clinic.demo.schedule import appointments, is_running
from clinic.practice.roles import Role

SUNDAY = dt.date(2026, 11, 22)


def test_each_role_is_staffed_in_both_clinics_and_one_person_works_in_both() -> None:
    for clinic in CLINICS:
        roles = [worker.role for worker in clinic.staff]
        assert set(roles) == set(Role.values)
        assert roles.count("therapist") == 2
    names = [{worker.username for worker in clinic.staff} for clinic in CLINICS]
    assert names[0] & names[1] == {"grace"}


def test_every_patient_belongs_to_exactly_one_cohort() -> None:
    for clinic in CLINICS:
        for position in range(len(clinic.patients)):
            assert sum(c.clinic is clinic and position in c.patients for c in COHORTS) == 1
            assert cohort_of(clinic, position).clinic is clinic


def test_the_three_truths_are_there() -> None:
    assert {cohort.truth.association for cohort in COHORTS} == set(Association)


def test_a_cohort_cannot_have_more_patients_than_its_clinic() -> None:
    with pytest.raises(ValueError, match="has only 30 patients"):
        Cohort("too many", PACIFIC, "fall", COHORTS[0].truth, range(31))


def test_hong_kong_patients_have_a_name_in_a_second_script_and_no_name_is_used_twice() -> None:
    assert all(name.second_script for name in HARBOUR.patients)
    assert "陳大文" in {name.second_script for name in HARBOUR.patients}
    for clinic in CLINICS:
        assert len(set(clinic.patients)) == len(clinic.patients) == 30


def test_some_patients_are_minors_and_ages_are_plausible() -> None:
    for position in range(30):
        life = biography(position, SUNDAY, np.random.default_rng(position))
        assert life.minor == (position in MINORS)
        assert 13 <= life.age <= 86
        assert life.complaints


@pytest.mark.parametrize("today", [SUNDAY + dt.timedelta(days=shift) for shift in range(7)])
def test_on_every_day_of_the_week_a_clinic_has_sessions_today_and_later(today: dt.date) -> None:
    for clinic in CLINICS:
        diary, days = Diary(clinic, frozenset()), []
        therapists = [worker.username for worker in clinic.therapists]
        for position in range(30):
            rng = np.random.default_rng(position)
            drawn = course(cohort_of(clinic, position).truth, rng)
            own_first = therapists if position // 2 % 2 else therapists[::-1]
            planned = appointments(drawn, position, own_first, today, diary, rng)
            visits = [appointment.starts_at.date() for appointment in planned]
            assert visits == sorted(set(visits))
            if not is_running(position, drawn):
                assert visits[-1] < today
            days += visits
        assert days.count(today) >= 2
        assert sum(day > today for day in days) >= 10
        assert sum(day < today for day in days) >= 150


def test_the_diary_gives_out_a_time_once_and_only_on_working_days() -> None:
    diary, rng = Diary(PACIFIC, frozenset([dt.date(2026, 11, 24)])), np.random.default_rng(1)
    given = [diary.appointment("ruth", SUNDAY, SUNDAY, rng) for _patient in range(20)]
    assert len(set(given)) == 20
    assert {moment.date() for moment in given} == {dt.date(2026, 11, day) for day in (23, 25, 26)}
    assert {moment.tzinfo for moment in given} == {diary.zone}


def test_a_full_diary_says_so() -> None:
    everything = frozenset(SUNDAY + dt.timedelta(days=day) for day in range(60))
    with pytest.raises(LookupError, match="ruth has no free time near 2026-11-22"):
        Diary(PACIFIC, everything).appointment("ruth", SUNDAY, SUNDAY, np.random.default_rng(1))
