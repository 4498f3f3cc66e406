"""Who stopped coming: for a call, and for those who treat to close the episode."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from clinic.workplace.worklists.worklist import Namer, Wish, Worklist
from patients.models import Episode, Patient
from treatments.services.in_care import treated_by
from treatments.services.stopped_coming import stopped_coming


@dataclass(frozen=True, slots=True)
class Line:
    """One patient, with ``last_seen`` and ``therapist_name``; ``episodes`` are the open ones, for those who treat."""

    patient: Any
    name: str
    episodes: Sequence[Episode]


def _entries(by: Caller, wish: Wish) -> Any:
    patients = stopped_coming(by, long_ago=wish.long_ago, mine=wish.mine)
    return patients.annotate(therapist_name=treated_by("therapist__display_name"))


def _lines(entries: Sequence[Any], by: Caller, name: Namer) -> Sequence[Line]:
    pages: Any = admin.site.get_model_admin(Patient)
    pages.saw("listed", entries, by)
    episodes = _open_episodes(entries, by) if by.may("treatments.change") else {}
    return [Line(patient, name(patient), episodes.get(patient.pk, [])) for patient in entries]


def _open_episodes(patients: Sequence[Any], by: Caller) -> dict[int, list[Episode]]:
    found = defaultdict(list)
    episodes = Episode.objects.visible_to(by).valid().filter(patient__in=patients, closed_at__isnull=True)
    for episode in episodes.order_by("opened_at", "pk"):
        found[episode.patient_id].append(episode)
    return found


STOPPED_COMING = Worklist(
    name="stopped-coming",
    title=_("Stopped coming"),
    about=_("Open episode, no booking ahead, last here more than 4 weeks ago. Call and book, or close the episode."),
    nothing=_("Everybody with an open episode was here in the last 4 weeks or has a booking."),
    permission="patients.view",
    entries=_entries,
    lines=_lines,
    has_long_ago=True,
)
