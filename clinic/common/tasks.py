"""What Celery runs for the common ground."""

from celery import shared_task

from clinic.common import forgetting


@shared_task(name="common.forget_answers")
def forget_answers() -> None:
    """Forget the answers to requests that nobody repeats any more."""
    forgetting.forget_answers()
