"""Everything that a cohort's printed report says of one pair: estimates side by side, then the facts behind. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.charts.cohort.names import (
    amount,
    count,
    estimate,
    figure,
    interval,
    pair_name,
    refusal,
    scaled,
    slope_decimals,
)
from treatments.outcomes.charts.words import NOTHING, Translate, method_name
from treatments.outcomes.document.printed import Figure
from treatments.outcomes.findings.cohort.finding import (
    AcrossPatients,
    CohortPairFinding,
    Ends,
    OwnTimeSlopes,
    Quadrants,
    WithinPatient,
)
from treatments.outcomes.narrative.cohort import p_in_words
from treatments.outcomes.narrative.cohort.pair_companions import NOT_GROUPED
from treatments.outcomes.narrative.cohort.pairs import raters_message
from treatments.outcomes.narrative.cohort.responders import responder_messages
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, listed, named

Pairs = tuple[tuple[str, str], ...]
Row = tuple[str, ...]

NOT_ADJUSTED_ROW = 1
"""The row of the estimates that is printed in grey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairBlock:
    """One pair on the page. `estimates` has a row for each analysis; row `greyed` is for comparison only.

    A pair without an estimate says why in `kind`, and has neither `figure` nor, unless a check could be estimated
    by itself, rows in `estimates`.
    """

    title: str
    kind: str
    estimates: Table
    greyed: int
    facts: Pairs
    figure: Figure | None


def pair_block(found: CohortPairFinding, figure_of_lines: Figure, translate: Translate) -> PairBlock:
    """Put together what is printed of a pair beside its headline."""
    return PairBlock(
        title=pair_name(found, translate),
        kind=_kind(found, translate),
        estimates=_estimates(found, translate),
        greyed=NOT_ADJUSTED_ROW,
        facts=tuple(_facts(found, translate)),
        figure=figure_of_lines if found.within_patient else None,
    )


def _kind(found: CohortPairFinding, translate: Translate) -> str:
    """Say whether the pair was settled beforehand, and what became of it; without an estimate, why."""
    settled = gettext_noop("Settled beforehand") if found.primary else gettext_noop("Exploratory, not adjusted")
    if found.within_patient is None:
        outcome = refusal(found.status, found.reasons, translate)
    elif found.status == "inconsistent":
        outcome = translate(gettext_noop("Inconsistent"))
    else:
        outcome = translate(gettext_noop("Estimated"))
    return in_sequence([ended(text, translate) for text in (translate(settled), outcome)], translate)


def _estimates(found: CohortPairFinding, translate: Translate) -> Table:
    """Put the analyses below one another; no rows where none of them could be made."""
    per_unit = {"unit": amount(1, found.unit, 0)}
    header = (
        translate(gettext_noop("Analysis")),
        Message(gettext_noop("Points for %(unit)s\n95 %% interval"), per_unit).text(translate),
        translate(gettext_noop("Points for 1 MDC\n95 % interval")),
        translate(gettext_noop("Patients")),
        translate(gettext_noop("Remark")),
    )
    checks: tuple[tuple[str, OwnTimeSlopes | AcrossPatients], ...] = (
        (
            gettext_noop(
                "Check: own course for each series\ninconsistent if below half of the first, or of other sign"
            ),
            found.own_time_slopes,
        ),
        (
            gettext_noop("Check: changes from baseline to latest\nacross patients, both baselines allowed for"),
            found.change_scores,
        ),
        (
            gettext_noop("Across patients, one point each\ncompares different people, not changes within one"),
            found.between_patients,
        ),
    )
    if found.within_patient is None and all(check.slope_per_unit is None for _, check in checks):
        return Table(header, ())
    rows = (
        _headline(found, translate),
        _raw(found, translate),
        *(_check(found, *check, translate) for check in checks),
    )
    return Table(header, rows)


def _headline(found: CohortPairFinding, translate: Translate) -> Row:
    fit = found.within_patient
    name = translate(gettext_noop("Within patients, time allowed for\nthe estimate of this report"))
    if fit is None:
        return name, NOTHING, NOTHING, count(found.n_patients), NOTHING
    return (
        name,
        *_slopes(found, fit.slope_per_unit, fit.ci95, translate),
        count(found.n_patients),
        _beside(fit, translate),
    )


def _beside(fit: WithinPatient, translate: Translate) -> str:
    parts = [f"r = {figure(fit.partial_r)}"] if fit.partial_r is not None else []
    if fit.p is not None:
        parts.append(Message(gettext_noop("p %(p)s"), {"p": p_in_words(fit.p)}).text(translate))
    if fit.p_holm is not None:
        parts.append(Message(gettext_noop("after Holm p %(p)s"), {"p": p_in_words(fit.p_holm)}).text(translate))
    return clauses(parts, translate) or NOTHING


def _raw(found: CohortPairFinding, translate: Translate) -> Row:
    raw = found.raw_rmcorr
    name = translate(gettext_noop("Not adjusted for time\nfor comparison only: shared time looks like a link"))
    if raw is None:
        return name, NOTHING, NOTHING, NOTHING, NOTHING
    beside = f"r = {estimate(raw.r, raw.ci95, translate)}"
    return name, *_slopes(found, raw.slope, None, translate), count(found.n_patients), beside


def _check(found: CohortPairFinding, name: str, check: OwnTimeSlopes | AcrossPatients, translate: Translate) -> Row:
    if check.slope_per_unit is None:
        # What holds for the whole pair is said once, above the table.
        known = (check.status, check.reasons) == (found.status, found.reasons)
        why = NOTHING if known else refusal(check.status, check.reasons, translate)
        return translate(name), NOTHING, NOTHING, count(check.n_patients), why
    slopes = _slopes(found, check.slope_per_unit, check.ci95, translate)
    return translate(name), *slopes, count(check.n_patients), NOTHING


def _slopes(found: CohortPairFinding, slope: float, ends: Ends | None, translate: Translate) -> tuple[str, str]:
    """Write a slope for one unit and for one MDC, each with its interval on a line of its own."""
    mdc95 = found.mdc95
    per_mdc = NOTHING if mdc95 is None else _over_two_lines(slope * mdc95, scaled(ends, mdc95), translate, 2)
    return _over_two_lines(slope, ends, translate, slope_decimals(found.unit)), per_mdc


def _over_two_lines(value: float, ends: Ends | None, translate: Translate, decimals: int) -> str:
    lines = [figure(value, decimals)] + ([interval(ends, translate, decimals)] if ends else [])
    return "\n".join(lines)


def _facts(found: CohortPairFinding, translate: Translate) -> Iterator[tuple[str, str]]:
    """Say on what the estimates rest, in the order in which a reviewer asks; of a pair that is hidden, no counts."""
    if found.n_patients is None:
        yield translate(gettext_noop("1 MDC")), _mdc(found, translate)
        return
    yield translate(gettext_noop("Data")), _sizes(found, translate)
    if found.method_mix:
        methods = [
            named(method_name(found.measure, code, translate), str(pairs), translate)
            for code, pairs in found.method_mix.items()
        ]
        yield translate(gettext_noop("Pairs by method")), listed(methods, translate)
    if found.raters is not None and found.raters.patients:
        yield translate(gettext_noop("Raters")), raters_message(found.raters).text(translate)
    yield translate(gettext_noop("1 MDC")), _mdc(found, translate)
    if found.reliability is not None:
        text = gettext_noop("%(reliability)s within patients; 1 would be free of measurement error")
        reliability = Message(text, {"reliability": figure(found.reliability)}).text(translate)
        yield translate(gettext_noop("Reliability")), reliability
    if found.within_patient is not None:
        unit = {"unit": amount(1, found.unit, 0)}
        name = Message(gettext_noop("Standard error for %(unit)s"), unit).text(translate)
        yield name, _standard_errors(found.within_patient, found.unit, translate)
    if not found.grouped:
        yield translate(gettext_noop("Groups")), translate(NOT_GROUPED)
        return
    yield translate(gettext_noop("Groups")), _groups(found.quadrants, translate)
    compared = in_sequence([message.text(translate) for message in responder_messages(found.responders)], translate)
    yield translate(gettext_noop("Moved toward the band, or not")), compared


def _sizes(found: CohortPairFinding, translate: Translate) -> str:
    text = gettext_noop(
        "Patients whose deviation varies: %(patients)s; in all, series: %(series)s, pairs: %(pairs)s, median visits: "
        "%(visits)s"
    )
    visits = NOTHING if found.median_visits is None else f"{found.median_visits:g}"
    counts = {"patients": found.n_patients, "series": found.n_series, "pairs": found.n_pairs}
    return Message(text, {**{name: count(n) for name, n in counts.items()}, "visits": visits}).text(translate)


def _mdc(found: CohortPairFinding, translate: Translate) -> str:
    if found.mdc_method is None:
        return translate(gettext_noop("no pairs, so no method"))
    if found.mdc95 is None:
        return translate(gettext_noop("the measurement error of this method is not known"))
    text = gettext_noop("%(mdc95)s: %(method)s, two single visits, one rater. %(source)s")
    method = method_name(found.measure, found.mdc_method, translate)
    source = translate(found.mdc_source) if found.mdc_source else NOTHING
    params = {"mdc95": amount(found.mdc95, found.unit, 2), "method": method, "source": source}
    return Message(text, params).text(translate)


def _standard_errors(fit: WithinPatient, unit: str, translate: Translate) -> str:
    text = gettext_noop(
        "%(jackknife)s by leaving out one patient at a time, %(dof)s degrees of freedom (used); "
        "%(model)s of the model; %(cr1)s clustered by patient (CR1)"
    )
    decimals = slope_decimals(unit) + 1
    errors = {"jackknife": fit.se, "model": fit.model_se, "cr1": fit.cr1_se}
    written = {name: figure(value, decimals) for name, value in errors.items()}
    return Message(text, {**written, "dof": str(fit.dof)}).text(translate)


def _groups(told: Quadrants, translate: Translate) -> str:
    text = gettext_noop(
        "Moved toward the band and less pain: %(both)s; moved toward the band only: %(aligned)s; less pain only: "
        "%(less)s; neither: %(neither)s; started inside the band: %(inside)s; no verdict: %(not_judged)s"
    )
    counts = {
        "both": told.aligned_and_less_pain,
        "aligned": told.aligned_only,
        "less": told.less_pain_only,
        "neither": told.neither,
        "inside": told.baseline_in_reference,
        "not_judged": told.not_judged,
    }
    return Message(text, {name: count(n) for name, n in counts.items()}).text(translate)
