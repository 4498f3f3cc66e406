"""Expired sessions and tokens do not pile up; those that still count stay."""

import datetime as dt

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from oauth2_provider.models import AccessToken

from clinic.practice.models import ApiClient
from clinic.practice.tasks import forget_logins
from tests.builders import make_token


def test_what_has_expired_is_forgotten_by_the_task_that_beat_runs(partner: ApiClient) -> None:
    now = timezone.now()
    for key, expires in {"old": now - dt.timedelta(days=1), "new": now + dt.timedelta(hours=1)}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    expired, valid = make_token(partner, valid_for=-60), make_token(partner)
    assert settings.CELERY_BEAT_SCHEDULE["forget-logins"]["task"] == forget_logins.name
    forget_logins()
    assert set(Session.objects.values_list("session_key", flat=True)) == {"new"}
    assert set(AccessToken.objects.values_list("pk", flat=True)) == {valid.pk}, expired
