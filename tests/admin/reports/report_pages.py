"""The pages of a report."""

from typing import Any

from django.test import Client

from tests.admin.pages import page
from treatments.outcomes.models import OutcomeReport

REPORT = "outcomes_outcomereport"
ADD = page(REPORT, "add")


def report_page(report: OutcomeReport) -> str:
    return page(REPORT, "change", report.uuid)


def file_of(report: OutcomeReport, name: str) -> str:
    return page(REPORT, "file", report.uuid, name)


def how_far(client: Client, report: OutcomeReport) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(page(REPORT, "progress", report.uuid)).json()
    return answer
