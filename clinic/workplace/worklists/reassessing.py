"""Who is to be measured again at the next visit. The front desk learns that, and neither why nor what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from clinic.workplace.patient_page.care import in_words
from clinic.workplace.worklists.worklist import Namer, Wish, Worklist
from patients.models import Episode, Patient
from treatments.services.in_care import due_in_care, next_visit, own_among, treated_by
from treatments.services.reassessing import EpisodeDue


@dataclass(frozen=True, slots=True)
class Line:
    """One episode; ``patient`` has ``next_visit`` and ``therapist_name``. The desk gets no more than the patient."""

    patient: Any
    name: str
    episode: Episode | None = None
    due: EpisodeDue | None = None
    why: str = ""


def _entries(by: Caller, wish: Wish) -> Sequence[EpisodeDue]:
    due = due_in_care(by)
    if not by.may("treatments.view"):
        due = list({one.patient_id: one for one in due}.values())
    if not wish.mine:
        return due
    own = own_among([one.patient_id for one in due], by)
    return [one for one in due if one.patient_id in own]


def _lines(entries: Sequence[EpisodeDue], by: Caller, name: Namer) -> Sequence[Line]:
    patients = _patients([one.patient_id for one in entries], by)
    pages: Any = admin.site.get_model_admin(Patient)
    pages.saw("listed", patients.values(), by)
    named = [(patient, name(patient), one) for one in entries for patient in [patients[one.patient_id]]]
    if not by.may("treatments.view"):
        return [Line(patient, called) for patient, called, _one in named]
    episodes = Episode.objects.visible_to(by).in_bulk([one.episode_id for one in entries])
    return [Line(patient, called, episodes[one.episode_id], one, in_words(one.due)) for patient, called, one in named]


def _patients(keys: Sequence[int], by: Caller) -> dict[int, Any]:
    patients = Patient.objects.visible_to(by).annotate(
        next_visit=next_visit(), therapist_name=treated_by("therapist__display_name")
    )
    return patients.in_bulk(keys)


REASSESSMENT = Worklist(
    name="re-assessment",
    title=_("Re-assessment due"),
    about=_("Measure again at the next visit. The longest unmeasured stand first."),
    nothing=_("Nobody is due for a re-assessment."),
    permission="patients.view",
    entries=_entries,
    lines=_lines,
)
