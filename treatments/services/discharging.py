"""Closing an episode with everything that belongs to its end: last answers, plan, bookings, follow-ups."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Problem, Refused, refuse
from clinic.common.retrying import retried
from patients.models import Episode
from patients.services.episodes import change_episode
from treatments.models import Plan, PlanStatus, TreatmentSession
from treatments.services.attending import cancel_session
from treatments.services.following_up import DAYS_AFTER_CLOSING, Told, plan_follow_ups, store_told
from treatments.services.planning import change_plan


@dataclass(frozen=True, slots=True)
class Discharge:
    """How an episode ends. ``closed_at`` is a day in the clinic's zone, ``reason`` one of CloseReason.

    ``cancelled`` are the bookings that will not take place. ``plan_status`` is what the episode's running plans
    become. ``follow_up_after`` are days after closing.
    """

    closed_at: dt.date
    reason: str
    told: Told = field(default_factory=Told)
    plan_status: str = PlanStatus.COMPLETED
    cancelled: Sequence[TreatmentSession] = ()
    follow_up_after: Sequence[int] = DAYS_AFTER_CLOSING


@retried
def discharge_episode(episode: Episode, ending: Discharge, *, by: Caller) -> Episode:
    """Close the episode with all of it, or do nothing.

    Sent twice it is done once: the second time raises Clash ``closed``. Raises Refused with pointers into the
    discharge, Clash for a booking that cannot be cancelled, StaleRecord if somebody changed the episode.
    """
    by.require("episodes.change")
    by.require("treatments.change")
    with transaction.atomic():
        _refuse_unless_open(episode, by)
        _refuse_bookings_of_others(episode, ending.cancelled)
        episode.closed_at, episode.close_reason = ending.closed_at, ending.reason
        change_episode(episode, ["closed_at", "close_reason"], by=by)
        store_told(episode, ending.told, _asked_at(ending.closed_at, by), by)
        for plan in running_plans(episode, by):
            plan.status = ending.plan_status
            change_plan(plan, ["status"], by=by)
        for session in ending.cancelled:
            cancel_session(session, _("The treatment has ended."), by=by)
        plan_follow_ups(episode, ending.follow_up_after, by)
        record("episode.discharged", episode, by=by, patients=[episode.patient.uuid])
    return episode


def running_plans(episode: Episode, by: Caller) -> list[Plan]:
    """The plans of the episode that are not over."""
    plans = Plan.objects.visible_to(by).valid().filter(episode=episode, status=PlanStatus.ACTIVE)
    return list(plans.select_related("patient", "episode").order_by("id"))


def bookings_ahead(episode: Episode, by: Caller) -> list[TreatmentSession]:
    """The bookings of the patient that have not begun, in time order; with ``plan`` and ``therapist``."""
    booked = TreatmentSession.objects.visible_to(by).live().filter(status="booked", ends_at__gt=timezone.now())
    of_patient = booked.filter(patient=episode.patient_id).select_related("patient", "plan", "therapist")
    return list(of_patient.in_time_order())


def _refuse_unless_open(episode: Episode, by: Caller) -> None:
    """Lock the episode until the transaction ends."""
    rows = Episode.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    present = rows.filter(pk=episode.pk).first()
    if present is None:
        raise refuse("", "does_not_exist", _("There is no such record."))
    if present.entered_in_error_at:
        raise Clash("entered_in_error", _("This episode was marked as entered in error."))
    if present.closed_at:
        sentence = _("This episode was closed on %(day)s already; nothing was done again.")
        raise Clash("closed", sentence % {"day": date_format(present.closed_at)})


def _refuse_bookings_of_others(episode: Episode, cancelled: Sequence[TreatmentSession]) -> None:
    problems = [
        Problem(f"/cancelled/{position}", "other_patient", _("This booking belongs to another patient."))
        for position, session in enumerate(cancelled)
        if session.patient_id != episode.patient_id
    ]
    if problems:
        raise Refused(problems)


def _asked_at(day: dt.date, by: Caller) -> dt.datetime:
    """Now, or noon of an earlier day of closing."""
    if day >= by.today():
        return timezone.now()
    return dt.datetime.combine(day, dt.time(12), tzinfo=by.zone)
