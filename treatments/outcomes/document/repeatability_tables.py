"""The results of a repeatability report as tables of ready text: by method, and by rater. Pure."""

from collections.abc import Iterator, Sequence

from assessments.measures import MEASURES
from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.charts.repeatability.words import DIFFERENT_RATERS, ONE_RATER, amount
from treatments.outcomes.charts.words import NOTHING, Translate, capitalised
from treatments.outcomes.findings.repeatability.figures import compared
from treatments.outcomes.findings.repeatability.finding import Comparison, Figure, RepeatabilityFinding
from treatments.outcomes.narrative.joining import clauses
from treatments.outcomes.narrative.reasons import in_words

VERDICTS: dict[Comparison | None, str] = {
    "larger": gettext_noop("larger than the figure in force"),
    "smaller": gettext_noop("smaller than the figure in force"),
    "not_told_apart": gettext_noop("not told apart from the figure in force"),
    None: gettext_noop("no figure is in force"),
}
_COUNTS = (gettext_noop("People"), gettext_noop("Repeated readings"))
_FIGURES = (gettext_noop("Standard error\n95 % interval"), gettext_noop("MDC95"))


def methods_table(methods: Sequence[RepeatabilityFinding], translate: Translate) -> Table:
    """List each method: one rater, and different raters where there are replicates of them."""
    header = (gettext_noop("Method"), *_COUNTS, *_FIGURES, gettext_noop("In force"), gettext_noop("Verdict"))
    rows = [row for found in methods for row in _of_method(found, translate)]
    return Table(tuple(map(translate, header)), tuple(rows))


def raters_table(methods: Sequence[RepeatabilityFinding], translate: Translate) -> Table:
    """List each rater of each method by name, with the share of equal pairs."""
    header = (gettext_noop("Rater"), *_COUNTS, *_FIGURES, gettext_noop("Equal pairs"), gettext_noop("Remark"))
    rows = [
        (
            f"{one.name}\n{_method(found, translate)}",
            *_figure(one.figure, found.unit, translate),
            _share(one.figure, translate),
            _why(one.figure, translate),
        )
        for found in methods
        for one in found.by_rater
    ]
    return Table(tuple(map(translate, header)), tuple(rows))


def _of_method(found: RepeatabilityFinding, translate: Translate) -> Iterator[tuple[str, ...]]:
    in_force = found.in_force
    kinds = [(ONE_RATER, found.same_rater, in_force.sem_same_rater)]
    if found.different_rater.dof:
        kinds.append((DIFFERENT_RATERS, found.different_rater, in_force.sem_different_rater))
    for kind, figure, forced in kinds:
        yield (
            f"{_method(found, translate)}\n{translate(kind)}",
            *_figure(figure, found.unit, translate),
            amount(forced, found.unit, translate),
            _verdict(figure, forced, translate),
        )


def _method(found: RepeatabilityFinding, translate: Translate) -> str:
    entry = MEASURES[found.measure]
    return f"{translate(entry.label)}\n{translate(entry.methods[found.method].label)}"


def _figure(figure: Figure, unit: str, translate: Translate) -> tuple[str, str, str, str]:
    ends = " … ".join(amount(end, unit, translate) for end in figure.sem_ci95 or ())
    error = "\n".join(filter(None, (amount(figure.sem, unit, translate), ends)))
    return str(figure.n_patients), str(figure.dof), error, amount(figure.mdc95, unit, translate)


def _verdict(figure: Figure, in_force: float | None, translate: Translate) -> str:
    why = _why(figure, translate)
    if figure.sem is None:
        return why
    verdict = capitalised(translate(VERDICTS[compared(figure, in_force)]))
    return verdict if why == NOTHING else clauses((verdict, why), translate)


def _why(figure: Figure, translate: Translate) -> str:
    reasons = [in_words(reason).text(translate) for reason in figure.reasons]
    return capitalised(clauses(reasons, translate)) if reasons else NOTHING


def _share(figure: Figure, translate: Translate) -> str:
    if figure.identical_share is None:
        return NOTHING
    return Message(gettext_noop("%(share)s %%"), {"share": f"{100 * figure.identical_share:.0f}"}).text(translate)
