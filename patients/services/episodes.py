"""Opening, changing and closing an episode of care, and noting events on its way."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.records import insert, update
from patients.models import Episode, Event
from patients.services.belonging import day_in_the_future, foreign, of_another_patient, side_problems, void_episode


def open_episode(episode: Episode, *, by: Caller) -> Episode:
    """Store a new episode, opened today on the clinic's calendar unless it says otherwise.

    Raises Refused for invalid values, Clash while the same region and side has an open episode.
    """
    by.require("episodes.change")
    with transaction.atomic():
        episode.clinic_id = by.clinic_id
        episode.opened_at = episode.opened_at or by.today()
        _check(episode, by)
        insert(episode)
        record("episode.opened", episode, by=by, patients=[episode.patient.uuid])
    return episode


def change_episode(episode: Episode, fields: Iterable[str], *, by: Caller) -> Episode:
    """Store the named fields; closing sets ``closed_at`` and ``close_reason``. Raises StaleRecord, Refused, Clash."""
    by.require("episodes.change")
    with transaction.atomic():
        _check(episode, by)
        update(episode, fields)
        record("episode.changed", episode, by=by, patients=[episode.patient.uuid])
    return episode


def note_event(event: Event, *, by: Caller) -> Event:
    """Store something beside the treatment that may have moved pain or alignment."""
    by.require("episodes.change")
    with transaction.atomic():
        event.clinic_id = by.clinic_id
        _check_event(event, by)
        insert(event)
        record("event.noted", event, by=by, patients=[event.patient.uuid])
    return event


def change_event(event: Event, fields: Iterable[str], *, by: Caller) -> Event:
    """Store the named fields of an event; raises StaleRecord, Refused."""
    by.require("episodes.change")
    with transaction.atomic():
        _check_event(event, by)
        update(event, fields)
        record("event.changed", event, by=by, patients=[event.patient.uuid])
    return event


def _check(episode: Episode, by: Caller) -> None:
    problems = [
        *foreign("/patient", episode.patient, by),
        *side_problems(episode.region, episode.side),
        *day_in_the_future("/opened_at", episode.opened_at, by),
        *day_in_the_future("/onset_date", episode.onset_date, by),
        *day_in_the_future("/closed_at", episode.closed_at, by),
        *_problems_of_closing(episode),
    ]
    if problems:
        raise Refused(problems)


def _problems_of_closing(episode: Episode) -> list[Problem]:
    if episode.closed_at is None:
        sentence = _("An episode that is open has no close reason; give the day on which it was closed.")
        return [Problem("/closed_at", "required", sentence)] if episode.close_reason else []
    if episode.closed_at < episode.opened_at:
        sentence = _("The episode cannot be closed on %(closed)s, before it was opened on %(opened)s.")
        given = {"closed": episode.closed_at.isoformat(), "opened": episode.opened_at.isoformat()}
        return [Problem("/closed_at", "closed_before_opened", sentence % given)]
    return [] if episode.close_reason else [Problem("/close_reason", "required", _("Say why the episode was closed."))]


def _check_event(event: Event, by: Caller) -> None:
    problems = [
        *foreign("/patient", event.patient, by),
        *foreign("/episode", event.episode, by),
        *of_another_patient("/episode", event.episode, event.patient),
        *(void_episode("/episode", event.episode) if event.pk is None else ()),
        *day_in_the_future("/on", event.on, by),
    ]
    if problems:
        raise Refused(problems)
