"""All charts of a cohort report, in the order in which they are read."""

from collections.abc import Iterator

from treatments.outcomes.charts.chart import Chart
from treatments.outcomes.charts.cohort.alignment_change import alignment_change_chart
from treatments.outcomes.charts.cohort.attendance import attendance_chart
from treatments.outcomes.charts.cohort.course import course_chart
from treatments.outcomes.charts.cohort.flow import flow_chart
from treatments.outcomes.charts.cohort.forest import forest_chart
from treatments.outcomes.charts.cohort.parallel_lines import parallel_lines_chart
from treatments.outcomes.charts.cohort.quadrants import quadrants_chart
from treatments.outcomes.charts.cohort.responders import responders_chart
from treatments.outcomes.charts.words import Translate, in_english
from treatments.outcomes.findings.cohort.finding import CohortFindings


def cohort_charts(findings: CohortFindings, translate: Translate = in_english, heading: str = "") -> tuple[Chart, ...]:
    """Draw the charts; `heading` stands above each, and should say whose records and until when.

    `forest`, `quadrants` and `responders` show all pairs, `lines-MEASURE-REGION` one, `course-REGION` the pain of
    one region, `alignment-change` all measures, `attendance` and `flow` the patients. What nobody asked for has none.
    """
    return tuple(_charts(findings, translate, heading))


def _charts(findings: CohortFindings, translate: Translate, heading: str) -> Iterator[Chart]:
    pairs, audience = findings.pairs, findings.question.audience
    if pairs:
        yield forest_chart(pairs, translate, heading)
        yield quadrants_chart(pairs, translate, heading)
        yield responders_chart(pairs, translate, heading)
    yield from (course_chart(found, translate, heading) for found in findings.pain if found.main)
    if findings.alignment:
        yield alignment_change_chart(findings.alignment, translate, heading)
    yield from (parallel_lines_chart(found, audience, translate, heading) for found in pairs)
    yield flow_chart(findings.flow, translate, heading)
    yield attendance_chart(findings.flow.attendance, translate, heading)
