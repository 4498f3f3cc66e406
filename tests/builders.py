"""Typed builders for tests: each makes one valid record, named arguments say what matters to the test."""

import datetime as dt
import secrets
from typing import Any

from django.utils import timezone
from oauth2_provider.models import AccessToken

from clinic.practice.models import ApiClient, Clinic, Membership, Room, User
from clinic.practice.roles import SCOPE_PERMISSIONS
from patients.models import Episode, Patient

PASSWORD = "tidal-harbour-42"


def make_clinic(**fields: Any) -> Clinic:
    return Clinic.objects.create(**{"name": "A Clinic", "time_zone": "Asia/Hong_Kong", **fields})


def make_member(clinic: Clinic, username: str, *, role: str, active: bool = True) -> Membership:
    user, created = User.objects.get_or_create(username=username, defaults={"is_staff": True})
    if created:
        user.set_password(PASSWORD)
        user.save()
    return Membership.objects.create(clinic=clinic, user=user, role=role, display_name=username.title(), active=active)


def make_client(clinic: Clinic, name: str, scopes: list[str] | None = None) -> ApiClient:
    return ApiClient.objects.create(
        clinic=clinic,
        name=name,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        scopes=list(SCOPE_PERMISSIONS) if scopes is None else scopes,
    )


def make_token(client: ApiClient, *, scopes: list[str] | None = None, valid_for: int = 3600) -> AccessToken:
    """A token as the token endpoint would issue it; ``.token`` still holds the raw value."""
    raw = secrets.token_urlsafe(24)
    token = AccessToken(
        application=client,
        scope=" ".join(client.scopes if scopes is None else scopes),
        expires=timezone.now() + dt.timedelta(seconds=valid_for),
    )
    token.token = raw
    token.save()
    token.token = raw
    return token


def make_room(clinic: Clinic, **fields: Any) -> Room:
    return Room.objects.create(clinic=clinic, **{"name": "Room 1", **fields})


def make_patient(clinic: Clinic, **fields: Any) -> Patient:
    """Amy Wong, born 1980, unless the test says otherwise."""
    number = Patient.objects.filter(clinic=clinic).count() + 1
    return Patient.objects.create(
        clinic=clinic,
        **{
            "family_name": "Wong",
            "given_name": "Amy",
            "birth_date": dt.date(1980, 5, 17),
            "record_number": f"T{number:05}",
            **fields,
        },
    )


def make_episode(patient: Patient, **fields: Any) -> Episode:
    """An open episode for the low back, opened on 1 March 2026."""
    return Episode.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        **{"region": "low_back", "side": "none", "opened_at": dt.date(2026, 3, 1), **fields},
    )
