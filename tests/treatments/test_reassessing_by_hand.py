"""The statement that reads many courses at once says what counting them one by one says, in clinics made by chance."""

import datetime as dt
import random
from typing import Any

import pytest
from django.utils import timezone

from assessments.models import Assessment
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Episode, Patient
from tests.builders import make_episode, make_patient, make_plan, make_session
from treatments.models import FollowUp, Plan, TreatmentSession
from treatments.reassessment import LAPSES, Course, Due, when_due
from treatments.services.reassessing import reassessments

REGIONS = ("low_back", "neck", "head")
HOURS = 24 * 150
"""Sessions and assessments begin at any hour of five months, by night too, where days of two time zones differ."""
Told = tuple[int, int | None, dt.date | None, Due]


@pytest.mark.parametrize("seed", range(4))
def test_reading_many_courses_at_once_says_what_counting_one_by_one_says(
    seed: int, other_clinic: Clinic, other_theo: Membership, as_other_theo: Caller
) -> None:
    chance = random.Random(seed)  # noqa: S311
    patients = [make_patient(other_clinic, given_name=f"Amy {number}") for number in range(12)]
    for patient in patients:
        fill(patient, other_theo, chance)
    Patient.objects.filter(pk=patients[0].pk).update(status="archived")
    Patient.objects.filter(pk=patients[1].pk).update(merged_into=patients[2])
    read = reassessments([patient.pk for patient in patients], by=as_other_theo)
    assert {one.episode_id: (one.done, one.planned, one.last_assessed, one.due) for one in read} == {
        episode.pk: counted_by_hand(episode, as_other_theo)
        for episode in Episode.objects.filter(patient__in=patients[2:], entered_in_error_at=None)
        if asks_for_itself(episode, as_other_theo.today())
    }


def fill(patient: Patient, theo: Membership, chance: random.Random) -> None:
    """Up to three episodes with plans, sessions, assessments and follow-ups; anything may be void or replaced."""
    owned = {"clinic": patient.clinic, "patient": patient}
    hours = iter(chance.sample(range(1, HOURS), 40))
    episodes = []
    for region in chance.sample(REGIONS, chance.randrange(1, 4)):
        closed = ago(24 * chance.choice((5, 31, 95, 179, 181, 200))).date()
        ended = {"closed_at": closed, "close_reason": "goal_met"} if chance.random() < 0.4 else {}
        episode = make_episode(patient, region=region, opened_at=ago(HOURS * 2).date(), **ended, **perhaps_void(chance))
        episodes.append(episode)
        if chance.random() < 0.3:
            FollowUp.objects.create(
                **owned, episode=episode, due_on=ago(24 * chance.choice((0, 100))).date(), **perhaps_void(chance, 0.5)
            )
        for status in chance.choices(("active", "completed"), k=chance.randrange(3)):
            plan = make_plan(episode, planned_sessions=chance.randrange(1, 8), status=status, **perhaps_void(chance))
            for _ in range(chance.randrange(5)):
                status = chance.choice(("completed", "completed", "completed", "no_show"))
                at = ago(next(hours))
                make_session(patient, theo, plan=plan, starts_at=at, status=status, therapist_may_overlap=True)
    TreatmentSession.objects.filter(patient=patient, pk__endswith=7).update(**perhaps_void(chance, 1))
    for _ in range(chance.randrange(4)):
        of = {**owned, "episode": chance.choice([None, *episodes])}
        taken = Assessment.objects.create(**of, taken_at=ago(next(hours)), **perhaps_void(chance))
        if chance.random() < 0.3:
            Assessment.objects.create(**of, taken_at=ago(next(hours)), replaces=taken, reason="Wrong day")


def ago(hours: int) -> dt.datetime:
    return timezone.now().replace(minute=5, second=0, microsecond=0) - dt.timedelta(hours=hours)


def perhaps_void(chance: random.Random, share: float = 0.15) -> dict[str, Any]:
    void = {"entered_in_error_at": timezone.now(), "entered_in_error_reason": "Wrong patient"}
    return void if chance.random() < share else {}


def asks_for_itself(episode: Episode, today: dt.date) -> bool:
    if episode.closed_at is None:
        return True
    planned = FollowUp.objects.valid().filter(episode=episode, due_on__gt=episode.closed_at).exists()
    return not planned and (today - episode.closed_at).days < LAPSES


def counted_by_hand(episode: Episode, by: Caller) -> Told:
    running = Plan.objects.valid().filter(episode=episode, status="active").order_by("pk").last()
    assessments = Assessment.objects.valid().filter(patient=episode.patient)
    days = [day_of(one.taken_at, by) for one in assessments if one.episode_id in (None, episode.pk)]
    last = max(days, default=None)
    sessions = TreatmentSession.objects.completed().filter(plan__episode=episode)
    since = [one for one in sessions if last is None or day_of(one.starts_at, by) > last]
    course = Course(
        planned=running.planned_sessions if running else None,
        done=sum(one.plan == running for one in sessions),
        done_since=sum(one.plan == running for one in since),
        all_since=len(since),
        last_assessed=last,
        closed=episode.closed_at,
    )
    every = episode.clinic.reassess_every_sessions
    return course.done, course.planned, last, when_due(course, every, by.today())


def day_of(moment: dt.datetime, by: Caller) -> dt.date:
    return moment.astimezone(by.zone).date()
