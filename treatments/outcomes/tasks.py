"""What Celery runs: a task is a doorbell and carries nothing but a key."""

from celery import shared_task

from treatments.outcomes import building, doorbell, sweeping


@shared_task(name=doorbell.BUILD_REPORT)
def build_report(report_id: int) -> None:
    """Build the report, unless it is not waiting."""
    building.build_report(report_id)


@shared_task(name="outcomes.sweep_reports")
def sweep_reports() -> None:
    """Look after reports whose worker or whose doorbell was lost."""
    sweeping.sweep_reports()
