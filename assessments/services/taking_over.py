"""What a therapist does with a sheet that a patient filled in: take it over into the record, or discard it."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Intake, IntakeState, PainMode, PainRating
from assessments.services.rating_pain import rate_pain
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused, refuse
from clinic.common.records import update
from patients.models import Episode
from patients.services.belonging import foreign
from patients.services.episodes import change_episode, open_episode

SOURCE = "intake"
"""With the key of ``ratings_of`` it lets the database refuse to take one rating over twice."""


def ratings_of(intake: Intake) -> Iterator[tuple[str, PainRating]]:
    """The unsaved ratings that the patient gave, each with its key. Their time is that of the answer."""
    for one in intake.told.pain if intake.told else ():
        for recall, intensity in one.ratings.items():
            key = f"{one.region}/{one.side}/{recall}"
            yield (
                key,
                PainRating(
                    patient=intake.patient,
                    taken_at=intake.answered_at,  # type: ignore[misc]
                    region=one.region,
                    side=one.side,
                    intensity=intensity,
                    recall=recall,
                    mode=PainMode.PATIENT_APP,
                    source=SOURCE,
                    source_key=f"{intake.uuid}/{key}",
                ),
            )


def take_over(
    intake: Intake, chosen: Iterable[str], episode: Episode | None, red_flags: Iterable[str], *, by: Caller
) -> None:
    """Record the ratings with the chosen keys, for the episode if there is one, and note the red flags on it.

    An unsaved episode is opened. Raises Refused, Clash if the sheet does not wait any more or the episode's region
    has an open one already, StaleRecord.
    """
    by.require("assessments.change")
    _check(intake, by, {IntakeState.ANSWERED})
    wanted = set(chosen)
    with transaction.atomic():
        if episode:
            _note(list(red_flags), episode, by)
        for key, rating in ratings_of(intake):
            if key in wanted:
                rating.episode = episode
                rate_pain(rating, by=by)
        _decide(intake, IntakeState.TAKEN_OVER, by)
        record("intake.taken_over", intake, by=by, patients=[intake.patient.uuid])


def discard(intake: Intake, reason: str, *, by: Caller) -> None:
    """Put the sheet aside, with the reason; it stays on file. What was taken over from it before stays as well.

    Raises Refused without a reason, Clash if there is nothing to discard, StaleRecord.
    """
    by.require("assessments.change")
    _check(intake, by, {IntakeState.ANSWERED, IntakeState.TAKEN_OVER})
    if not reason.strip():
        raise refuse("/reason", "required", _("Say why the sheet is discarded."))
    with transaction.atomic():
        intake.reason = reason.strip()
        _decide(intake, IntakeState.DISCARDED, by)
        record("intake.discarded", intake, by=by, patients=[intake.patient.uuid])


def _check(intake: Intake, by: Caller, states: set[IntakeState]) -> None:
    if strangers := foreign("", intake, by) + foreign("/patient", intake.patient, by):
        raise Refused(strangers)
    if intake.state not in states:
        sentence = _("Nothing can be done with this sheet; its state is: %(state)s.")
        raise Clash("not_waiting", sentence % {"state": intake.get_state_display()})


def _decide(intake: Intake, state: IntakeState, by: Caller) -> None:
    intake.state, intake.decided_by_id, intake.decided_at = state, by.membership_id, timezone.now()
    update(intake, ["state", "decided_by", "decided_at", "reason"])


def _note(red_flags: list[str], episode: Episode, by: Caller) -> None:
    fresh = [flag for flag in red_flags if flag not in episode.red_flags]
    episode.red_flags = [*episode.red_flags, *fresh]
    if not episode.pk:
        open_episode(episode, by=by)
    elif fresh:
        change_episode(episode, ["red_flags"], by=by)
