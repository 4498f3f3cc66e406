"""Discharging a patient: closing the episode, and asking for the report and the letter that go out."""

from dataclasses import dataclass

from django.db import transaction

from clinic.common.caller import Caller
from clinic.common.retrying import retried
from clinic.practice.models import Clinic
from patients.models import Episode
from treatments.outcomes.document.letter import Letter
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.services.discharging import Discharge, discharge_episode


@dataclass(frozen=True, slots=True)
class LetterWish:
    """A letter to ``recipient`` ("": nobody by name) in ``language``, with the author's ``next_steps``."""

    recipient: str
    language: str
    next_steps: str = ""


@retried
def discharge(
    episode: Episode, ending: Discharge, letter: LetterWish | None = None, *, by: Caller
) -> OutcomeReport | None:
    """Do all of it in one transaction or none; gives the report that the letter goes out with.

    The report covers the episode. Raises what ``discharge_episode`` and ``request_patient_report`` raise.
    """
    with transaction.atomic():
        discharge_episode(episode, ending, by=by)
        if letter is None:
            return None
        return request_patient_report(
            patient=episode.patient,
            episode=episode,
            language=letter.language,
            letter=_letter(episode, ending, letter, by),
            by=by,
        )


def _letter(episode: Episode, ending: Discharge, wish: LetterWish, by: Caller) -> Letter:
    return Letter(
        recipient=wish.recipient,
        address=Clinic.objects.values_list("address", flat=True).get(pk=by.clinic_id),
        author=by.name,
        region=episode.region,
        side=episode.side,
        opened_on=episode.opened_at,
        closed_on=ending.closed_at,
        reason=ending.reason,
        pgic=ending.told.pgic,
        next_steps=wish.next_steps,
    )
