"""The desks at which the cast works, and Amy, who is treated."""

import pytest
from django.test import Client

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import logged_in
from tests.builders import make_course, make_patient


@pytest.fixture
def rosas_desk(rosa: Membership) -> Client:
    """The front desk's browser."""
    return logged_in(rosa)


@pytest.fixture
def theos_desk(theo: Membership) -> Client:
    """The therapist's browser."""
    return logged_in(theo)


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic, second_script_name="黃美")


@pytest.fixture
def treated(amy: Patient, theo: Membership, as_theo: Caller) -> Patient:
    """Amy after nine weekly assessments: pain and obliquity have fallen."""
    make_course(amy, theo, by=as_theo, visits=9)
    return amy
