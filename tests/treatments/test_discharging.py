"""Closing an episode with all that belongs to its end, and asking again 30 and 90 days later."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import PainRating, QuestionnaireScore
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.callers import caller_of_client
from clinic.practice.models import ApiClient, Clinic, Membership
from patients.models import Episode, Patient
from patients.services.episodes import change_episode
from tests.builders import make_episode, make_patient, make_plan, make_session, rated
from treatments.models import FollowUp, Plan, TreatmentSession
from treatments.services.discharging import Discharge, bookings_ahead, discharge_episode
from treatments.services.following_up import Told, record_follow_up, void_follow_up
from treatments.services.worklists import follow_ups_due


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def episode(amy: Patient) -> Episode:
    """Amy's open episode for her low back."""
    return make_episode(amy)


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def ending(by: Caller, **given: object) -> Discharge:
    return Discharge(**{"closed_at": by.today(), "reason": "goal_met", **given})  # type: ignore[arg-type]


def test_everything_that_belongs_to_the_end_is_done_in_one_step(
    episode: Episode, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    plan = make_plan(episode)
    ahead = make_session(amy, theo, plan=plan, starts_at=timezone.now() + days(3))
    kept = make_session(amy, theo, starts_at=timezone.now() + days(4))
    told = Told([rated("low_back", 2), rated("knee", 0, "left")], pgic=2)
    discharge_episode(episode, ending(as_theo, told=told, cancelled=[ahead], plan_status="completed"), by=as_theo)

    closed = Episode.objects.get(pk=episode.pk)
    assert (closed.closed_at, closed.close_reason) == (as_theo.today(), "goal_met")
    ratings = PainRating.objects.order_by("id")
    said = [(one.region, one.side, one.intensity, one.recall, one.timing, one.episode) for one in ratings]
    assert said == [
        ("low_back", "none", 2, "7d_average", "no_treatment", episode),
        ("knee", "left", 0, "7d_average", "no_treatment", episode),
    ]
    score = QuestionnaireScore.objects.get()
    assert (score.instrument, score.score, score.taken_on, score.episode) == ("pgic", 2, as_theo.today(), episode)
    assert Plan.objects.get().status == "completed"
    assert TreatmentSession.objects.get(pk=ahead.pk).status == "cancelled"
    assert TreatmentSession.objects.get(pk=kept.pk).status == "booked"
    due = [one.due_on for one in FollowUp.objects.order_by("due_on")]
    assert due == [as_theo.today() + days(30), as_theo.today() + days(90)]
    assert AuditEvent.objects.get(action="episode.discharged").patients == [amy.uuid]


def test_sent_twice_it_is_done_once(episode: Episode, as_theo: Caller) -> None:
    twice = [Episode.objects.get(pk=episode.pk) for _ in range(2)]
    discharge_episode(twice[0], ending(as_theo, told=Told(pgic=1)), by=as_theo)
    with pytest.raises(Clash, match="nothing was done again"):
        discharge_episode(twice[1], ending(as_theo, told=Told(pgic=1)), by=as_theo)
    assert (QuestionnaireScore.objects.count(), FollowUp.objects.count()) == (1, 2)


def test_whatever_is_wrong_closes_nothing(
    episode: Episode, amy: Patient, theo: Membership, clinic: Clinic, as_theo: Caller
) -> None:
    begun = make_session(amy, theo, status="in_progress", starts_at=timezone.now() - dt.timedelta(minutes=5))
    foreign = make_session(make_patient(clinic), theo, starts_at=timezone.now() + days(2))
    wrong = {
        "/pain/1/region": ending(as_theo, told=Told([rated("low_back", 2), rated("low_back", 3)])),
        "/pain/0/intensity": ending(as_theo, told=Told([rated("low_back", 11)])),
        "/pgic": ending(as_theo, told=Told(pgic=8)),
        "/cancelled/0": ending(as_theo, cancelled=[foreign]),
        "/closed_at": ending(as_theo, closed_at=dt.date(2026, 2, 1)),
        "/close_reason": ending(as_theo, reason=""),
    }
    for pointer, given in wrong.items():
        with pytest.raises(Refused) as refused:
            discharge_episode(Episode.objects.get(pk=episode.pk), given, by=as_theo)
        assert [problem.pointer for problem in refused.value.problems] == [pointer]
    with pytest.raises(Clash, match="It can be cancelled only while it is booked or arrived"):
        discharge_episode(Episode.objects.get(pk=episode.pk), ending(as_theo, cancelled=[begun]), by=as_theo)
    assert Episode.objects.get(pk=episode.pk).closed_at is None
    assert not FollowUp.objects.exists()
    assert not PainRating.objects.exists()


def test_an_episode_that_somebody_changed_meanwhile_is_looked_at_again(episode: Episode, as_theo: Caller) -> None:
    read = Episode.objects.get(pk=episode.pk)
    episode.goals = "Run again"
    change_episode(episode, ["goals"], by=as_theo)
    with pytest.raises(StaleRecord):
        discharge_episode(read, ending(as_theo), by=as_theo)
    assert not FollowUp.objects.exists()


def test_the_front_desk_closes_no_episode(episode: Episode, as_rosa: Caller) -> None:
    with pytest.raises(PermissionMissing):
        discharge_episode(episode, ending(as_rosa), by=as_rosa)


def test_an_episode_of_another_clinic_does_not_exist(episode: Episode, as_other_theo: Caller) -> None:
    with pytest.raises(Refused, match="no such record"):
        discharge_episode(episode, ending(as_other_theo), by=as_other_theo)


def test_who_stopped_coming_was_asked_nothing_and_that_is_not_zero(episode: Episode, as_theo: Caller) -> None:
    long_ago = as_theo.today() - days(20)
    discharge_episode(episode, ending(as_theo, closed_at=long_ago, reason="stopped_coming"), by=as_theo)
    assert not PainRating.objects.exists()
    assert not QuestionnaireScore.objects.exists()
    assert FollowUp.objects.earliest("due_on").due_on == long_ago + days(30)


def test_the_bookings_ahead_are_those_that_have_not_begun(
    amy: Patient, episode: Episode, theo: Membership, as_theo: Caller
) -> None:
    now = timezone.now()
    make_session(amy, theo, starts_at=now - days(2))
    make_session(amy, theo, starts_at=now + days(2), status="cancelled")
    ahead = make_session(amy, theo, starts_at=now + days(5))
    assert bookings_ahead(episode, as_theo) == [ahead]


@pytest.fixture
def due(episode: Episode, as_theo: Caller) -> FollowUp:
    """The follow-up 30 days after an episode that was closed 31 days ago."""
    episode.opened_at = as_theo.today() - days(90)
    change_episode(episode, ["opened_at"], by=as_theo)
    discharge_episode(episode, ending(as_theo, closed_at=as_theo.today() - days(31)), by=as_theo)
    return FollowUp.objects.earliest("due_on")


def test_who_is_due_is_seen_by_those_who_treat(
    due: FollowUp, as_theo: Caller, as_mira: Caller, as_rosa: Caller, as_other_theo: Caller
) -> None:
    assert list(follow_ups_due(as_theo)) == list(follow_ups_due(as_mira)) == [due]
    assert not follow_ups_due(as_rosa), "the call asks for pain"
    assert not follow_ups_due(as_other_theo)


def test_a_call_is_recorded_with_pain_impression_and_note(due: FollowUp, as_theo: Caller, theo: Membership) -> None:
    at = timezone.now() - dt.timedelta(minutes=3)
    told = Told([rated("low_back", 3)], pgic=3)
    record_follow_up(due, done_at=at, outcome="reached", told=told, note=" Walks daily. ", by=as_theo)
    done = FollowUp.objects.get(pk=due.pk)
    assert (done.done_at, done.done_by, done.outcome, done.note) == (at, theo, "reached", "Walks daily.")
    rating = PainRating.objects.get()
    assert (rating.intensity, rating.taken_at, rating.episode) == (3, at, due.episode)
    assert QuestionnaireScore.objects.get().score == 3
    assert not follow_ups_due(as_theo)


def test_a_call_is_recorded_once_and_answers_need_somebody_who_gave_them(
    due: FollowUp, as_theo: Caller, as_rosa: Caller, partner: ApiClient
) -> None:
    again = FollowUp.objects.get(pk=due.pk)
    now = timezone.now()
    with pytest.raises(Refused, match="so the patient was reached"):
        record_follow_up(due, done_at=now, outcome="not_reached", told=Told(pgic=1), by=as_theo)
    with pytest.raises(Refused, match="by a person of the clinic"):
        record_follow_up(due, done_at=now, outcome="reached", by=caller_of_client(partner, partner.scopes))
    with pytest.raises(PermissionMissing):
        record_follow_up(due, done_at=now, outcome="reached", by=as_rosa)
    with pytest.raises(Refused, match="lies in the future"):
        record_follow_up(FollowUp.objects.get(pk=due.pk), done_at=now + days(1), outcome="reached", by=as_theo)
    record_follow_up(FollowUp.objects.get(pk=due.pk), done_at=now, outcome="not_reached", by=as_theo)
    with pytest.raises(Clash, match="Theo recorded this follow-up on"):
        record_follow_up(again, done_at=now, outcome="reached", told=Told(pgic=1), by=as_theo)
    assert not QuestionnaireScore.objects.exists()


def test_a_follow_up_leaves_the_list_with_its_reason_or_when_the_episode_is_opened_again(
    due: FollowUp, episode: Episode, as_theo: Caller
) -> None:
    episode.refresh_from_db()
    episode.closed_at, episode.close_reason = None, ""
    change_episode(episode, ["closed_at", "close_reason"], by=as_theo)
    assert not follow_ups_due(as_theo)
    episode.closed_at, episode.close_reason = as_theo.today() - days(31), "other"
    change_episode(episode, ["closed_at", "close_reason"], by=as_theo)
    assert list(follow_ups_due(as_theo)) == [due]
    void_follow_up(due, "moved abroad", by=as_theo)
    assert not follow_ups_due(as_theo)


def test_the_database_takes_no_outcome_without_its_time_and_person(due: FollowUp) -> None:
    with pytest.raises(IntegrityError, match="treatments_follow_up_done_with_outcome"), transaction.atomic():
        FollowUp.objects.filter(pk=due.pk).update(outcome="reached")
