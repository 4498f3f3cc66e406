"""One person who was filed twice."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from assessments.models import QuestionnaireScore
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Consent, Contact, Identifier, Patient
from tests.builders import make_assessment, make_course, make_episode, make_event, make_patient, make_plan, make_session


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    """Amy Wong as she was filed first."""
    return make_patient(clinic, phone="+85223456789", occupation="Nurse", alerts=["implant"])


@pytest.fixture
def amie(clinic: Clinic, theo: Membership, as_theo: Caller) -> Patient:
    """The same Amy as she was filed again, misspelt, with everything that a patient can have."""
    amie = make_patient(
        clinic, given_name="Amie", phone="+85298765432", email="amy@example.org", alerts=["pregnancy", "implant"]
    )
    owned: dict[str, Any] = {"clinic": clinic, "patient": amie}
    Contact.objects.create(**owned, kind="guardian", name="Ben Wong")
    Consent.objects.create(**owned, kind="treatment", given_at=timezone.now())
    Identifier.objects.create(**owned, system="billing", value="77")
    QuestionnaireScore.objects.create(**owned, instrument="odi", score=20, taken_on=dt.date(2026, 3, 2))
    episode = make_episode(amie)
    make_event(amie, episode=episode)
    make_course(amie, theo, by=as_theo, visits=2, episode=episode)
    make_assessment(amie, by=as_theo)
    make_session(amie, theo, plan=make_plan(episode), starts_at=timezone.now() + dt.timedelta(days=3))
    return amie
