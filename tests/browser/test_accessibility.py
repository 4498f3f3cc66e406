"""Pages keep WCAG 2.2 AA as far as a machine can tell, in light and in dark colours."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from clinic.practice.models import Clinic, Membership
from tests.admin.records import one_of_each
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def violations(desk: Desk, path: str) -> list[str]:
    page = desk.open(path)
    page.wait_for_timeout(150)  # Menus fade in and out for a tenth of a second.
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{path}: {rule['id']} {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def paths(clinic: Clinic, therapist: Membership) -> list[str]:
    """One page of each kind: the first page, a list, an empty list, a form, a form with tables, a patient."""
    records: dict[str, Any] = one_of_each(clinic, therapist)
    session, plan, patient = (
        records[kind].uuid for kind in ("treatments_treatmentsession", "treatments_plan", "patients_patient")
    )
    return [
        reverse("admin:index"),
        f"{reverse('admin:index')}?panel=book",
        f"{reverse('admin:index')}?panel=arrive&session={session}",
        reverse("workplace:week"),
        f"{reverse('workplace:away')}?therapist={therapist.uuid}&day=2026-03-02&way=cancel&reason=ill",
        reverse("admin:patients_patient_change", args=[patient]),
        reverse("admin:treatments_treatmentsession_changelist"),
        reverse("admin:patients_patient_changelist") + "?q=nobody",
        reverse("admin:treatments_treatmentsession_add"),
        reverse("admin:treatments_plan_change", args=[plan]),
        reverse("admin:treatments_treatmentsession_complete", args=[session]),
    ]


def test_the_login_page_has_no_violation(desk: Desk, clinic: Clinic) -> None:
    assert violations(desk, reverse("admin:login")) == []


def test_one_page_of_each_kind_has_no_violation(desk: Desk, mira: Membership, theo: Membership, clinic: Clinic) -> None:
    desk.sit_down(mira)
    assert [found for path in paths(clinic, theo) for found in violations(desk, path)] == []


def test_dark_colours_can_be_read_too(desk: Desk, mira: Membership, theo: Membership, clinic: Clinic) -> None:
    desk.page.emulate_media(color_scheme="dark")
    desk.sit_down(mira)
    assert [found for path in paths(clinic, theo)[:7] for found in violations(desk, path)] == []
