"""Mean changes over a cohort as tables of ready text: pain by region, alignment by measure and method. Pure."""

from collections.abc import Mapping, Sequence

from assessments.measures import MEASURES
from assessments.pain_regions import CONTEXT_LABELS, RECALL_LABELS, Context, Recall
from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.charts.cohort.names import amount, count, estimate, expected_change, figure, refusal, region_of
from treatments.outcomes.charts.words import NOTHING, Translate, capitalised, method_name
from treatments.outcomes.findings.cohort.finding import CohortAlignment, CohortPain
from treatments.outcomes.narrative.cohort.figures import later_rating
from treatments.outcomes.narrative.cohort.means import responses_with_dropouts
from treatments.outcomes.narrative.joining import clauses, listed, named

RESPONSES = {
    "improved": gettext_noop("important decrease"),
    "no_important_change": gettext_noop("no important change"),
    "worse": gettext_noop("important increase"),
    "not_evaluable": gettext_noop("too low at baseline"),
}
VERDICTS = {
    "toward_reference": gettext_noop("toward the band"),
    "away": gettext_noop("away from it"),
    "overshoot": gettext_noop("passed through it"),
    "within_noise": gettext_noop("within measurement error"),
    "in_reference_throughout": gettext_noop("inside throughout"),
    "not_comparable": gettext_noop("not comparable"),
}


def pain_means(findings: Sequence[CohortPain], translate: Translate) -> Table:
    """List each question about pain: patients, baseline, latest, change, what is expected anyway, responses."""
    header = (
        gettext_noop("Region"),
        gettext_noop("Patients"),
        gettext_noop("Baseline"),
        gettext_noop("Latest"),
        gettext_noop("Change\n95 % interval"),
        gettext_noop("Regression to the mean\nexpected anyway"),
        gettext_noop("Patients by response"),
    )
    return Table(tuple(map(translate, header)), tuple(_pain_row(found, translate) for found in findings))


def alignment_means(findings: Sequence[CohortAlignment], translate: Translate) -> Table:
    """List each measure and method: patients, baseline, latest, change, smallest real change, classes."""
    header = (
        gettext_noop("Measure"),
        gettext_noop("Patients"),
        gettext_noop("Baseline"),
        gettext_noop("Latest"),
        gettext_noop("Change\n95 % interval"),
        gettext_noop("Smallest real change\nMDC95"),
        gettext_noop("Patients by verdict"),
    )
    return Table(tuple(map(translate, header)), tuple(_alignment_row(found, translate) for found in findings))


def _pain_row(found: CohortPain, translate: Translate) -> tuple[str, ...]:
    question = [translate(RECALL_LABELS[Recall(found.recall)]), translate(CONTEXT_LABELS[Context(found.context)])]
    return (
        f"{region_of(found.region, translate)}\n{listed(question, translate)}",
        count(found.n),
        figure(found.baseline),
        figure(found.latest),
        _change(estimate(found.change, found.change_ci95, translate)),
        expected_change(found) or NOTHING,
        _responses(found, translate) if found.status == "ok" else _why(found, translate),
    )


def _responses(found: CohortPain, translate: Translate) -> str:
    """Count the responses, and say how many have no later rating and at which pain they and the others began."""
    counts = _counts(found.responses, RESPONSES, translate)
    counts = "\n".join((counts, *(message.text(translate) for message in responses_with_dropouts(found))))
    if found.completer_baseline is None or found.dropout_baseline is None:
        return counts
    began = {"completers": figure(found.completer_baseline, 1), "dropouts": figure(found.dropout_baseline, 1)}
    text = gettext_noop(
        "first rating of those with a rating %(days)s days or more after the baseline %(completers)s, of those without "
        "one %(dropouts)s"
    )
    return f"{counts}\n{Message(text, {**began, **later_rating()}).text(translate)}"


def _alignment_row(found: CohortAlignment, translate: Translate) -> tuple[str, ...]:
    measure = translate(MEASURES[found.measure].label)
    shown = found.change is not None
    return (
        f"{measure}\n{method_name(found.measure, found.method, translate)}",
        count(found.n),
        amount(found.baseline, found.unit, 2),
        amount(found.latest, found.unit, 2),
        _change(estimate(found.change, found.change_ci95, translate, unit=found.unit)),
        amount(found.mdc95, found.unit),
        _counts(found.classes, VERDICTS, translate) if shown and found.mdc95 else _why(found, translate),
    )


def _why(found: CohortPain | CohortAlignment, translate: Translate) -> str:
    """Say why there is no count; a status without a refusal leaves a dash."""
    return NOTHING if found.status == "ok" else refusal(found.status, found.reasons, translate)


def _change(written: str) -> str:
    """Put the interval on a line of its own."""
    return written.replace(" (", "\n(", 1).replace("（", "\n（", 1)


def _counts(counts: Mapping[str, int | None], names: Mapping[str, str], translate: Translate) -> str:
    """Write each group with its count, those of nobody left out."""
    known = [(names[code], counts[code]) for code in names if code in counts and counts[code] != 0]
    return (
        capitalised(clauses([named(translate(name), count(n), translate) for name, n in known], translate)) or NOTHING
    )
