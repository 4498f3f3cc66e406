"""What can be done to a session on the page of the day, in each of its states."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from clinic.workplace.today.shown import Shown
from treatments.models import SessionStatus, TreatmentSession
from treatments.session_states import ALLOWED_BEFORE, MOVABLE, UNDONE


@dataclass(frozen=True, slots=True)
class Step:
    """A button. ``posts`` does it at once, else the address opens a panel or, off the page, a page (``leaves``)."""

    name: str
    title: str | Promise
    url: str
    posts: bool = False
    leaves: bool = False
    first: bool = False
    """What comes next for the patient; the other steps stand behind it."""


def steps_of(session: TreatmentSession, shown: Shown, by: Caller) -> list[Step]:
    """The steps that the state and the caller's role allow, the next one first."""
    return [*_attending(session, shown, by), *_changing(session, shown, by)]


def _attending(session: TreatmentSession, shown: Shown, by: Caller) -> Iterator[Step]:
    uuid, status = str(session.uuid), session.status
    has_come = session.starts_at.astimezone(by.zone).date() <= by.today()
    if status in ALLOWED_BEFORE["arrived"] and by.may("sessions.book") and has_come:
        yield Step("arrive", _("Arrived"), shown.opening("arrive", session=uuid).address, first=True)
    if by.may("treatments.change") and has_come:
        if status in ALLOWED_BEFORE["in_progress"]:
            yield Step("start", _("Start"), _url("start", uuid, shown), posts=True, first=status == "arrived")
        if status in ALLOWED_BEFORE["completed"]:
            complete = reverse("admin:treatments_treatmentsession_complete", args=[uuid])
            yield Step("complete", _("Write up"), complete, leaves=True, first=status == "in_progress")
    if status == SessionStatus.ARRIVED and by.may("patients.change"):
        yield Step("intake", _("Intake"), reverse("workplace:intake", args=[session.patient.uuid]), leaves=True)


def _changing(session: TreatmentSession, shown: Shown, by: Caller) -> Iterator[Step]:
    uuid, status = str(session.uuid), session.status
    if not by.may("sessions.book"):
        return
    if status in UNDONE and session.updated_at.astimezone(by.zone).date() == by.today() and _may_undo(session, by):
        yield Step("undo", _("Undo"), _url("undo", uuid, shown), posts=True)
    if status in MOVABLE and status != SessionStatus.COMPLETED:
        yield Step("move", _("Move"), shown.opening("move", session=uuid).address)
    if status in ALLOWED_BEFORE["no_show"] and session.starts_at.astimezone(by.zone).date() <= by.today():
        yield Step("missed", _("Did not come"), _url("missed", uuid, shown), posts=True)
    if status in ALLOWED_BEFORE["cancelled"]:
        yield Step("cancel", _("Cancel"), shown.opening("cancel", session=uuid).address)


def _may_undo(session: TreatmentSession, by: Caller) -> bool:
    return session.status != SessionStatus.IN_PROGRESS or by.may("treatments.change")


def _url(step: str, uuid: str, shown: Shown) -> str:
    return f"{reverse('workplace:today_step', args=[uuid, step])}?{shown.closed().query}"
