"""What Celery runs: a task is a doorbell and carries nothing but a key."""

from celery import shared_task

from treatments.outcomes import building, doorbell, scheduling, sweeping


@shared_task(name=doorbell.BUILD_REPORT)
def build_report(report_id: int) -> None:
    """Build the report, unless it is not waiting."""
    building.build_report(report_id)


@shared_task(name="outcomes.sweep_reports")
def sweep_reports() -> None:
    """Look after reports whose worker or whose doorbell was lost."""
    sweeping.sweep_reports()


@shared_task(name="outcomes.request_weekly_reports")
def request_weekly_reports() -> None:
    """Ask for the reports of a week that has begun."""
    scheduling.request_weekly_reports()
