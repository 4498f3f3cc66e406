"""What Celery runs for people and software that log in."""

from importlib import import_module

from celery import shared_task
from django.conf import settings
from oauth2_provider.models import clear_expired


@shared_task(name="practice.forget_logins")
def forget_logins() -> None:
    """Delete the sessions and access tokens that have expired: nobody can use them, and their number only grows."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    clear_expired()
