"""One assessment to read: its values, how they were taken, and what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assessments.derived import BEYOND_NOISE, Change, Taken
from assessments.entry.measure_rows import UNIT_LABELS
from assessments.entry.numbers import printed
from assessments.entry.sheet import BODY_PARTS
from assessments.measures import MEASURES, POSTURE_LABELS, Measure, Posture, Side
from assessments.models import Assessment, Measurement, PainRating
from assessments.services.deriving import derive
from clinic.common.caller import Caller
from patients.body_regions import SIDE_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One value in words. ``readings`` and ``entered`` are empty for a value that was computed.

    ``really_changed``: by more than measurement error alone can make.
    """

    label: str
    side: str
    how: str
    value: str
    sign: str
    change: str
    readings: str = ""
    entered: str = ""
    instrument: str = ""
    confirmed_unusual: bool = False
    relandmarked: bool = False
    really_changed: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """Measured and computed values by part of the body, and pain."""

    parts: Sequence[tuple[str | Promise, list[Shown]]]
    pain: list[PainRating]

    @property
    def changed(self) -> list[Shown]:
        """The values that changed by more than measurement error."""
        return [shown for _label, values in self.parts for shown in values if shown.really_changed]

    @property
    def compared(self) -> bool:
        """Whether anything could be compared with an earlier reading."""
        return any(shown.change for _label, values in self.parts for shown in values)


def details_of(assessment: Assessment, by: Caller) -> Details:
    """Give what the page of one assessment shows."""
    derived = derive({assessment.uuid: assessment.patient.uuid}, by)[assessment.uuid]
    changes = {_key(change.latest): change for change in derived.changes}
    measured = [_measured(stored, changes.get(_key(stored)), by) for stored in assessment.measurements.all()]
    computed = [_computed(taken, changes.get(_key(taken)), by) for taken in derived.values]
    shown = [*measured, *computed]
    parts = []
    for label, entries in BODY_PARTS:
        codes = {entry.code for entry in entries}
        if found := [value for code, value in shown if code in codes]:
            parts.append((label, found))
    return Details(parts, list(assessment.pain.order_by("id")))


def _key(taken: Taken | Measurement) -> tuple[str, str, str, str]:
    return taken.measure, taken.side, taken.method, taken.posture


def _measured(stored: Measurement, change: Change | None, by: Caller) -> tuple[str, Shown]:
    measure = MEASURES[stored.measure]
    entered = " · ".join(map(printed, stored.entered_readings))
    shown = Shown(
        label=_(measure.label),
        side=_side(stored.side),
        how=_how(measure, stored.method, stored.posture),
        value=_amount(measure, stored.value),
        sign=_sign(measure, stored.value),
        change=_in_words(change, by),
        really_changed=_is_real(change),
        readings=" · ".join(map(printed, (round(reading, 2) for reading in stored.readings))),
        entered="" if stored.entered_unit == measure.unit else f"{entered} {UNIT_LABELS[stored.entered_unit]}",
        instrument=stored.instrument,
        confirmed_unusual=stored.confirmed_unusual,
        relandmarked=bool(stored.relandmarked),
    )
    return measure.code, shown


def _computed(taken: Taken, change: Change | None, by: Caller) -> tuple[str, Shown]:
    measure = MEASURES[taken.measure]
    shown = Shown(
        label=_(measure.label),
        side=_("computed"),
        how=_how(measure, taken.method, taken.posture),
        value=_amount(measure, taken.value),
        sign=_sign(measure, taken.value),
        change=_in_words(change, by),
        really_changed=_is_real(change),
    )
    return measure.code, shown


def _side(side: str) -> str:
    return "" if side == Side.NONE else _(SIDE_LABELS[side])


def _how(measure: Measure, method: str, posture: str) -> str:
    label = _(measure.methods[method].label)
    return label if posture == Posture.UNKNOWN else f"{label}, {_(POSTURE_LABELS[Posture(posture)])}"


def _amount(measure: Measure, value: float) -> str:
    """Rounded for reading only."""
    return measure.unit.amount(round(value, 2))


def _sign(measure: Measure, value: float) -> str:
    """What the sign says, in words; nothing for what has no direction."""
    if not measure.signed or value == 0:
        return ""
    return _(measure.positive if value > 0 else measure.negative)


def _is_real(change: Change | None) -> bool:
    return change is not None and change.verdict == BEYOND_NOISE


def _in_words(change: Change | None, by: Caller) -> str:
    """The change since the first comparable reading, beside what measurement error alone can make."""
    if change is None or change.baseline is None or change.change is None:
        return ""
    measure = MEASURES[change.latest.measure]
    given = {
        "change": f"{'+' if change.change > 0 else ''}{_amount(measure, change.change)}",
        "day": date_format(change.baseline.taken_at.astimezone(by.zone)),
    }
    if change.mdc95 is None:
        return _("%(change)s since %(day)s; the measurement error is not known") % given
    given["error"] = measure.unit.amount(round(change.mdc95, 1))
    if change.verdict == BEYOND_NOISE:
        return _("%(change)s since %(day)s: more than measurement error (%(error)s)") % given
    return _("%(change)s since %(day)s: within measurement error (%(error)s)") % given
