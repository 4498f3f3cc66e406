"""Plans with their goals and home exercises, entered as tables inside one form."""

import pytest
from django.test import Client
from django.urls import reverse

from clinic.practice.models import Clinic
from patients.models import Episode
from tests.admin.pages import filled, page, send, words
from tests.builders import make_episode, make_exercise, make_patient, make_plan
from treatments.models import Plan

ADD = reverse("admin:treatments_plan_add")


@pytest.fixture
def episode(clinic: Clinic) -> Episode:
    return make_episode(make_patient(clinic))


def test_a_plan_is_made_with_goals_and_home_exercises_in_one_step(
    theos_desk: Client, episode: Episode, clinic: Clinic
) -> None:
    bridge = make_exercise(clinic)
    typed = {
        "episode": episode.uuid,
        "planned_sessions": 8,
        "goals-0-goal": "region:low_back",
        "goals-0-target": 2,
        "goals-0-on": "2026-06-01",
        "goals-1-goal": "measure:pelvic_obliquity",
        "goals-1-target": 1.5,
        "home_exercises-0-exercise": bridge.uuid,
        "home_exercises-0-sets": 3,
        "home_exercises-0-weekdays": ["1", "4"],
    }
    answer = send(theos_desk, f"{ADD}?patient={episode.patient.uuid}", **typed)
    assert answer.status_code == 302, words(answer)
    plan = Plan.objects.get()
    assert plan.goals == [
        {"region": "low_back", "side": "none", "target": 2.0, "on": "2026-06-01"},
        {"measure": "pelvic_obliquity", "side": "none", "target": 1.5},
    ]
    prescribed = plan.prescriptions.get()
    assert (prescribed.exercise, prescribed.sets, prescribed.weekdays) == (bridge, 3, [1, 4])


def test_an_impossible_goal_is_refused_in_words_and_nothing_is_written(theos_desk: Client, episode: Episode) -> None:
    typed = {"episode": episode.uuid, "planned_sessions": 8, "goals-0-goal": "region:low_back", "goals-0-target": 12}
    answer = send(theos_desk, f"{ADD}?patient={episode.patient.uuid}", **typed)
    assert "cannot be reached; possible is 0" in words(answer)
    assert not Plan.objects.exists()


def test_an_opened_plan_that_is_saved_as_it_is_does_not_change(
    theos_desk: Client, episode: Episode, clinic: Clinic
) -> None:
    plan = make_plan(episode, goals=[{"region": "low_back", "target": 2}])
    plan.prescriptions.create(clinic=clinic, exercise=make_exercise(clinic), sets=3, weekdays=[1, 4])
    send(theos_desk, page("treatments_plan", "change", plan.uuid))
    plan.refresh_from_db()
    assert plan.version == 1
    assert plan.prescriptions.get().stopped_on is None


def test_a_changed_dose_stops_the_old_exercise_and_keeps_it_on_record(
    theos_desk: Client, episode: Episode, clinic: Clinic
) -> None:
    plan = make_plan(episode)
    plan.prescriptions.create(clinic=clinic, exercise=make_exercise(clinic), sets=3)
    send(theos_desk, page("treatments_plan", "change", plan.uuid), **{"home_exercises-0-sets": 4})
    doses = {(one.sets, one.stopped_on is None) for one in plan.prescriptions.all()}
    assert doses == {(3, False), (4, True)}


def test_the_patient_and_the_episode_of_a_plan_stay(theos_desk: Client, episode: Episode) -> None:
    plan = make_plan(episode)
    other = make_episode(make_patient(episode.clinic))
    path = page("treatments_plan", "change", plan.uuid)
    theos_desk.post(path, {**filled(theos_desk, path), "episode": other.uuid, "patient": other.patient.uuid})
    plan.refresh_from_db()
    assert (plan.episode, plan.patient) == (episode, episode.patient)


def test_only_the_patients_own_episodes_are_offered(theos_desk: Client, episode: Episode) -> None:
    make_episode(make_patient(episode.clinic), region="neck")
    form = theos_desk.get(f"{ADD}?patient={episode.patient.uuid}").context["adminform"].form
    assert list(form.fields["episode"].queryset) == [episode]


def test_the_exercise_sheet_is_printed_from_a_saved_plan_only(theos_desk: Client, episode: Episode) -> None:
    offer = "Print the exercise sheet"
    assert offer not in words(theos_desk.get(f"{ADD}?patient={episode.patient.uuid}"))
    assert offer in words(theos_desk.get(page("treatments_plan", "change", make_plan(episode).uuid)))
