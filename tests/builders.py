"""Typed builders for tests: each makes one valid record, named arguments say what matters to the test."""

import datetime as dt
import secrets
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from oauth2_provider.models import AccessToken

from assessments.models import Assessment, Measurement, PainRating
from assessments.services.recording import record_assessment
from clinic.common.caller import Caller
from clinic.practice.models import ApiClient, Clinic, Membership, Room, User
from clinic.practice.roles import SCOPE_PERMISSIONS
from patients.models import Episode, Event, Patient
from treatments.models import Exercise, Plan, Technique, TreatmentSession

PASSWORD = "tidal-harbour-42"
MORNING = dt.datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Hong_Kong"))


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


def measured(measure: str, *readings: float, side: str = "none", method: str = "palm", **fields: Any) -> Measurement:
    """An unsaved measurement as somebody enters it, for the assessment services."""
    return Measurement(measure=measure, side=side, method=method, entered_readings=list(readings), **fields)


def rated(region: str, intensity: float, side: str = "none", **fields: Any) -> PainRating:
    """An unsaved pain rating, for the assessment services."""
    return PainRating(region=region, side=side, intensity=intensity, **fields)


def make_assessment(
    patient: Patient,
    *entries: Measurement | PainRating,
    by: Caller,
    taken_at: dt.datetime | None = None,
    **fields: Any,
) -> Assessment:
    """An assessment of 2 March 2026, 09:30 in Hong Kong: an obliquity of 3°, unless the test brings its own."""
    entered = entries or (measured("pelvic_obliquity", 3.0),)
    assessment = Assessment(patient=patient, taken_at=taken_at or MORNING, **fields)
    measurements = [entry for entry in entered if isinstance(entry, Measurement)]
    pain = [entry for entry in entered if isinstance(entry, PainRating)]
    return record_assessment(assessment, measurements, pain, by=by).assessment


def make_technique(clinic: Clinic, **fields: Any) -> Technique:
    return Technique.objects.create(clinic=clinic, **{"code": "mobilisation", "name": "Mobilisation", **fields})


def make_exercise(clinic: Clinic, **fields: Any) -> Exercise:
    return Exercise.objects.create(
        clinic=clinic, **{"name": "Bridge", "kind": "strengthening", "instructions": "Lift the pelvis.", **fields}
    )


def make_plan(episode: Episode, **fields: Any) -> Plan:
    """A plan of 12 sessions for the episode."""
    return Plan.objects.create(
        clinic_id=episode.clinic_id,
        patient=episode.patient,
        episode=episode,
        **{"planned_sessions": 12, **fields},
    )


def booking(
    patient: Patient, therapist: Membership, starts_at: dt.datetime = MORNING, minutes: int = 45, **fields: Any
) -> TreatmentSession:
    """An unsaved session, for the booking service: 2 March 2026, 09:30 in Hong Kong, 45 minutes."""
    during = DateTimeTZRange(starts_at, starts_at + dt.timedelta(minutes=minutes))
    return TreatmentSession(patient=patient, therapist=therapist, during=during, **fields)


def make_session(patient: Patient, therapist: Membership, **fields: Any) -> TreatmentSession:
    """A booked session of the patient with the therapist, past the services."""
    session = booking(patient, therapist, **fields)
    session.clinic_id = patient.clinic_id
    session.save()
    return TreatmentSession.objects.get(pk=session.pk)


def make_event(patient: Patient, **fields: Any) -> Event:
    """A flare on 20 March 2026."""
    return Event.objects.create(
        clinic_id=patient.clinic_id, patient=patient, **{"kind": "flare", "on": dt.date(2026, 3, 20), **fields}
    )


def make_course(
    patient: Patient, therapist: Membership, *, by: Caller, visits: int = 8, **fields: Any
) -> list[Assessment]:
    """Weekly assessments from 2 March 2026 on, each but the first right after a completed session.

    Pain of the low back falls from 7 by half a point a week, the obliquity from 4.2° by 0.4°.
    """
    return [_visit(patient, therapist, week, by=by, **fields) for week in range(visits)]


def _visit(patient: Patient, therapist: Membership, week: int, *, by: Caller, **fields: Any) -> Assessment:
    taken_at = MORNING + dt.timedelta(weeks=week)
    if week:
        make_session(patient, therapist, starts_at=taken_at - dt.timedelta(days=1), status="completed")
    return make_assessment(
        patient,
        measured("pelvic_obliquity", 4.2 - 0.4 * week),
        measured("leg_length_true", 871, side="left", method="tape_supine"),
        measured("leg_length_true", 862 + week / 2, side="right", method="tape_supine"),
        rated("low_back", 7 - week // 2),
        by=by,
        taken_at=taken_at,
        **{"rater": therapist, **fields},
    )
