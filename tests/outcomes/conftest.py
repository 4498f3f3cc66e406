"""Amy, whose course the reports are about."""

import pytest

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import make_course, make_patient


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    """A patient without any record yet."""
    return make_patient(clinic)


@pytest.fixture
def treated_amy(amy: Patient, theo: Membership, as_theo: Caller) -> Patient:
    """Amy after eight weekly assessments with sessions between them: pain and obliquity have fallen."""
    make_course(amy, theo, by=as_theo)
    return amy
