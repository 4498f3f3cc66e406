"""Planning the contacts after an episode is closed, and recording what the patient said."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.instruments import PGIC
from assessments.models import PainRating, QuestionnaireScore, Timing
from assessments.services.rating_pain import rate_pain
from assessments.services.scoring import record_questionnaire_score
from clinic.audit.recording import record
from clinic.audit.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Problem, Refused, refuse
from clinic.common.records import insert, update
from clinic.common.retrying import retried
from patients.models import Episode
from treatments.models import FollowUp, FollowUpOutcome

DAYS_AFTER_CLOSING = (30, 90)


@dataclass(frozen=True, slots=True)
class Told:
    """What the patient says about an episode at one moment: pain by region, and the global impression of change.

    ``pain`` are unsaved ratings with region, side and intensity. ``pgic`` is 1 (very much better) to 7 (very much
    worse), None when it was not asked.
    """

    pain: Sequence[PainRating] = ()
    pgic: int | None = None


def plan_follow_ups(episode: Episode, days: Iterable[int], by: Caller) -> list[FollowUp]:
    """Store one follow-up so many days after closing for each of ``days``, in the caller's transaction.

    A day that the episode has a follow-up on already is left out, so that closing again adds nothing.
    """
    assert episode.closed_at is not None
    wanted = [episode.closed_at + dt.timedelta(days=after) for after in days]
    there = set(FollowUp.objects.visible_to(by).valid().filter(episode=episode).values_list("due_on", flat=True))
    made = []
    for due_on in wanted:
        if due_on not in there:
            follow_up = FollowUp(clinic_id=by.clinic_id, patient=episode.patient, episode=episode, due_on=due_on)
            made.append(insert(follow_up))
            record("follow_up.planned", follow_up, by=by, kind="follow_up", patients=[episode.patient.uuid])
    return made


@retried
def record_follow_up(
    follow_up: FollowUp, *, done_at: dt.datetime, outcome: str, told: Told | None = None, note: str = "", by: Caller
) -> FollowUp:
    """Record the contact with what the patient said; all of it or nothing.

    Raises Refused for answers of somebody who was not reached and for whatever the ratings and the score break,
    Clash ``done`` if it was recorded before, StaleRecord.
    """
    by.require("treatments.change")
    told = told or Told()
    with transaction.atomic():
        _refuse_if_done(follow_up, by)
        if outcome != FollowUpOutcome.REACHED and (told.pain or told.pgic is not None):
            sentence = _("There are answers, so the patient was reached.")
            raise refuse("/outcome", "answers_without_contact", sentence)
        if by.membership_id is None:
            raise refuse("", "not_a_person", _("A follow-up is recorded by a person of the clinic."))
        follow_up.done_at, follow_up.outcome, follow_up.note = done_at, outcome, note.strip()
        follow_up.done_by_id = by.membership_id
        update(follow_up, ["done_at", "done_by", "outcome", "note"])
        store_told(follow_up.episode, told, done_at, by)
        patients = [follow_up.patient.uuid]
        record("follow_up.done", follow_up, by=by, kind="follow_up", patients=patients)
    return follow_up


def store_told(episode: Episode, told: Told, at: dt.datetime, by: Caller) -> None:
    """Store what the patient said about the episode outside a treatment, in the caller's transaction.

    Raises Refused with every problem, with pointers below /pain and /pgic.
    """
    problems = _said_twice(told.pain)
    for position, rating in enumerate(told.pain):
        rating.patient, rating.episode, rating.taken_at = episode.patient, episode, at
        rating.timing = Timing.NO_TREATMENT
        problems += _storing(partial(rate_pain, rating, by=by), f"/pain/{position}")
    if told.pgic is not None:
        day = at.astimezone(by.zone).date()
        owned = {"patient": episode.patient, "episode": episode}
        score = QuestionnaireScore(**owned, instrument=PGIC, score=told.pgic, taken_on=day)
        refused = _storing(partial(record_questionnaire_score, score, by=by))
        problems += [replace(one, pointer="/pgic") for one in refused]
    if problems:
        raise Refused(problems)


def _said_twice(ratings: Sequence[PainRating]) -> list[Problem]:
    places = [(rating.region, rating.side) for rating in ratings]
    sentence = _("This region and side is there twice.")
    return [
        Problem(f"/pain/{position}/region", "duplicate", sentence)
        for position, place in enumerate(places)
        if place in places[:position]
    ]


def _storing(store: Callable[[], object], pointer: str = "") -> list[Problem]:
    """What is wrong with what is stored; nothing, once it is."""
    try:
        store()
    except Refused as refused:
        return [problem.below(pointer) for problem in refused.problems]
    return []


def _refuse_if_done(follow_up: FollowUp, by: Caller) -> None:
    rows = FollowUp.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    present = rows.filter(pk=follow_up.pk).select_related("done_by").first()
    if present is None:
        raise refuse("", "does_not_exist", _("There is no such record."))
    if present.entered_in_error_at:
        raise Clash("entered_in_error", _("This follow-up was entered in error."))
    if present.done_at:
        sentence = _("%(name)s recorded this follow-up on %(at)s already.")
        at = date_format(present.done_at.astimezone(by.zone), "DATETIME_FORMAT")
        raise Clash("done", sentence % {"name": present.done_by, "at": at})


@retried
def void_follow_up(follow_up: FollowUp, reason: str, *, by: Caller) -> FollowUp:
    """Take a follow-up out of every list. Raises Refused, Clash, StaleRecord."""
    by.require("treatments.change")
    mark_entered_in_error(follow_up, reason, patients=[follow_up.patient], by=by)
    return follow_up
