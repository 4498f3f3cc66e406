"""The door: who gets in, for how long, into which clinic, and what is not there at all."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.practice.models import Clinic, Membership, User
from tests.admin.pages import logged_in, words
from tests.builders import PASSWORD, make_episode, make_member, make_patient

LOGIN = reverse("admin:login")
INDEX = reverse("admin:index")


def log_in(username: str, password: str = PASSWORD, address: str = "10.0.0.1") -> tuple[Client, Any]:
    client = Client(REMOTE_ADDR=address)
    return client, client.post(LOGIN, {"username": username, "password": password})


def test_staff_log_in_and_out(rosa: Membership) -> None:
    client, answer = log_in("rosa")
    assert answer.headers["Location"] == INDEX
    assert client.get(INDEX).status_code == 200
    client.post(reverse("admin:logout"))
    assert client.get(INDEX).status_code == 302


def test_a_person_without_a_role_is_answered_like_one_with_a_wrong_password(una: Membership, rosa: Membership) -> None:
    said = [words(log_in(*given)[1]) for given in (("una",), ("rosa", "wrong"), ("nobody", "wrong"))]
    assert "Please enter the correct username and password" in said[0]
    assert said[0].replace("una", "") == said[1].replace("rosa", "") == said[2].replace("nobody", "")


def test_the_address_without_a_path_leads_to_the_staffs_door() -> None:
    assert Client().get("/").headers["Location"] == INDEX


def test_a_page_that_is_not_open_says_why_and_leads_back(rosas_desk: Client) -> None:
    closed = rosas_desk.get(reverse("admin:assessments_assessment_changelist"))
    assert closed.status_code == 403
    assert "Your role in this clinic does not open this page." in words(closed)
    nowhere = rosas_desk.get("/admin/nowhere/at/all/")
    assert nowhere.status_code == 404
    assert "There is no such page or record in this clinic." in words(nowhere)
    for answer in (closed, nowhere):
        assert f'<a href="{INDEX}">Back to Today</a>' in answer.content.decode()
        assert "admin-pages/plain.css" in answer.content.decode()


def test_a_person_whose_last_role_ended_sees_nothing_more(rosa: Membership) -> None:
    desk = logged_in(rosa)
    assert desk.get(INDEX).status_code == 200
    Membership.objects.filter(pk=rosa.pk).update(active=False)
    assert desk.get(INDEX).headers["Location"].startswith(LOGIN)


def test_django_rights_open_nothing(clinic: Clinic) -> None:
    root = User.objects.create_superuser("root", password=PASSWORD)
    client = Client()
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(INDEX).status_code == 302
    assert client.get(reverse("admin:patients_patient_changelist")).status_code == 302


def test_pages_that_libraries_bring_along_are_not_there() -> None:
    ours = {"patients", "assessments", "treatments", "outcomes", "practice", "audit"}
    assert {model._meta.app_label for model in admin.site._registry} <= ours
    assert not admin.site.is_registered(User)
    assert not admin.site.is_registered(apps.get_model("auth.Group"))
    for name in ("search", "app_list", "view_on_site"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}")


def test_nothing_can_be_deleted_anywhere() -> None:
    names = [str(url.name) for pages in admin.site._registry.values() for url in pages.get_urls()]
    assert names
    assert [name for name in names if name.endswith(("_delete", "_history"))] == []
    assert all(pages.get_actions(None) == {} for pages in admin.site._registry.values() if not pages.actions)


@pytest.fixture
def no_earlier_attempts(db: None) -> Iterator[None]:
    AccessAttempt.objects.all().delete()
    yield
    AccessAttempt.objects.all().delete()


@pytest.mark.usefixtures("no_earlier_attempts")
def test_a_user_is_locked_out_at_one_address_and_the_clinic_behind_it_is_not(
    rosa: Membership, theo: Membership
) -> None:
    for _attempt in range(6):
        log_in("rosa", "wrong")
    locked_out = log_in("rosa")[1]
    assert locked_out.status_code == 429
    assert "can try again from here in 15 minutes" in words(locked_out)
    assert log_in("theo")[1].status_code == 302, "a colleague at the same address"
    assert log_in("rosa", address="10.0.0.2")[1].status_code == 302, "rosa at another address"


@pytest.fixture
def two_clinics(theo: Membership, other_clinic: Clinic) -> Client:
    """Theo is a therapist in the one clinic and sits at the front desk of the other."""
    make_member(other_clinic, "theo", role="front_desk")
    desk = logged_in(theo)
    desk.post(reverse("admin:switch_clinic"), {"clinic": str(theo.clinic.uuid)})
    return desk


def test_a_person_with_two_clinics_works_in_one_at_a_time(
    two_clinics: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    make_patient(clinic, given_name="Amy")
    make_patient(other_clinic, given_name="Bea")
    seen = words(two_clinics.get(reverse("admin:patients_patient_changelist")))
    assert "Amy" in seen
    assert "Bea" not in seen
    two_clinics.post(reverse("admin:switch_clinic"), {"clinic": str(other_clinic.uuid)})
    seen = words(two_clinics.get(reverse("admin:patients_patient_changelist")))
    assert "Bea" in seen
    assert "Amy" not in seen
    assert two_clinics.get(reverse("admin:patients_episode_changelist")).status_code == 403, "the desk's role there"


def test_nobody_switches_into_a_clinic_where_they_have_no_role(rosa: Membership, other_clinic: Clinic) -> None:
    desk = logged_in(rosa)
    answer = desk.post(reverse("admin:switch_clinic"), {"clinic": str(other_clinic.uuid)})
    assert answer.status_code == 404
    assert "Harbour Clinic" in words(desk.get(INDEX))


def test_switching_the_clinic_needs_the_token_of_the_page(rosa: Membership, clinic: Clinic) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rosa.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("admin:switch_clinic"), {"clinic": str(clinic.uuid)}).status_code == 403
    assert client.get(reverse("admin:switch_clinic")).status_code == 405


def at(moment: dt.datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def test_a_login_ends_after_a_quarter_of_an_hour_without_a_request(rosa: Membership) -> None:
    desk, began = Client(), timezone.now()
    with at(began):
        desk.force_login(rosa.user, backend="django.contrib.auth.backends.ModelBackend")
        desk.get(INDEX)
    with at(began + dt.timedelta(minutes=14)):
        assert desk.get(INDEX).status_code == 200
    with at(began + dt.timedelta(minutes=28)):
        assert desk.get(INDEX).status_code == 200, "each request begins the quarter of an hour anew"
    with at(began + dt.timedelta(minutes=44)):
        answer = desk.get(INDEX, follow=True)
        assert answer.redirect_chain
        assert "You were logged out" in words(answer)


def test_a_login_ends_after_twelve_hours_however_busy(rosa: Membership) -> None:
    desk, began = Client(), timezone.now()
    with at(began):
        desk.force_login(rosa.user, backend="django.contrib.auth.backends.ModelBackend")
        desk.get(INDEX)
    statuses = []
    for minutes in range(10, 12 * 60 + 20, 10):
        with at(began + dt.timedelta(minutes=minutes)):
            statuses.append(desk.get(reverse("admin:jsi18n")).status_code and "_auth_user_id" in desk.session)
    assert statuses == [True] * 72 + [False]


def test_a_page_is_in_one_language_whatever_the_browser_prefers(rosa: Membership) -> None:
    page = logged_in(rosa).get(INDEX, headers={"Accept-Language": "zh-TW, zh;q=0.9"})
    assert page.headers["Content-Language"] == "en"
    assert "Log out" in words(page)


def test_the_search_for_a_related_record_stays_in_the_clinic_and_is_audited(
    rosas_desk: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    amy = make_patient(clinic)
    make_patient(other_clinic)
    asked = {"app_label": "treatments", "model_name": "treatmentsession", "field_name": "patient", "term": "wong"}
    found = rosas_desk.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert found == [{"id": str(amy.uuid), "text": "Wong, Amy"}]
    assert AuditEvent.objects.get(action="patient.listed").patients == [amy.uuid]


def test_the_search_for_a_related_record_tells_the_front_desk_nothing_clinical(
    rosas_desk: Client, clinic: Clinic
) -> None:
    make_episode(make_patient(clinic))
    for model, field in (("plan", "episode"), ("treatmentsession", "plan")):
        asked = {"app_label": "treatments", "model_name": model, "field_name": field, "term": ""}
        assert rosas_desk.get(reverse("admin:autocomplete"), asked).status_code == 403


def test_the_sidebar_leads_only_where_the_person_may_go(
    rosas_desk: Client, theos_desk: Client, miras_desk: Client
) -> None:
    def titles(desk: Client) -> list[str]:
        groups = desk.get(INDEX).context["sidebar_navigation"]
        return [str(item["title"]) for group in groups for item in group["items"]]

    assert titles(rosas_desk) == [
        "Today",
        "Week",
        "Patients",
        "Possible duplicates",
        "Sessions",
        "Consents",
        "Contacts",
    ]
    assert "Assessments" in titles(theos_desk)
    assert "Staff" not in titles(theos_desk)
    assert {"Staff", "API clients", "Who did what"} < set(titles(miras_desk))


@pytest.mark.parametrize("name", ["patients_patient_changelist", "patients_patient_add", "index"])
def test_every_page_keeps_the_policy_for_content(rosas_desk: Client, name: str) -> None:
    policy = rosas_desk.get(reverse(f"admin:{name}")).headers["Content-Security-Policy"]
    directives = {words[0]: set(words[1:]) for part in policy.split(";") if (words := part.split())}
    assert directives["script-src"] == {"'self'", "'unsafe-eval'"}
    assert directives["style-src"] == {"'self'", "'unsafe-inline'"}
