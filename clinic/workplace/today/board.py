"""The day in columns, one for each therapist or room: sessions and free time in the order of the clock."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.practice.models import Room
from clinic.workplace.today.flags import Flag, flags_of
from clinic.workplace.today.shown import Shown
from clinic.workplace.today.steps import Step, steps_of
from patients.models import Patient
from treatments.free_times import Span, free_spans, from_now_on
from treatments.models import SessionStatus, TreatmentSession
from treatments.querysets import LIVE
from treatments.services.diary import WorkingDay, working_days

COLOURS = {
    SessionStatus.BOOKED: "info",
    SessionStatus.ARRIVED: "warning",
    SessionStatus.IN_PROGRESS: "primary",
    SessionStatus.COMPLETED: "success",
    SessionStatus.NO_SHOW: "danger",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as it stands in its column."""

    session: TreatmentSession
    starts: dt.datetime
    ends: dt.datetime
    name: str
    url: str
    patient_url: str
    flags: Sequence[Flag]
    steps: Sequence[Step]
    colour: str
    in_hand: bool
    """The open panel is about this session."""

    @property
    def first(self) -> list[Step]:
        return [step for step in self.steps if step.first][:1]

    @property
    def more(self) -> list[Step]:
        return [step for step in self.steps if step not in self.first]


@dataclass(frozen=True, slots=True)
class Gap:
    """Free time; ``url`` fills its beginning in where somebody is booked or moved."""

    starts: dt.datetime
    ends: dt.datetime
    minutes: int
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """``off`` are sessions that do not take place; ``note`` says when somebody works, or why not."""

    key: str
    title: str
    note: str
    entries: Sequence[Entry | Gap]
    off: Sequence[Entry]
    mine: bool = False

    @property
    def just_off(self) -> bool:
        """Something was cancelled or missed lately, and may be a wrong click."""
        return any(step.name == "undo" for entry in self.off for step in entry.steps)


@dataclass(frozen=True, slots=True)
class Board:
    """The columns, and who is not in: (title, address to book all the same)."""

    columns: Sequence[Column]
    not_in: Sequence[tuple[str, str]] = field(default=())
    sessions: Sequence[TreatmentSession] = ()


def sessions_on(first: dt.date, last: dt.date, by: Caller) -> list[TreatmentSession]:
    """Every valid session from the first day to the last, also what was cancelled or missed, in time order."""
    midnight = dt.datetime.combine(first, dt.time(), tzinfo=by.zone)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=by.zone)
    sessions = TreatmentSession.objects.visible_to(by).valid().filter(starts_at__gte=midnight, starts_at__lt=end)
    return list(sessions.select_related("patient", "therapist", "room", "appointment_type").in_time_order())


def board_of(shown: Shown, name: Any, by: Caller) -> Board:
    """The page's columns; ``name`` says how a patient is called on this screen. A fixed number of queries."""
    sessions = sessions_on(shown.day, shown.day, by)
    days = working_days([shown.day], sessions, by=by)
    flags = flags_of(sessions, by)
    entries = {session.pk: _entry(session, flags[session.patient_id], shown, name, by) for session in sessions}
    if shown.columns == "room":
        return Board(_rooms(days, entries, shown, by), sessions=sessions)
    columns = [_of_therapist(day, entries, shown, by) for day in days if day.hours or day.sessions]
    away = [day for day in days if not (day.hours or day.sessions)]
    columns.sort(key=lambda column: not column.mine)
    return Board(columns, [(str(day.therapist), _booking(shown, day.therapist)) for day in away], sessions)


def _entry(session: TreatmentSession, flags: Sequence[Flag], shown: Shown, name: Any, by: Caller) -> Entry:
    pages: Any = admin.site.get_model_admin(TreatmentSession)
    patients: Any = admin.site.get_model_admin(Patient)
    return Entry(
        session=session,
        starts=timezone.localtime(session.starts_at),
        ends=timezone.localtime(session.ends_at),
        name=name(session.patient),
        url=pages.url_of(session),
        patient_url=patients.url_of(session.patient),
        flags=flags,
        steps=steps_of(session, shown, by),
        colour=COLOURS.get(SessionStatus(session.status), ""),
        in_hand=shown.within.get("session") == str(session.uuid),
    )


def _of_therapist(day: WorkingDay, entries: dict[int, Entry], shown: Shown, by: Caller) -> Column:
    gaps = [_gap(span, shown, therapist=str(day.therapist.uuid)) for span in day.free]
    return Column(
        key=str(day.therapist.uuid),
        title=str(day.therapist),
        note=_("closed: %(name)s") % {"name": day.closed} if day.closed else in_words(day.hours),
        mine=day.therapist.pk == by.membership_id,
        **_sorted([entries[session.pk] for session in day.sessions], gaps),
    )


def _rooms(days: Sequence[WorkingDay], entries: dict[int, Entry], shown: Shown, by: Caller) -> list[Column]:
    """A room is free while somebody works and nobody is in it."""
    hours = [span for day in days for span in day.hours if not day.closed]
    rooms = list(Room.objects.visible_to(by).filter(active=True).order_by("name"))
    used = {entry.session.room for entry in entries.values() if entry.session.room}
    columns = []
    for room in [*rooms, *sorted(used - set(rooms), key=str)]:
        inside = [entry for entry in entries.values() if entry.session.room_id == room.pk]
        taken = [] if room.allows_overlap else [_span(entry) for entry in inside if entry.session.status in LIVE]
        free = from_now_on(free_spans(hours, taken), timezone.now())
        gaps = [_gap(span, shown, room=str(room.uuid)) for span in free]
        columns.append(Column(str(room.uuid), str(room), "", **_sorted(inside, gaps)))
    if nowhere := [entry for entry in entries.values() if entry.session.room_id is None]:
        columns.append(Column("none", _("Without a room"), "", **_sorted(nowhere, [])))
    return columns


def _span(entry: Entry) -> Span:
    return Span(entry.session.starts_at, entry.session.ends_at)


def _sorted(inside: Iterable[Entry], gaps: Iterable[Gap]) -> dict[str, Any]:
    there = [entry for entry in inside if entry.session.status in LIVE]
    off = [entry for entry in inside if entry.session.status not in LIVE]
    entries: list[Entry | Gap] = sorted([*there, *gaps], key=lambda one: one.starts)
    return {"entries": entries, "off": off}


def _gap(span: Span, shown: Shown, **where: str) -> Gap:
    starts, ends = timezone.localtime(span.starts), timezone.localtime(span.ends)
    given = {**where, "at": f"{starts:%H:%M}"}
    filled = shown.filling_in(**given) if shown.panel in ("book", "move") else shown.opening("book", **given)
    return Gap(starts, ends, span.minutes, filled.address)


def _booking(shown: Shown, therapist: Any) -> str:
    return shown.opening("book", therapist=str(therapist.uuid)).address


def in_words(hours: Iterable[Span]) -> str:
    """Working hours as a clock shows them: 09:00–12:00, 13:30–17:30."""
    local = ((timezone.localtime(span.starts), timezone.localtime(span.ends)) for span in hours)
    return ", ".join(f"{starts:%H:%M}–{ends:%H:%M}" for starts, ends in local) or _("no working hours")
