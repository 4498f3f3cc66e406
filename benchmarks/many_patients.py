"""Fills a database with patients and prints a token, the floor's address and the database server's process."""

import datetime as dt
import os
import secrets
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

os.environ["PLUMBLINE_PROCESS"] = "manage"
django.setup()

from oauth2_provider.models import AccessToken  # noqa: E402

from clinic.practice.models import ApiClient, Clinic  # noqa: E402
from clinic.practice.roles import SCOPE_PERMISSIONS  # noqa: E402
from patients.models import Identifier, Patient  # noqa: E402


def main(count: int) -> None:
    call_command("setup_database", verbosity=0)
    clinic = Clinic.objects.create(name="Harbour Clinic", time_zone="Asia/Hong_Kong")
    client = ApiClient.objects.create(
        clinic=clinic,
        name="bench",
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        scopes=list(SCOPE_PERMISSIONS),
    )
    raw = secrets.token_urlsafe(24)
    token = AccessToken(
        application=client, scope=" ".join(client.scopes), expires=timezone.now() + dt.timedelta(hours=9)
    )
    token.token = raw
    token.save()
    patients = Patient.objects.bulk_create(
        Patient(
            clinic=clinic,
            record_number=f"P-{number:06}",
            family_name=f"Family{number % 997:03}",
            given_name=f"Given{number}",
            birth_date=dt.date(1950, 1, 1) + dt.timedelta(days=number % 20_000),
            phone=f"+8522123{number % 10_000:04}",
            address="1 Harbour Road",
        )
        for number in range(count)
    )
    Identifier.objects.bulk_create(
        Identifier(clinic=clinic, patient=patient, system="lab", value=str(patient.pk)) for patient in patients
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    settings = connections["owner"].settings_dict
    options = settings["OPTIONS"]
    host = options.get("host") or settings["HOST"]
    port = f" port={settings['PORT']}" if settings["PORT"] else ""
    print(raw)
    print(f"host={host}{port} user={settings['USER']} dbname={settings['NAME']}")
    print(_parent(backend))


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


if __name__ == "__main__":
    main(int(sys.argv[1]))
