"""How exactly a clinic measures, in careful sentences. Every sentence is a fixed template with named gaps."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from assessments.measures import MEASURES, Unit
from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.findings.repeatability.figures import MANY_IDENTICAL
from treatments.outcomes.findings.repeatability.finding import (
    Comparison,
    Figure,
    RepeatabilityFinding,
    RepeatabilityFindings,
)
from treatments.outcomes.narrative.joining import LISTED, in_sequence
from treatments.outcomes.narrative.reasons import in_words, joined
from treatments.outcomes.narrative.rounding import shortened
from treatments.outcomes.narrative.sentences import DEGREES, MILLIMETRES

Translate = Callable[[str], str]
Params = dict[str, Message | str | float]

IN_SHORT = gettext_noop(
    "Methods with repeated readings: %(methods)s. Of these, with enough for a figure of our own: %(figures)s."
)
NOTHING_CHANGES = gettext_noop(
    "Nothing changes by itself: a manager can put a figure of our own in force, one method at a time."
)
OWN_FIGURE = gettext_noop(
    "%(method)s: readings of one rater differ with a standard error of %(sem)s (95 %% interval %(low)s to %(high)s). "
    "A change between two visits is more than this error from %(mdc95)s on. "
    "Repeated readings: %(dof)s, of %(patients)s people."
)
NO_FIGURE = gettext_noop("%(method)s: no figure of our own yet (%(why)s).")
COMPARED: Mapping[Comparison, str] = MappingProxyType(
    {
        "larger": gettext_noop(
            "The figure in force, %(in_force)s, lies below this interval: with it, changes are taken for real too soon."
        ),
        "smaller": gettext_noop(
            "The figure in force, %(in_force)s, lies above this interval: with it, real changes are recognised later "
            "than they could be."
        ),
        "not_told_apart": gettext_noop("The figure in force, %(in_force)s, lies inside this interval."),
    }
)
NONE_IN_FORCE = gettext_noop("No figure is in force, so changes by this method are not judged at present.")
DIFFERENT_RATERS = gettext_noop(
    "Between different raters the standard error is %(sem)s (95 %% interval %(low)s to %(high)s; "
    "repeated readings: %(dof)s)."
)
NO_DIFFERENT_RATERS = gettext_noop("Between different raters there is no figure of our own yet (%(why)s).")
OFTEN_IDENTICAL = gettext_noop(
    "Please note: %(why)s. Where readings are copied, or read off in coarse steps, the true error is larger than this."
)
MOSTLY_ONE_VISIT = gettext_noop(
    "Please note: most of these readings are of single visits. What varies from day to day is hardly part of this "
    "figure; the error between visits may be larger."
)
NOTHING_REPEATED = gettext_noop("There are no repeated readings in this period from which an error could be told.")
NOT_RELANDMARKED = gettext_noop(
    "%(count)s measurements have several readings that were not counted: nobody recorded that the person got up and "
    "the landmarks were found anew in between."
)
RATER_UNKNOWN = gettext_noop("%(count)s measurements were not counted, as it is not known who measured.")

LIMITATIONS = (
    gettext_noop(
        "Readings count as repeated if the landmarks were found anew: within one visit, on another day at most 7 days "
        "later without treatment on or between the days, or by another rater before treatment. Of several readings of "
        "one visit that is compared with another, the first one counts, never the mean."
    ),
    gettext_noop(
        "Whoever remembers the first reading tends to repeat it. This makes an error look smaller than it is."
    ),
    gettext_noop("Some people truly change within a week. This makes an error look larger than it is."),
    gettext_noop(
        "An error says how far readings lie apart, not whether they are right: who always reads 2° too much has a "
        "small error."
    ),
    gettext_noop(
        "The interval takes all repeated readings as independent, also those of both sides or of one person. "
        "A figure between raters holds for the raters who took part."
    ),
    gettext_noop("Figures of single raters are uncertain. They are in order of name; they are not a ranking."),
)


def untranslated(message: str) -> str:
    """Leave an English sentence as it is."""
    return message


def repeatability_narrative(findings: RepeatabilityFindings, translate: Translate = untranslated) -> tuple[str, ...]:
    """Put the findings into words: in short, then one paragraph for each method, then what could not be counted."""
    paragraphs = (_in_short(findings), *(list(_about(found)) for found in findings.methods))
    told = (in_sequence([sentence.text(translate) for sentence in paragraph], translate) for paragraph in paragraphs)
    return (*told, *(sentence.text(translate) for sentence in _not_counted(findings)))


def repeatability_limitations(translate: Translate = untranslated) -> tuple[str, ...]:
    """Give the sentences without which the figures would say too much."""
    return tuple(map(translate, LIMITATIONS))


def method_named(measure: str, method: str) -> Message:
    """Name a method with its measure: ``Pelvic obliquity, Palpation meter (PALM)``."""
    entry = MEASURES[measure]
    return Message(LISTED, {"first": Message(entry.label), "others": Message(entry.methods[method].label)})


def error_amount(value: float, unit: str) -> Message:
    """Write an error with its unit, two decimals at most: ``0.74°``, ``3.5 mm``. Never for arithmetic."""
    template = MILLIMETRES if unit == Unit.MM else DEGREES
    return Message(template, {"value": shortened(value, 2)})


def _in_short(findings: RepeatabilityFindings) -> list[Message]:
    if not findings.methods:
        return [Message(NOTHING_REPEATED)]
    figures = sum(found.status == "ok" for found in findings.methods)
    numbers = Message(IN_SHORT, {"methods": str(len(findings.methods)), "figures": str(figures)})
    return [numbers, Message(NOTHING_CHANGES)] if figures else [numbers]


def _about(found: RepeatabilityFinding) -> Iterator[Message]:
    name = method_named(found.measure, found.method)
    if found.same_rater.sem is None:
        yield Message(NO_FIGURE, {"method": name, "why": _why(found.same_rater)})
    else:
        yield Message(OWN_FIGURE, {"method": name, **_figures(found.same_rater, found.unit)})
        yield _beside_the_one_in_force(found)
        yield from _remarks(found)
    if found.different_rater.sem is not None:
        yield Message(DIFFERENT_RATERS, _figures(found.different_rater, found.unit))
    elif found.different_rater.dof or found.same_rater.sem is not None:
        yield Message(NO_DIFFERENT_RATERS, {"why": _why(found.different_rater)})


def _figures(figure: Figure, unit: str) -> Params:
    amounts = {"sem": figure.sem, "mdc95": figure.mdc95}
    amounts.update(zip(("low", "high"), figure.sem_ci95 or (), strict=True))
    written = {name: error_amount(value, unit) for name, value in amounts.items() if value is not None}
    return {**written, "dof": str(figure.dof), "patients": str(figure.n_patients)}


def _beside_the_one_in_force(found: RepeatabilityFinding) -> Message:
    if found.compared is None or found.in_force.sem_same_rater is None:
        return Message(NONE_IN_FORCE)
    return Message(COMPARED[found.compared], {"in_force": error_amount(found.in_force.sem_same_rater, found.unit)})


def _remarks(found: RepeatabilityFinding) -> Iterator[Message]:
    identical = [reason for reason in found.same_rater.reasons if reason.startswith(MANY_IDENTICAL)]
    if identical:
        yield Message(OFTEN_IDENTICAL, {"why": joined(map(in_words, identical))})
    if 2 * found.dof_across_days < found.same_rater.dof:
        yield Message(MOSTLY_ONE_VISIT)


def _not_counted(findings: RepeatabilityFindings) -> Iterator[Message]:
    for template, name in ((NOT_RELANDMARKED, "not_relandmarked"), (RATER_UNKNOWN, "rater_unknown")):
        if count := findings.counts[name]:
            yield Message(template, {"count": str(count)})


def _why(figure: Figure) -> Message:
    return joined(map(in_words, figure.reasons))
