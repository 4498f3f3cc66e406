"""The role that serves can neither delete what is clinical nor touch the audit or a measurement."""

import pytest
from django.db import ProgrammingError, connection

from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from tests.builders import make_assessment, make_patient


def test_the_serving_role_owns_nothing_and_is_no_superuser(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("plumbline_runtime", False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_the_serving_role_cannot_delete_a_patient(clinic: object) -> None:
    make_patient(clinic)  # type: ignore[arg-type]
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("DELETE FROM patients_patient")


def test_the_serving_role_cannot_rewrite_a_measurement(clinic: Clinic, as_theo: Caller) -> None:
    make_assessment(make_patient(clinic), by=as_theo)
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("UPDATE assessments_measurement SET value = 0")
