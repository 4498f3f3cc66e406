"""All charts of a repeatability report, for pages, downloads and the printed document alike."""

from treatments.outcomes.charts.chart import Chart
from treatments.outcomes.charts.repeatability.differences import difference_chart
from treatments.outcomes.charts.repeatability.forest import forest_charts
from treatments.outcomes.charts.words import Translate, in_english
from treatments.outcomes.findings.repeatability.finding import RepeatabilityFindings


def repeatability_charts(findings: RepeatabilityFindings, translate: Translate = in_english) -> tuple[Chart, ...]:
    """Draw the errors of all methods beside the figures in force, then the differences of each method."""
    differences = (difference_chart(found, translate) for found in findings.methods)
    return (*forest_charts(findings.methods, translate), *differences)
