"""What Celery runs for the audit."""

from celery import shared_task

from clinic.audit import sealing


@shared_task(name="audit.seal_events")
def seal_events(*, everything: bool = False) -> None:
    """Chain the events that were committed since the last time."""
    sealing.seal_events(everything=everything)
