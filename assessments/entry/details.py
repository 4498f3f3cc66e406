"""One assessment to read: its values, how they were taken, and what follows from them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assessments.derived import BEYOND_NOISE, Change, Taken
from assessments.entry.measure_rows import UNIT_LABELS
from assessments.entry.numbers import printed
from assessments.entry.sheet import BODY_PARTS
from assessments.measures import DERIVED, MEASURES, POSTURE_LABELS, Measure, Posture, Side
from assessments.models import Assessment, Measurement, PainRating
from assessments.replaced import Version, replaced_ratings, replaced_values, replaced_versions
from assessments.services.deriving import derive
from clinic.common.caller import Caller
from patients.body_regions import SIDE_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One value in words. ``readings`` and ``entered`` are empty for a value that was computed.

    ``really_changed``: by more than measurement error alone can make. ``was`` are the values that this one replaced,
    the earliest first.
    """

    label: str
    side: str
    how: str
    value: str
    sign: str
    change: str
    was: Sequence[str] = ()
    readings: str = ""
    entered: str = ""
    instrument: str = ""
    confirmed_unusual: bool = False
    relandmarked: bool = False
    really_changed: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """Measured and computed values by part of the body, and pain with the intensities that were replaced.

    ``left_out`` are the entries of earlier versions that the last one no longer has.
    """

    parts: Sequence[tuple[str | Promise, list[Shown]]]
    pain: list[tuple[PainRating, list[int]]]
    left_out: list[str]

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
    versions = replaced_versions(assessment.patient_id).get(assessment.uuid, []) if assessment.replaces_id else []
    visits = [assessment.uuid, *(version.uuid for version in versions)]
    derived = derive(dict.fromkeys(visits, assessment.patient.uuid), by)
    changes = {_key(change.latest): change for change in derived[assessment.uuid].changes}
    stored, ratings = list(assessment.measurements.all()), list(assessment.pain.order_by("id"))
    older = [version.measurements for version in versions]
    values = derived[assessment.uuid].values
    checked = _checked(stored, values)
    measured = [_measured(one, changes.get(_key(one)), _was(one, older), _key(one) in checked, by) for one in stored]
    older_computed = [derived[version.uuid].values for version in versions]
    computed = [
        _computed(one, changes.get(_key(one)), _was(one, older_computed), _key(one) in checked, by) for one in values
    ]
    shown = [*measured, *computed]
    parts = []
    for label, entries in BODY_PARTS:
        codes = {entry.code for entry in entries}
        if found := [value for code, value in shown if code in codes]:
            parts.append((label, found))
    older_ratings = [version.ratings for version in versions]
    pain = [(one, [was.intensity for was in replaced_ratings(one, older_ratings)]) for one in ratings]
    return Details(parts, pain, list(_left_out(stored, ratings, versions)))


def _left_out(
    stored: Sequence[Measurement], ratings: Sequence[PainRating], versions: Sequence[Version]
) -> Iterator[str]:
    measured = {(one.measure, one.side) for one in stored}
    rated = {(one.region, one.side) for one in ratings}
    for version in versions:
        for one in version.measurements:
            if (one.measure, one.side) not in measured:
                measure = MEASURES[one.measure]
                yield " ".join(filter(None, (_(measure.label), _side(one.side), _amount(measure, one.value))))
        for rating in version.ratings:
            if (rating.region, rating.side) not in rated:
                parts = (rating.get_region_display(), _side(rating.side), str(rating.intensity))
                yield " ".join(map(str, filter(None, parts)))


def _key(taken: Taken | Measurement) -> tuple[str, str, str, str]:
    return taken.measure, taken.side, taken.method, taken.posture


def _checked(stored: Sequence[Measurement], computed: Sequence[Taken]) -> set[tuple[str, str, str, str]]:
    """The keys of the values that were unusual and checked.

    That somebody looked at left and right together is stored at one of them; it is told where it was unusual.
    """
    ticked = [one for one in stored if one.confirmed_unusual]
    taken = {(one.measure, one.method, one.posture) for one in ticked}
    together = [one for one in computed if _is_unusual(one) and _source(one) in taken]
    told = {_source(one) for one in together}
    alone = [one for one in ticked if _is_unusual(one) or (one.measure, one.method, one.posture) not in told]
    return {_key(one) for one in alone} | {_key(one) for one in together}


def _source(computed: Taken) -> tuple[str, str, str]:
    return DERIVED[computed.measure].source, computed.method, computed.posture


def _is_unusual(taken: Taken | Measurement) -> bool:
    return not MEASURES[taken.measure].soft.contains(taken.value)


def _measured(
    stored: Measurement, change: Change | None, was: list[str], checked: bool, by: Caller
) -> tuple[str, Shown]:
    measure = MEASURES[stored.measure]
    entered = " · ".join(map(printed, stored.entered_readings))
    shown = Shown(
        label=_(measure.label),
        side=_side(stored.side),
        how=_how(measure, stored.method, stored.posture),
        value=_amount(measure, stored.value),
        sign=_sign(measure, stored.value),
        change=_in_words(change, by),
        was=was,
        really_changed=_is_real(change),
        readings=" · ".join(map(printed, (round(reading, 2) for reading in stored.readings))),
        entered="" if stored.entered_unit == measure.unit else f"{entered} {UNIT_LABELS[stored.entered_unit]}",
        instrument=stored.instrument,
        confirmed_unusual=checked,
        relandmarked=bool(stored.relandmarked),
    )
    return measure.code, shown


def _computed(taken: Taken, change: Change | None, was: list[str], checked: bool, by: Caller) -> tuple[str, Shown]:
    measure = MEASURES[taken.measure]
    shown = Shown(
        label=_(measure.label),
        side=_("computed"),
        how=_how(measure, taken.method, taken.posture),
        value=_amount(measure, taken.value),
        sign=_sign(measure, taken.value),
        change=_in_words(change, by),
        was=was,
        confirmed_unusual=checked,
        really_changed=_is_real(change),
    )
    return measure.code, shown


def _was(now: Taken | Measurement, older: Iterable[Sequence[Taken | Measurement]]) -> list[str]:
    """The earlier values, each with its method if that was another one."""
    measure, written = MEASURES[now.measure], []
    for one in replaced_values(now, older):
        amount = _amount(measure, one.value)
        written.append(amount if one.method == now.method else f"{amount} ({_(measure.methods[one.method].label)})")
    return written


def _side(side: str) -> str:
    return "" if side == Side.NONE else _(SIDE_LABELS[side])


def _how(measure: Measure, method: str, posture: str) -> str:
    label = _(measure.method(method).label)
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
