"""The stable clinical half of a patient's page: complaint, plan, home programme, last notes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.common.caller import Caller
from clinic.workplace.patient_page.goals import Goal, goals_of
from patients.models import Episode, Patient
from treatments.models import Plan, PlanStatus, Prescription, SessionAddendum, TreatmentSession
from treatments.outcomes.findings.finding import PatientFindings
from treatments.reassessment import Due
from treatments.services.reassessing import REASONS, reassessments

NOTES_SHOWN = 3
MOST_EPISODES = 20
NOTE_FIELDS = ("note_subjective", "note_objective", "note_assessment", "note_plan", "adverse_event")


@dataclass(frozen=True, slots=True)
class Running:
    """An episode with its running plan, if it has one.

    ``plan`` counts ``sessions_completed`` and ``sessions_ahead``; ``reassessment`` says when to measure again,
    ``is_due`` that it is at the next visit.
    """

    episode: Episode
    plan: Any
    goals: Sequence[Goal]
    home: Sequence[tuple[Prescription, str]]
    reassessment: str
    is_due: bool

    @property
    def percent(self) -> int:
        """How much of the plan is done, 100 at most."""
        share: float = self.plan.sessions_completed / self.plan.planned_sessions
        return min(100, round(100 * share))


@dataclass(frozen=True, slots=True)
class Note:
    """What was written of one session: (name, text) of the fields that are filled, then what was added later."""

    session: TreatmentSession
    parts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Care:
    """The open episodes or the one that was closed last, and the last sessions.

    ``adherence`` is the last session in which home exercises were asked about.
    """

    episodes: Sequence[Running]
    notes: Sequence[Note]
    adherence: TreatmentSession | None

    @property
    def red_flags(self) -> list[str]:
        return [flag for one in self.episodes if one.episode.closed_at is None for flag in one.episode.red_flags]


def care_of(patient: Patient, findings: PatientFindings, by: Caller) -> Care:
    """Read the stable clinical half; five queries at most."""
    episodes = _episodes(patient, by)
    plans = _plans(episodes, by)
    home = _home(plans, by)
    dues = {one.episode_id: one.due for one in reassessments([patient.pk], by=by)} if episodes else {}
    added = SessionAddendum.objects.filter(session=OuterRef("pk")).order_by("id").values("text")
    done = TreatmentSession.objects.visible_to(by).completed().filter(patient=patient).select_related("therapist")
    done = done.annotate(added=ArraySubquery(added))
    sessions = list(done.order_by("-starts_at", "-id")[:NOTES_SHOWN])
    return Care(
        episodes=[
            Running(
                episode=episode,
                plan=plan,
                goals=goals_of(plan.goals, findings, by.today()) if plan else [],
                home=[(one, dose_of(one)) for one in home[plan.pk]] if plan else [],
                reassessment=in_words(due),
                is_due=due is not None and due.at_next_visit,
            )
            for episode in episodes
            for plan, due in [(plans.get(episode.pk), dues.get(episode.pk))]
        ],
        notes=[note_of(session) for session in sessions],
        adherence=next((session for session in sessions if session.adherence_percent is not None), None),
    )


def _episodes(patient: Patient, by: Caller) -> list[Episode]:
    """The open episodes, the latest first; where there is none, the one that was closed last."""
    known = Episode.objects.visible_to(by).valid().filter(patient=patient)
    latest = list(known.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-id")[:MOST_EPISODES])
    return [episode for episode in latest if episode.closed_at is None] or latest[:1]


def in_words(due: Due | None) -> str:
    """Say when to measure again: now and why, or after how many sessions; nothing if there is nothing to wait for."""
    if due is None:
        return ""
    if due.reason:
        return _("re-assess now: %(reason)s") % {"reason": REASONS[due.reason]}
    if due.sessions_left is None:
        return ""
    return ngettext("re-assess in %(n)s session", "re-assess in %(n)s sessions", due.sessions_left) % {
        "n": due.sessions_left
    }


def _plans(episodes: Sequence[Episode], by: Caller) -> dict[int, Any]:
    """The latest active plan of each episode."""
    if not episodes:
        return {}
    active = Plan.objects.visible_to(by).valid().filter(episode__in=episodes, status=PlanStatus.ACTIVE)
    return {plan.episode_id: plan for plan in active.with_progress().order_by("id")}


def _home(plans: Mapping[int, Any], by: Caller) -> dict[int, list[Prescription]]:
    home: dict[int, list[Prescription]] = defaultdict(list)
    if plans:
        running = Prescription.objects.visible_to(by).filter(plan__in=plans.values(), stopped_on=None)
        for prescription in running.select_related("exercise").order_by("id"):
            home[prescription.plan_id].append(prescription)
    return home


def dose_of(prescription: Prescription) -> str:
    """Side, sets, repetitions, hold and days in words."""
    sets, repetitions, hold = prescription.sets, prescription.repetitions, prescription.hold_seconds
    side = prescription.get_side_display() if prescription.side != "none" else ""
    amount = f"{sets} × {repetitions}" if sets and repetitions else ""
    if not amount and sets:
        amount = _("%(sets)s sets") % {"sets": sets}
    if not amount and repetitions:
        amount = _("%(repetitions)s times") % {"repetitions": repetitions}
    held = _("hold %(seconds)s s") % {"seconds": hold} if hold else ""
    days = get_text_list([str(WEEKDAYS_ABBR[day - 1]) for day in sorted(prescription.weekdays)], _("and"))
    return ", ".join(filter(None, (str(side), amount, held, days or _("every day"))))


def note_of(session: Any) -> Note:
    """What was written of the session, field by field, and the texts of ``added``."""
    fields = [session._meta.get_field(name) for name in NOTE_FIELDS]
    written = ((str(field.verbose_name), getattr(session, field.name)) for field in fields)
    addenda = [(_("addendum"), text) for text in session.added]
    return Note(session, [*((name, text) for name, text in written if text), *addenda])
