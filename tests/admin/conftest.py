"""The desks at which the cast works."""

import pytest
from django.test import Client

from clinic.practice.models import Membership
from tests.admin.pages import logged_in


@pytest.fixture
def rosas_desk(rosa: Membership) -> Client:
    """The front desk's browser."""
    return logged_in(rosa)


@pytest.fixture
def theos_desk(theo: Membership) -> Client:
    """The therapist's browser."""
    return logged_in(theo)


@pytest.fixture
def miras_desk(mira: Membership) -> Client:
    """The manager's browser."""
    return logged_in(mira)
