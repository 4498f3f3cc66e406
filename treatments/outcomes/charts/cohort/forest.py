"""The forest plot: every pair's estimate with its interval, in points of pain for 1 MDC more deviation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Cell, Chart, Table, chart
from treatments.outcomes.charts.cohort.forest_marks import (
    ESTIMATE,
    INCONSISTENT,
    NOT_ADJUSTED,
    PATIENTS,
    RAW,
    domain_of,
    estimate_layers,
    ground_layers,
    raw_slope,
)
from treatments.outcomes.charts.cohort.key import Sample, box_sign, hollow_sign, interval_sign, key_layers
from treatments.outcomes.charts.cohort.marks import Layer, boxes, texts
from treatments.outcomes.charts.cohort.names import (
    amount,
    count,
    estimate,
    figure,
    measure_of,
    pair_name,
    refusal,
    region_and_exposure,
    rounded,
    scaled,
    slope_decimals,
)
from treatments.outcomes.charts.cohort.rows import (
    FIGURES,
    PLOT_LEFT,
    PLOT_RIGHT,
    WIDTH,
    Entry,
    Row,
    row_layers,
    rows_from,
)
from treatments.outcomes.charts.style import INK, MUTED, PAPER
from treatments.outcomes.charts.words import Translate, capitalised
from treatments.outcomes.findings.cohort.finding import CohortPairFinding
from treatments.outcomes.narrative.cohort import p_in_words
from treatments.outcomes.narrative.cohort.pair_headlines import NO_PAIRS
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, named
from treatments.outcomes.narrative.reasons import in_words

TITLE = gettext_noop("Pain at visits with more deviation, within patients")
_COUNTED = gettext_noop("n = %(patients)s, %(pairs)s pairs")
_WHAT_IS_COUNTED = (
    gettext_noop("n: patients whose deviation varies"),
    gettext_noop("pairs: those of all in the model"),
)
_HEADER = 44  # the key's room; the first heading shares its line with the names of the columns
_GROUP = 26
_HEADINGS = {
    True: gettext_noop("Settled beforehand"),
    False: gettext_noop("Exploratory, not adjusted"),
}


@dataclass(frozen=True, slots=True)
class _Group:
    """Pairs under one heading, each with its row."""

    heading: str
    top: float
    pairs: list[tuple[CohortPairFinding, Row]]


def forest_chart(pairs: Sequence[CohortPairFinding], translate: Translate, heading: str = "") -> Chart:
    """Draw all pairs: the time-adjusted estimate solid, the raw one hollow and grey, a refused pair in words.

    There is at least one pair.
    """
    groups = list(_groups(pairs, translate))
    drawn = [pair for group in groups for pair in group.pairs]
    height, domain = drawn[-1][1].bottom, domain_of(pairs)
    panel = {
        "width": WIDTH,
        "height": height,
        "view": {"stroke": None},
        "title": {"text": translate(TITLE), "dx": 0},
        "layer": [
            *ground_layers(domain, _HEADER + _GROUP, height),
            *row_layers([row for _, row in drawn]),
            *estimate_layers(drawn, domain, translate),
            *_headings(groups, translate),
            *key_layers(_key(pairs), translate, WIDTH),
            *_below_the_rows(height, translate),
        ],
    }
    return chart(
        name="forest",
        title=translate(TITLE),
        description=_description(pairs, translate),
        panels=[panel],
        table=_table(pairs, translate),
        heading=heading,
        left=0,
    )


def _groups(pairs: Sequence[CohortPairFinding], translate: Translate) -> Iterator[_Group]:
    top: float = _HEADER
    for primary, heading in _HEADINGS.items():
        members = [found for found in pairs if found.primary is primary]
        if members:
            rows = rows_from(top + _GROUP, (_entry(found, translate) for found in members))
            yield _Group(translate(heading), top, list(zip(members, rows, strict=True)))
            top = rows[-1].bottom


def _entry(found: CohortPairFinding, translate: Translate) -> Entry:
    place = capitalised(region_and_exposure(found, translate))
    counts = {"patients": count(found.n_patients), "pairs": count(found.n_pairs)}
    counted = Message(NO_PAIRS) if found.n_pairs == 0 else Message(_COUNTED, counts)
    return Entry(
        label=measure_of(found, translate),
        detail=clauses((place, counted.text(translate)), translate),
        figures=tuple(_figures(found, translate)),
        refusal=_refusal(found, translate),
    )


def _refusal(found: CohortPairFinding, translate: Translate) -> str:
    if found.within_patient is None:
        return refusal(found.status, found.reasons, translate)
    if found.mdc95 is None:
        return capitalised(in_words("sem_unknown").text(translate))
    return ""


def _figures(found: CohortPairFinding, translate: Translate) -> Iterator[str]:
    fit = found.within_patient
    if fit is None:
        return
    if found.mdc95 is None:
        yield estimate(fit.slope_per_unit, fit.ci95, translate, slope_decimals(found.unit))
        yield Message(gettext_noop("for %(unit)s"), {"unit": amount(1, found.unit, 0)}).text(translate)
    else:
        yield estimate(fit.slope_per_unit * found.mdc95, scaled(fit.ci95, found.mdc95), translate)
        yield Message(gettext_noop("not adjusted: %(slope)s"), {"slope": figure(raw_slope(found))}).text(translate)
    if fit.p is not None:
        yield _p(fit.p, fit.p_holm, translate)
    if found.status == "inconsistent":
        yield translate(gettext_noop("inconsistent with own courses"))


def _p(p: float, holm: float | None, translate: Translate) -> str:
    if holm is None:
        return Message(gettext_noop("p %(p)s"), {"p": p_in_words(p)}).text(translate)
    params = {"p": p_in_words(p), "holm": p_in_words(holm)}
    return Message(gettext_noop("p %(p)s, by Holm %(holm)s"), params).text(translate)


def _headings(groups: Sequence[_Group], translate: Translate) -> Iterator[Layer]:
    yield boxes(((PLOT_LEFT, group.top, PLOT_RIGHT, group.top + _GROUP) for group in groups), color=PAPER)
    yield texts(((0, group.top + _GROUP / 2, group.heading) for group in groups), fontWeight=600, color=INK)
    columns = (
        (PLOT_LEFT, gettext_noop("Points of pain (0 to 10) for 1 MDC")),
        (FIGURES, gettext_noop("Estimate (95 % interval)")),
    )
    yield texts(((x, _HEADER + _GROUP / 2, translate(name)) for x, name in columns), color=MUTED)


def _key(pairs: Sequence[CohortPairFinding]) -> list[Sample]:
    """Explain the signs that occur."""
    drawn = [found for found in pairs if found.within_patient and found.mdc95 is not None]
    signs: tuple[tuple[Sample, bool], ...] = (
        ((interval_sign(ESTIMATE), gettext_noop("Time allowed for, 95 % interval")), bool(drawn)),
        ((hollow_sign(RAW), NOT_ADJUSTED), any(raw_slope(found) is not None for found in drawn)),
        ((box_sign(), gettext_noop("Within half a point for 1 MDC: small")), bool(drawn)),
        (
            (interval_sign(INCONSISTENT, "diamond"), gettext_noop("Inconsistent: own courses disagree")),
            any(found.status == "inconsistent" for found in drawn),
        ),
    )
    return [sample for sample, used in signs if used]


def _below_the_rows(height: float, translate: Translate) -> Iterator[Layer]:
    """Say what the rows count, and beside it, below the numbers of the axis, what the sign means."""
    yield texts((0, height + 14 * line, translate(text)) for line, text in enumerate(_WHAT_IS_COUNTED, start=1))
    less = f"← {translate(gettext_noop('less pain'))}"
    more = f"{translate(gettext_noop('more pain'))} →"
    yield texts([(PLOT_LEFT, height + 28, less)])
    yield texts([(PLOT_RIGHT, height + 28, more)], align="right")


def _description(pairs: Sequence[CohortPairFinding], translate: Translate) -> str:
    opening = gettext_noop(
        "Forest plot: points of pain at visits of the same patient with 1 MDC more deviation, with 95 % intervals."
    )
    return in_sequence((translate(opening), *(_said(found, translate) for found in pairs)), translate)


def _said(found: CohortPairFinding, translate: Translate) -> str:
    entry = _entry(found, translate)
    said = clauses(tuple(filter(None, (*entry.figures, entry.refusal))), translate)
    return ended(named(pair_name(found, translate), said, translate), translate)


def _table(pairs: Sequence[CohortPairFinding], translate: Translate) -> Table:
    header = (
        gettext_noop("Pair"),
        gettext_noop("Status"),
        PATIENTS,
        gettext_noop("Pairs"),
        gettext_noop("Series"),
        gettext_noop("Points for 1 MDC"),
        gettext_noop("Low end"),
        gettext_noop("High end"),
        NOT_ADJUSTED,
        gettext_noop("1 MDC"),
    )
    return Table(tuple(map(translate, header)), tuple(_cells(found, translate) for found in pairs))


def _cells(found: CohortPairFinding, translate: Translate) -> tuple[Cell, ...]:
    fit = found.within_patient
    low, high = scaled(fit.ci95, found.mdc95) or (None, None) if fit else (None, None)
    return (
        pair_name(found, translate),
        found.status,
        found.n_patients,
        found.n_pairs,
        found.n_series,
        rounded(fit.slope_per_mdc) if fit else None,
        rounded(low),
        rounded(high),
        rounded(raw_slope(found)) if fit else None,
        amount(found.mdc95, found.unit),
    )
