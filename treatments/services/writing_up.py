"""Everything that the end of a session asks for, in one step: the note, the home programme, the next booking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Clash, Problem, Refused, StaleRecord
from clinic.common.retrying import retried
from treatments.models import Plan, Prescription, TreatmentSession
from treatments.services.attending import complete_session
from treatments.services.booking import book_session, move_session
from treatments.services.documenting import Documentation, document_session
from treatments.services.planning import change_plan
from treatments.services.signing import sign_session


@dataclass(frozen=True, slots=True)
class WriteUp:
    """What is written at the end of a session.

    ``completes``: the session is over with it. ``programme`` are the home exercises of ``plan`` from now on, None
    leaves them; ``plan`` carries the version that was read. ``joins``: the session, which was booked before there was
    a plan, counts for ``plan`` from now on. ``next`` is an unsaved booking. ``signs``: the caller, who treated, signs
    the note at once.
    """

    note: Documentation
    completes: bool
    plan: Plan | None = None
    joins: bool = False
    programme: Sequence[Prescription] | None = None
    next: TreatmentSession | None = None
    signs: bool = False


@retried
def write_up(session: TreatmentSession, written: WriteUp, *, by: Caller) -> TreatmentSession | None:
    """Write all of it or nothing; gives the next booking, if one was made.

    Raises what its parts raise; the problems of the next booking have pointers below /next.
    """
    with transaction.atomic():
        if written.joins:
            session.plan = written.plan
            move_session(session, ["plan"], by=by)
        if written.completes:
            complete_session(session, written.note, by=by)
        else:
            document_session(session, written.note, by=by)
        if written.plan is not None and written.programme is not None:
            _change_programme(written.plan, written.programme, by)
        booked = written.next
        if booked is not None:
            _below_next(lambda: book_session(booked, by=by))
        if written.signs:
            sign_session(session, by=by)
    return booked


def _change_programme(plan: Plan, programme: Sequence[Prescription], by: Caller) -> None:
    """Change it; if somebody else did so meanwhile, say what it is now, so that both versions are seen."""
    try:
        change_plan(plan, [], programme, by=by)
    except StaleRecord as stale:
        running = plan.prescriptions.filter(stopped_on__isnull=True).select_related("exercise").order_by("id")
        now = ", ".join(str(one) for one in running) or _("none")
        sentence = _(
            "Somebody else changed the home exercises; on record is now: %(now)s. "
            "Below stands what you typed; save again to put it in their place."
        )
        raise Refused([Problem("/programme", "stale", sentence % {"now": now})]) from stale


def _below_next(book: Callable[[], object]) -> None:
    """Book; what is refused is told as a problem of the next booking, not of the session that is written up."""
    try:
        book()
    except Clash as clash:
        raise Refused([Problem("/next", clash.code, clash.detail)]) from clash
    except Refused as refused:
        raise Refused([problem.below("/next") for problem in refused.problems]) from refused
