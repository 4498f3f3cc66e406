"""How a demo patient's course ends: the episode is closed, and the patient is asked again weeks later."""

from __future__ import annotations

import datetime as dt

from clinic.demo.establishing import Practice
from clinic.demo.generator import Course
from patients.models import Episode
from treatments.models import Plan
from treatments.outcomes.document.letter import Letter
from treatments.services.discharging import Discharge, discharge_episode
from treatments.services.following_up import Told, record_follow_up

WAITED_FOR = dt.timedelta(days=30)
"""So long a clinic waits for somebody who stopped coming before it closes the episode."""
CALLED_WITHIN = dt.timedelta(days=14)
"""So late the last follow-ups are recorded; what became due since then still waits."""


def close(plan: Plan, own_course: Course, last_visit: dt.date, practice: Practice, therapist: str) -> None:
    """End plan and episode; the reason says whether the patient stopped coming. Pain was rated at the last visit."""
    asked = [one.pain for one in own_course.visits if one.pain is not None]
    better = bool(asked) and asked[-1] <= asked[0] - 2
    stopped = own_course.stopped_early
    wanted = last_visit + (WAITED_FOR if stopped else dt.timedelta(days=1))
    ending = Discharge(
        closed_at=min(wanted, practice.today - dt.timedelta(days=1)),
        reason="stopped_coming" if stopped else "goal_met" if better else "no_improvement",
        told=Told(pgic=None if stopped else 2 if better else 4),
        plan_status="stopped" if stopped else "completed",
    )
    discharge_episode(plan.episode, ending, by=practice.callers[therapist])
    _ask_again(plan.episode, practice, therapist)


def _ask_again(episode: Episode, practice: Practice, therapist: str) -> None:
    """The follow-ups that lie further back were done; who stopped coming could not be reached."""
    for follow_up in episode.follow_ups.filter(due_on__lte=practice.today - CALLED_WITHIN):
        gone = episode.close_reason == "stopped_coming"
        record_follow_up(
            follow_up,
            done_at=dt.datetime.combine(follow_up.due_on, dt.time(12), tzinfo=practice.clinic.zone),
            outcome="not_reached" if gone else "reached",
            told=Told(pgic=None if gone else 3),
            note="" if gone else "Does the exercises twice a week.",
            by=practice.callers[therapist],
        )


def letter_about(episode: Episode, practice: Practice, author: str) -> Letter | None:
    """The letter that goes out with a report; None while the episode is open."""
    if episode.closed_at is None:
        return None
    return Letter(
        recipient="Dr. Invented (SYNTHETIC)",
        address=practice.clinic.address,
        author=author,
        region=episode.region,
        side=episode.side,
        opened_on=episode.opened_at,
        closed_on=episode.closed_at,
        reason=episode.close_reason,
        pgic=2 if episode.close_reason == "goal_met" else 4,
        next_steps="Goes on with the exercises at home. Please refer again if the pain returns.",
    )
