"""The page behind a link: no login, no record, and nothing left of it when it has been used."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.intake.throttling import MOST_SUBMISSIONS, MOST_UNKNOWN_LINKS
from assessments.models import Intake
from clinic.common.caller import Caller
from clinic.common.discreet_logs import without_identifier
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import filled, logged_in, words
from tests.assessments.intakes import SECRET, invited
from tests.builders import make_patient

TYPED = {"complaint": SECRET, "pain-knee-left": "6", "now-knee-left": "4", "flag-night_pain": "yes", "sports": "rowing"}


@pytest.fixture(autouse=True)
def _nobody_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic, preferred_name="Mei", phone="+85223456789")


@pytest.fixture
def token(amy: Patient, as_rosa: Caller) -> str:
    return invited(amy, as_rosa)[1]


def path(token: str) -> str:
    return reverse("intake:sheet", args=[token])


def sent(client: Client, token: str, **more: Any) -> Any:
    return client.post(path(token), {**TYPED, **more})


def test_the_page_greets_by_the_name_alone_and_is_kept_nowhere(client: Client, token: str, amy: Patient) -> None:
    answer = client.get(path(token))
    page = words(answer)
    assert "Hello Mei" in page
    assert "Harbour Clinic" in page
    for secret in (amy.family_name, amy.record_number, "1980", "2345", str(amy.uuid)):
        assert secret not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "sessionid" not in answer.cookies
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert Intake.objects.get().opened_at is not None


def test_what_is_sent_is_stored_as_answers_and_never_shown_again(client: Client, token: str) -> None:
    answer = sent(client, token, onset_date="2026-02-01", sitting_hours="7.5")
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("intake:thanks") + "?language=en"
    told = Intake.objects.get().told
    assert told is not None
    assert (told.complaint, told.onset_date, told.sitting_hours) == (SECRET, dt.date(2026, 2, 1), 7.5)
    assert [(one.region, one.side, dict(one.ratings)) for one in told.pain] == [
        ("knee", "left", {"7d_average": 6, "now": 4})
    ]
    assert told.red_flags == {"night_pain": "yes"}
    again = client.get(path(token))
    assert again.status_code == 404
    assert "Mei" not in words(again)


def test_a_button_pressed_twice_stores_once_and_thanks_twice(client: Client, token: str) -> None:
    assert [sent(client, token).status_code, sent(client, token).status_code] == [302, 302]
    assert sent(client, token, complaint="Somebody else wrote this").status_code == 404


@pytest.mark.parametrize("why", ["used", "late", "unknown"])
def test_a_link_that_does_not_work_gives_one_calm_answer(client: Client, token: str, why: str) -> None:
    if why == "used":
        sent(client, token)
    if why == "late":
        Intake.objects.update(expires_at=timezone.now())
    answers = [client.get(path("2" * 26 if why == "unknown" else token)), sent(client, "2" * 26)]
    for answer in answers:
        assert answer.status_code == 404
        assert "This link has ended" in words(answer)
        for told in ("Mei", "Harbour", SECRET):
            assert told not in answer.content.decode()


def test_a_wrong_sheet_is_shown_again_with_what_was_typed(client: Client, token: str) -> None:
    answer = sent(client, token, sitting_hours="30")
    assert answer.status_code == 422
    assert SECRET in answer.content.decode()
    assert "Nothing has been sent yet" in words(answer)
    assert Intake.objects.get().answers is None


def test_an_empty_sheet_asks_for_one_thing(client: Client, token: str) -> None:
    answer = client.post(path(token), {})
    assert "Please say what brings you here, or choose where it hurts." in words(answer)


def test_the_other_language_keeps_what_was_typed(client: Client, token: str) -> None:
    answer = sent(client, token, language="zh-hant")
    page = answer.content.decode()
    assert '<html lang="zh-hant">' in page
    assert SECRET in page
    assert answer.headers["Content-Language"] == "zh-hant"
    assert Intake.objects.get().answers is None
    wrong = sent(client, token, shown_in="zh-hant", sitting_hours="30")
    assert '<html lang="zh-hant">' in wrong.content.decode()


def test_beside_a_login_the_sheet_is_not_shown(rosa: Membership, token: str) -> None:
    desk = logged_in(rosa)
    page = words(desk.get(path(token)))
    assert "Somebody is logged in here" in page
    assert "Mei" not in page
    assert "Somebody is logged in here" in words(sent(desk, token))
    assert Intake.objects.get().answers is None


def test_handing_over_ends_the_login_first(rosa: Membership, token: str) -> None:
    desk = logged_in(rosa)
    answer = desk.post(reverse("intake:hand-over", args=[token]))
    assert answer.headers["Location"] == path(token)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Hello Mei" in words(desk.get(path(token)))
    back = desk.get(reverse("admin:index"))
    assert back.headers["Location"].startswith(reverse("admin:login"))


def test_a_foreign_page_can_neither_send_nor_log_out(rosa: Membership, token: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sent(strict, token).status_code == 403
    assert strict.post(reverse("intake:hand-over", args=[token])).status_code == 403
    assert strict.post(path(token), filled(strict, path(token), **TYPED)).status_code == 302


def test_guessing_is_slowed_down_and_the_real_link_still_works(client: Client, token: str) -> None:
    answers = [client.get(path(f"{number:026}")).status_code for number in range(MOST_UNKNOWN_LINKS + 1)]
    assert set(answers[:-1]) == {404}
    assert answers[-1] == 429
    assert client.get(path(token)).status_code == 200


def test_a_link_is_not_sent_without_end(client: Client, token: str) -> None:
    for _attempt in range(MOST_SUBMISSIONS):
        client.post(path(token), {})
    last = client.post(path(token), TYPED)
    assert (last.status_code, last.headers["Retry-After"]) == (429, "60")


def test_the_page_takes_few_queries(client: Client, token: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        client.get(path(token))


def test_a_token_is_left_out_of_logs(token: str) -> None:
    for line in (f"GET /intake/{token}/", f"Not Found: /intake/{token}", f'"POST /intake/{token}/hand-over/ HTTP/1.1"'):
        assert token not in without_identifier(line)
    public = f"GET /admin/assessments/intake/{token}/change/"
    assert without_identifier(public) == public


def test_thanks_know_nobody(client: Client, db: None) -> None:
    assert "Thank you" in words(client.get(reverse("intake:thanks")))
    assert '<html lang="zh-hant">' in client.get(reverse("intake:thanks"), {"language": "zh-hant"}).content.decode()
    assert '<html lang="en">' in client.get(reverse("intake:thanks"), {"language": "<b>"}).content.decode()
