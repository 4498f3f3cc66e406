"""The page behind an intake's link. It needs no login, shows no record and leads nowhere else."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from structlog.contextvars import get_contextvars

from assessments.body_chart import body_chart
from assessments.intake.form import PAIN_FIELD, PAIN_ROW, IntakeForm
from assessments.intake.throttling import WINDOW, guessed_too_often, submitted_too_often
from assessments.models import Intake
from assessments.services.answering import answer_intake, intake_of, open_intake
from clinic.common.errors import Refused
from clinic.practice.models import LANGUAGES

LANGUAGE_NAMES = {"en": "English", "zh-hant": "繁體中文"}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def intake_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the sheet, or take in what was filled in. A link that does not work says so, and nothing else."""
    intake = intake_of(token)
    if intake is None:
        return _ended(request, status=429 if guessed_too_often(request) else 404)
    if request.method == "POST" and submitted_too_often(intake):
        return _ended(request, status=429)
    if request.user.is_authenticated:
        return _hand_over_first(request, intake)
    language = _language(request, intake)
    with translation.override(language), timezone.override(intake.clinic.zone):
        if request.method == "POST":
            return _sent(request, intake, language)
        if not intake.is_open:
            return _ended(request)
        open_intake(intake)
        return _sheet(request, intake, IntakeForm(), language)


@require_POST
def hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """End the login on this device, and everything that its browser kept of it; then show the sheet."""
    logout(request)
    answer = redirect("intake:sheet", token=token)
    answer.delete_cookie("messages")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return _private(answer)


@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """What is left on the screen afterwards. It knows nothing of whom it thanks."""
    with translation.override(_known(request.GET.get("language", ""))):
        return _shown(request, "intake/thanks.html", {})


def _sent(request: HttpRequest, intake: Intake, language: str) -> HttpResponse:
    form = IntakeForm(request.POST)
    if "language" in request.POST:
        # The other language was asked for: nothing is sent yet, and what was typed stays.
        return _sheet(request, intake, form, language) if intake.is_open else _ended(request)
    if not form.is_valid():
        return _sheet(request, intake, form, language, status=422) if intake.is_open else _ended(request)
    try:
        stored = answer_intake(intake, form.answers(), request_id=get_contextvars().get("request_id", ""))
    except Refused as refusal:
        form.show(refusal.problems)
        return _sheet(request, intake, form, language, status=422)
    if not stored:
        return _ended(request)
    return _private(redirect(f"{reverse('intake:thanks')}?language={language}"))


def _sheet(request: HttpRequest, intake: Intake, form: IntakeForm, language: str, status: int = 200) -> HttpResponse:
    patient = intake.patient
    context = {
        "form": form,
        "wrong": status == 422,
        "name": patient.preferred_name or patient.given_name,
        "clinic_name": intake.clinic.name,
        "chart": body_chart(field=PAIN_FIELD, row=PAIN_ROW),
        "language": language,
        "languages": [(code, LANGUAGE_NAMES[code]) for code, _name in LANGUAGES if code != language],
        "today": timezone.localdate().isoformat(),
    }
    return _shown(request, "intake/sheet.html", context, status)


def _hand_over_first(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Somebody of the staff is logged in on this device: the sheet is not shown beside their login."""
    return _shown(request, "intake/hand_over_first.html", {"is_open": intake.is_open})


def _ended(request: HttpRequest, status: int = 404) -> HttpResponse:
    """Used, ended or never there: the answer is the same."""
    answer = _shown(request, "intake/ended.html", {}, status)
    if status == 429:
        answer.headers["Retry-After"] = str(WINDOW)
    return answer


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page in the language of now."""
    content = render_to_string(template, {**context, "page_language": translation.get_language()}, request)
    answer = HttpResponse(content, status=status)
    answer.headers["Content-Language"] = translation.get_language()
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by nobody. The address holds the token: a browser passes on the site's name only."""
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Referrer-Policy"] = "strict-origin"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _language(request: HttpRequest, intake: Intake) -> str:
    """The language that was chosen on the page, else the one of the link."""
    chosen = request.POST.get("language") or request.POST.get("shown_in") or intake.language
    return chosen if chosen in LANGUAGE_NAMES else intake.language


def _known(language: str) -> str:
    return language if language in LANGUAGE_NAMES else LANGUAGES[0][0]
