"""Who is in a cohort report and who is not, in sentences: period, filters, flow, audience."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from clinic.common.wording import Message
from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.cohort.flow_finding import Flow
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.narrative.cohort.figures import Params, count
from treatments.outcomes.narrative.cohort.group_sentences import (
    ADULTS_ONLY,
    ATTENDANCE,
    BASELINE_AFTER_START,
    BASELINE_AFTER_START_NOT_SHOWN,
    FILTERS,
    FLOW,
    FLOW_NOT_SHOWN,
    INTERNAL,
    LEFT_OUT,
    LEFT_OUT_NOT_SHOWN,
    NEVER_COUNTED,
    NO_FILTER,
    PERIOD,
    SHARING,
    SHARING_SUPPRESSED,
)
from treatments.outcomes.narrative.days import Translate, full_day, full_moment
from treatments.outcomes.narrative.joining import in_sequence

ATTENDANCE_TOLD = (6, 8, 12)
"""The numbers of visits for which attendance is told in a sentence; the chart draws all."""

Names = Mapping[str, str]


def population_sentences(question: CohortQuestion, translate: Translate, names: Names | None = None) -> tuple[str, ...]:
    """Say whose records are in the report: the period and the cut-off, then every filter.

    `names` gives what a person reads for a filter's value, by the filter's name, where the value is a code.
    """
    period = in_sequence((_period(question, translate), translate(NEVER_COUNTED)), translate)
    return (period, *(filter_sentences(question, translate, names) or (translate(NO_FILTER),)))


def filter_sentences(question: CohortQuestion, translate: Translate, names: Names | None = None) -> tuple[str, ...]:
    """Say who and what alone is in the report, a sentence for each filter; nothing if there is none."""
    return tuple(
        Message(FILTERS[name], {"value": (names or {}).get(name, str(value))}).text(translate)
        for name, value in question.filters.in_use.items()
    )


def audience_sentence(findings: CohortFindings, translate: Translate) -> str:
    """Say for whom the report is, and what becomes of small counts."""
    question = findings.question
    if question.audience == "internal":
        return translate(INTERNAL)
    template = SHARING_SUPPRESSED if findings.suppressed else SHARING
    return Message(template, {"last": str(question.small_cell_threshold - 1)}).text(translate)


def flow_sentences(flow: Flow, translate: Translate) -> tuple[str, ...]:
    """Tell how many patients there were, how many were left out on the way and why, and how long they came."""
    return tuple(message.text(translate) for message in _flow(flow))


def _period(question: CohortQuestion, translate: Translate) -> str:
    first, last = question.window_from, question.window_until
    local = question.cutoff.astimezone(ZoneInfo(question.zone))
    params: Params = {"cutoff": full_moment(local, translate)}
    if first:
        params["first"] = full_day(first, translate)
    if last:
        params["last"] = full_day(last, translate)
    return Message(PERIOD[first is not None, last is not None], params).text(translate)


def _flow(flow: Flow) -> Iterator[Message]:
    steps = (flow.enrolled, flow.with_baseline, flow.with_3_pairs, flow.analysed)
    if all(step is None for step in steps):
        yield Message(FLOW_NOT_SHOWN)
        return
    names = ("enrolled", "with_baseline", "with_3_pairs", "analysed")
    yield Message(FLOW, {name: count(step) for name, step in zip(names, steps, strict=True)})
    yield _left_out(*steps)
    if flow.baseline_after_start is None:
        yield Message(BASELINE_AFTER_START_NOT_SHOWN)
    elif flow.baseline_after_start:
        yield Message(BASELINE_AFTER_START, {"patients": str(flow.baseline_after_start)})
    yield Message(ADULTS_ONLY)
    for step in flow.attendance:
        if step.visits in ATTENDANCE_TOLD and step.patients is not None:
            yield Message(ATTENDANCE, {"visits": str(step.visits), "patients": str(step.patients)})


def _left_out(enrolled: int | None, paired: int | None, enough: int | None, analysed: int | None) -> Message:
    if enrolled is None or paired is None or enough is None or analysed is None:
        return Message(LEFT_OUT_NOT_SHOWN)
    without = {
        "without_pair": str(enrolled - paired),
        "too_few": str(paired - enough),
        "no_estimate": str(enough - analysed),
    }
    return Message(LEFT_OUT, without)
