"""Every page of the admin, who may open it, and what everybody else is told.

A page without a row here fails the suite. For each role the page of a record of the own clinic, of another
clinic and of none at all is opened: what belongs to another clinic is answered like what does not exist.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from clinic.practice.models import Clinic, Membership
from tests.admin.pages import logged_in
from tests.admin.records import one_of_each
from tests.builders import make_member

Records = dict[str, Any]

NOBODY: set[str] = set()
EVERYONE = {"rosa", "theo", "mira"}
CLINICIANS = {"theo", "mira"}
MANAGER = {"mira"}
NOWHERE = "00000000-0000-4000-8000-000000000000"

GENERAL = {
    "index": EVERYONE,
    "jsi18n": EVERYONE,
    "password_change": EVERYONE,
    "password_change_done": EVERYONE,
    "autocomplete": EVERYONE,
    "switch_clinic": EVERYONE,
    "switch_language": EVERYONE,
    "assessments_assessment_paper": EVERYONE,
    "patients_patient_alike": EVERYONE,
    "login": EVERYONE | {"anonymous"},
    "logout": EVERYONE | {"anonymous"},
    "outcomes_prespecifiedpair_write_down": EVERYONE,
}
"""Pages that show no record of a patient, or decide by their parameters (see the tests of the site)."""

BOOK = {"arrive": EVERYONE, "cancel": EVERYONE, "missed": EVERYONE}
WRITE_UP = dict.fromkeys(("start", "complete", "document", "sign", "addendum"), CLINICIANS)
RECORDS: dict[str, dict[str, set[str]]] = {
    "patients_patient": {
        "view": EVERYONE,
        "add": EVERYONE,
        "change": EVERYONE,
        "separate": EVERYONE,
        "alike_edited": EVERYONE,
    },
    "patients_contact": {"view": EVERYONE, "add": EVERYONE, "change": EVERYONE},
    "patients_consent": {"view": EVERYONE, "add": EVERYONE, "change": EVERYONE, "entered-in-error": EVERYONE},
    "patients_identifier": {"view": EVERYONE, "add": EVERYONE, "change": NOBODY},
    "patients_episode": {"view": CLINICIANS, "add": CLINICIANS, "change": CLINICIANS, "entered-in-error": CLINICIANS},
    "patients_event": {"view": CLINICIANS, "add": CLINICIANS, "change": CLINICIANS, "entered-in-error": CLINICIANS},
    "assessments_assessment": {
        "view": CLINICIANS,
        "add": CLINICIANS,
        "change": CLINICIANS,
        "correct": CLINICIANS,
        "entered-in-error": CLINICIANS,
    },
    "assessments_painrating": {
        "view": CLINICIANS,
        "add": CLINICIANS,
        "change": NOBODY,
        "entered-in-error": CLINICIANS,
    },
    "assessments_questionnairescore": {
        "view": CLINICIANS,
        "add": CLINICIANS,
        "change": NOBODY,
        "entered-in-error": CLINICIANS,
    },
    "assessments_intake": {"view": CLINICIANS, "add": NOBODY, "change": CLINICIANS, "discard": CLINICIANS},
    "assessments_protocol": {"view": CLINICIANS, "add": MANAGER, "change": MANAGER},
    "assessments_methodprecision": {"view": CLINICIANS, "add": MANAGER, "change": NOBODY},
    "treatments_treatmentsession": {
        "view": EVERYONE,
        "add": EVERYONE,
        "change": EVERYONE,
        "entered-in-error": CLINICIANS,
        **BOOK,
        **WRITE_UP,
    },
    "treatments_plan": {"view": CLINICIANS, "add": CLINICIANS, "change": CLINICIANS, "entered-in-error": CLINICIANS},
    "treatments_followup": {
        "view": CLINICIANS,
        "add": NOBODY,
        "change": NOBODY,
        "record": CLINICIANS,
        "entered-in-error": CLINICIANS,
    },
    "outcomes_outcomereport": {
        "view": CLINICIANS,
        "add": CLINICIANS,
        "change": NOBODY,
        "progress": CLINICIANS,
        "rerun": CLINICIANS,
        "file": CLINICIANS,
        "adopt": CLINICIANS,
    },
    "outcomes_prespecifiedpair": {"view": MANAGER, "add": MANAGER, "change": NOBODY, "retire": MANAGER},
    "treatments_technique": {"view": CLINICIANS, "add": MANAGER, "change": MANAGER},
    "treatments_exercise": {"view": CLINICIANS, "add": MANAGER, "change": MANAGER},
    "treatments_appointmenttype": {"view": MANAGER, "add": MANAGER, "change": MANAGER},
    "treatments_availability": {"view": MANAGER, "add": MANAGER, "change": MANAGER, "remove": MANAGER},
    "treatments_closure": {"view": MANAGER, "add": MANAGER, "change": MANAGER, "remove": MANAGER},
    "practice_clinic": {"view": MANAGER, "add": NOBODY, "change": MANAGER},
    "practice_membership": {"view": MANAGER, "add": MANAGER, "change": MANAGER, "new-password": MANAGER},
    "practice_room": {"view": MANAGER, "add": MANAGER, "change": MANAGER},
    "practice_apiclient": {"view": MANAGER, "add": MANAGER, "change": MANAGER, "new-secret": MANAGER},
    "audit_auditevent": {"view": MANAGER, "add": NOBODY, "change": NOBODY},
}
"""Who may do what with each kind of record; the other names are pages of their own."""

MORE_ARGUMENTS = {"outcomes_outcomereport_file": ["data.csv"]}
OTHER_ANSWERS = {
    "outcomes_outcomereport_rerun": [405] * 3,
    "outcomes_outcomereport_adopt": [405] * 3,
    "patients_patient_alike_edited": [405] * 3,
    "outcomes_outcomereport_file": [404] * 3,
}
"""Where a page is not simply shown: it wants a POST; a report that is not done has no files."""

SHOWN_AGAIN = {"outcomes_outcomereport_change"}
"""A page without a form, which shows itself whatever is sent to it."""


def routes() -> set[str]:
    """The names of the admin's pages, from the resolver."""
    return {str(name) for name in _names(admin.site.get_urls())}


def _names(patterns: Any) -> Iterator[Any]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def listed() -> set[str]:
    """The names that this table has a row for."""
    return set(GENERAL) | {
        f"{kind}_{name}"
        for kind, allowed in RECORDS.items()
        for name in ("changelist" if page == "view" else page for page in allowed)
    }


def test_every_page_of_the_admin_has_a_row() -> None:
    assert routes() - listed() == set(), "pages without a row"
    assert listed() - routes() == set(), "rows without a page"


@pytest.fixture
def desks(rosa: Membership, theo: Membership, mira: Membership, una: Membership) -> dict[str, Client]:
    people = {"rosa": rosa, "theo": theo, "mira": mira, "una": una}
    return {**{name: logged_in(member) for name, member in people.items()}, "anonymous": Client()}


def status(client: Client, path: str, *, post: bool = False) -> int:
    answer = client.post(path, {}) if post else client.get(path)
    if answer.status_code == 302 and answer.headers["Location"].startswith(reverse("admin:login")):
        return 401
    return int(answer.status_code)


def row(of: models.Model) -> Any:
    return type(of)._base_manager.filter(pk=of.pk).values().get()


def refusal(name: str) -> int:
    """What a person is told who may not: to log in, or no."""
    return 401 if name in ("anonymous", "una") else 403


def test_lists_and_pages_to_add_open_for_those_who_may(
    desks: dict[str, Client], clinic: Clinic, theo: Membership
) -> None:
    one_of_each(clinic, theo)
    wrong = []
    for kind, allowed in RECORDS.items():
        listing, adding = reverse(f"admin:{kind}_changelist"), reverse(f"admin:{kind}_add")
        for name, desk in desks.items():
            answers = [status(desk, listing), status(desk, adding), status(desk, adding, post=True)]
            opens = 302 if kind == "practice_clinic" else 200
            viewing = opens if name in allowed["view"] else refusal(name)
            may_add = 200 if name in allowed["add"] else refusal(name)
            if answers != [viewing, may_add, may_add]:
                wrong.append((kind, name, answers))
    assert wrong == []


@pytest.fixture
def both(clinic: Clinic, theo: Membership, other_clinic: Clinic, other_theo: Membership) -> tuple[Records, Records]:
    """A record of each kind in the own clinic, and in the other."""
    make_member(other_clinic, "uma", role="manager")
    return one_of_each(clinic, theo), one_of_each(other_clinic, other_theo)


def pages_of(both: tuple[Records, Records]) -> Iterator[tuple[str, str, list[str]]]:
    """Every page of a record with its addresses: for an own record, another clinic's, and none."""
    own, theirs = both
    for kind, allowed in RECORDS.items():
        for page in sorted(allowed.keys() - {"view", "add"}):
            name = f"{kind}_{page}"
            uuids = (own[kind].uuid, theirs[kind].uuid, NOWHERE)
            yield kind, page, [reverse(f"admin:{name}", args=[uuid, *MORE_ARGUMENTS.get(name, [])]) for uuid in uuids]


def test_a_record_opens_in_its_own_clinic_only_and_for_those_who_may(
    desks: dict[str, Client], both: tuple[Records, Records]
) -> None:
    wrong = []
    for kind, page, paths in pages_of(both):
        viewing = RECORDS[kind]["view"] if page == "change" else RECORDS[kind][page]
        expected = OTHER_ANSWERS.get(f"{kind}_{page}", [200, 404, 404])
        for name, desk in desks.items():
            answers = [status(desk, path) for path in paths]
            if answers != (expected if name in viewing else [refusal(name)] * 3):
                wrong.append((kind, page, name, answers))
    assert wrong == []


def test_who_may_not_change_is_told_so_and_changes_nothing(
    desks: dict[str, Client], both: tuple[Records, Records]
) -> None:
    before = [{kind: row(one) for kind, one in records.items()} for records in both]
    typed = {"version": 1, "reason": "mine now", "name": "mine now", "family_name": "mine now"}
    wrong = []
    for kind, page, paths in pages_of(both):
        for name, desk in desks.items():
            foreign = desk.post(paths[1], typed).status_code
            told = {refusal(name)} | ({200} if f"{kind}_{page}" in SHOWN_AGAIN else set())
            if name not in RECORDS[kind][page] and status(desk, paths[0], post=True) not in told:
                wrong.append((kind, page, name, "own"))
            if foreign not in (302, 403, 404):
                wrong.append((kind, page, name, foreign))
    assert wrong == []
    assert [{kind: row(one) for kind, one in records.items()} for records in both] == before


def test_general_pages_ask_for_a_login(desks: dict[str, Client]) -> None:
    for page in sorted(GENERAL.keys() - {"logout"}):
        for name, desk in desks.items():
            may = name in GENERAL[page] or page == "login"
            assert (status(desk, reverse(f"admin:{page}")) != 401) == may, (page, name)
