"""Everybody reads the pages in their own language, on any machine."""

from django.test import Client
from django.urls import reverse

from clinic.practice.models import Clinic, Membership


def heading(pages: Client) -> str:
    return pages.get(reverse("admin:index")).headers["Content-Language"]


def choose(pages: Client, code: str, back: str = "") -> int:
    return pages.post(reverse("admin:switch_language"), {"language": code, "back": back}).status_code


def test_without_a_choice_rosa_reads_the_language_of_the_clinic(client: Client, rosa: Membership) -> None:
    client.force_login(rosa.user)
    assert heading(client) == "en"
    Clinic.objects.filter(pk=rosa.clinic_id).update(locale="zh-hant")
    assert heading(client) == "zh-hant"


def test_what_rosa_chose_stays_when_she_logs_in_at_another_desk(client: Client, rosa: Membership) -> None:
    client.force_login(rosa.user)
    assert choose(client, "zh-hant") == 302
    other_desk = Client()
    other_desk.force_login(rosa.user)
    assert heading(other_desk) == "zh-hant"


def test_theo_at_the_same_desk_still_reads_his_own(client: Client, rosa: Membership, theo: Membership) -> None:
    client.force_login(rosa.user)
    choose(client, "zh-hant")
    client.logout()
    client.force_login(theo.user)
    assert heading(client) == "en"


def test_a_language_that_the_pages_lack_is_refused(client: Client, rosa: Membership) -> None:
    client.force_login(rosa.user)
    assert choose(client, "fr") == 404
    rosa.user.refresh_from_db()
    assert rosa.user.language == ""


def test_the_choice_leads_back_to_the_page_that_was_open_and_nowhere_else(client: Client, rosa: Membership) -> None:
    client.force_login(rosa.user)
    page = reverse("admin:patients_patient_changelist")
    asked = client.post(reverse("admin:switch_language"), {"language": "en", "back": page})
    assert asked.headers["Location"] == page
    elsewhere = client.post(reverse("admin:switch_language"), {"language": "en", "back": "https://example.org/"})
    assert elsewhere.headers["Location"] == reverse("admin:index")
