"""How many series changed by more than measurement error, and which: the answer in one sentence."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.estimators import Classification
from treatments.outcomes.findings.finding import AlignmentFinding
from treatments.outcomes.narrative.names import measure_name, signed_quantity
from treatments.outcomes.narrative.reasons import joined
from treatments.outcomes.narrative.rounding import shortened
from treatments.outcomes.rules import RULES

ONE_CHANGED = gettext_noop("The 1 comparable alignment series changed by more than measurement error: %(changes)s.")
SEVERAL_CHANGED = gettext_noop(
    "%(changed)s of %(count)s comparable alignment series changed by more than measurement error: %(changes)s."
)
ONE_UNCHANGED = gettext_noop(
    "The 1 comparable alignment series did not change by more than measurement error; a smaller change cannot be "
    "excluded."
)
NONE_CHANGED = gettext_noop(
    "None of %(count)s comparable alignment series changed by more than measurement error; smaller changes cannot be "
    "excluded."
)
ONE_BY_CHANCE = gettext_noop(
    "Of 1 alignment series that did not really change, about %(expected)s would still exceed its measurement error by "
    "chance."
)
SEVERAL_BY_CHANCE = gettext_noop(
    "Of %(count)s alignment series that did not really change, about %(expected)s would still exceed their measurement "
    "error by chance."
)
CHANGE = gettext_noop("%(measure)s from %(start)s to %(end)s")
CHANGES: Mapping[Classification, str] = MappingProxyType(
    {
        "toward_reference": gettext_noop(
            "%(measure)s from %(start)s to %(end)s, toward the population band (not a health target)"
        ),
        "away": gettext_noop("%(measure)s from %(start)s to %(end)s, away from the population band"),
        "overshoot": gettext_noop("%(measure)s from %(start)s to %(end)s, through the population band"),
        "in_reference_throughout": gettext_noop("%(measure)s from %(start)s to %(end)s, inside the population band"),
    }
)


def comparable(alignment: Sequence[AlignmentFinding]) -> list[AlignmentFinding]:
    """Keep the series whose change can be held against a known measurement error, with a population band or without."""
    return [found for found in alignment if found.change is not None and found.mdc95 is not None]


def beyond_error(found: AlignmentFinding) -> bool:
    """Say whether a series changed by its smallest real change or more."""
    return found.change is not None and found.mdc95 is not None and abs(found.change) >= found.mdc95


def change_messages(alignment: Sequence[AlignmentFinding]) -> Iterator[Message]:
    """Name every change beyond measurement error, or say that there is none; nothing if nothing is comparable."""
    count = len(comparable(alignment))
    changed = [found for found in alignment if beyond_error(found)]
    if not count:
        return
    if changed:
        figures = {"changed": str(len(changed)), "count": str(count)}
        template = ONE_CHANGED if count == 1 else SEVERAL_CHANGED
        yield Message(template, {**figures, "changes": joined(map(_change, changed))})
    else:
        yield Message(ONE_UNCHANGED if count == 1 else NONE_CHANGED, {"count": str(count)})
    expected = shortened(RULES.chance_share * count, 2)
    yield Message(ONE_BY_CHANCE if count == 1 else SEVERAL_BY_CHANCE, {"count": str(count), "expected": expected})


def _change(found: AlignmentFinding) -> Message:
    template = CHANGES.get(found.classification, CHANGE) if found.classification else CHANGE
    ends = {"start": found.baseline, "end": found.latest}
    written = {name: signed_quantity(value, found.measure) for name, value in ends.items() if value is not None}
    return Message(template, {"measure": measure_name(found), **written})
