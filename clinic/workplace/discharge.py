"""The page on which an episode is closed, and which afterwards says how it ended and what is still to do."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.instruments import GLOBAL_CHANGE, PGIC
from assessments.models import PainRating, QuestionnaireScore
from clinic.common.admin import caller_of
from clinic.common.admin.service_form import problems_of, show_problems
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.workplace.discharge_form import NO_LETTER, DischargeForm
from clinic.workplace.discharging import LetterWish, discharge
from clinic.workplace.page import show
from patients.models import Alert, Episode
from treatments.models import FollowUp
from treatments.outcomes.admin.report_page import progress_in_words
from treatments.outcomes.document.letter import LETTER
from treatments.outcomes.models import OutcomeReport, ReportState


def discharge_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close the episode (POST), or show what closing it asks; a closed one shows how it ended."""
    by = caller_of(request)
    episode = Episode.objects.visible_to(by).select_related("patient").filter(uuid=uuid).first()
    if episode is None:
        raise Http404
    _pages().saw("viewed", [episode], by)
    open_still = episode.closed_at is None and episode.entered_in_error_at is None
    if request.method == "POST":
        return _close(request, episode, by) if open_still else _closed_before(request, episode)
    if not open_still:
        return _closed_page(request, episode, by)
    return _form_page(request, DischargeForm(None, episode=episode, by=by), episode)


def _close(request: HttpRequest, episode: Episode, by: Caller) -> HttpResponse:
    form = DischargeForm(request.POST, episode=episode, by=by)
    try:
        if not (form.is_valid() and _done(form, by)):
            return _form_page(request, form, episode)
    except PermissionMissing as missing:
        raise PermissionDenied from missing
    messages.success(request, _("The episode is closed."))
    return redirect("workplace:discharge", episode.uuid)


def _closed_before(request: HttpRequest, episode: Episode) -> HttpResponse:
    """The same form sent twice does everything once."""
    messages.warning(request, _("This episode was closed before; nothing was done again."))
    return redirect("workplace:discharge", episode.uuid)


def _done(form: DischargeForm, by: Caller) -> bool:
    """Run the service; what it refuses is shown on the form, and nothing was written."""
    given = form.cleaned_data
    form.episode.version = given["version"]
    letter = None
    if given["letter_to"] != NO_LETTER:
        recipient = form.colleague.name if form.colleague else ""
        letter = LetterWish(recipient, given["letter_language"], given["next_steps"])
    try:
        discharge(form.episode, form.ending(), letter, by=by)
    except (Refused, Clash, StaleRecord) as refusal:
        show_problems(form, problems_of(refusal))
        return False
    return True


def _form_page(request: HttpRequest, form: DischargeForm, episode: Episode) -> HttpResponse:
    context = {"form": form, **_frame(episode)}
    return show(request, "workplace/discharge.html", _("Close the episode"), context)


def _closed_page(request: HttpRequest, episode: Episode, by: Caller) -> HttpResponse:
    reports: Any = admin.site.get_model_admin(OutcomeReport)
    with_letter = OutcomeReport.objects.visible_to(by).filter(episode=episode, parameters__has_key="letter")
    report = with_letter.order_by("-id").first()
    waiting = report is not None and report.state in (ReportState.QUEUED, ReportState.RUNNING)
    context = {
        **_frame(episode),
        "pain": _last_pain(episode, by),
        "impression": _impression(episode, by),
        "follow_ups": FollowUp.objects.visible_to(by).valid().filter(episode=episode).order_by("due_on"),
        "report": report,
        "sentence": progress_in_words(report) if report else "",
        "waiting": waiting,
        "done": report is not None and report.state == ReportState.DONE,
        "report_url": reports.url_of(report) if report else "",
        "progress_url": reports.url("progress", report.uuid) if report else "",
        "letter_url": reports.url("file", report.uuid, LETTER) if report else "",
        "pdf_url": reports.url("file", report.uuid, "report.pdf") if report else "",
    }
    return show(request, "workplace/discharged.html", _("How the episode ended"), context)


def _frame(episode: Episode) -> dict[str, Any]:
    return {
        "episode": episode,
        "patient": episode.patient,
        "alerts": [Alert(alert).label for alert in episode.patient.alerts],
        "episode_url": _pages().url_of(episode),
    }


def _pages() -> Any:
    return admin.site.get_model_admin(Episode)


def _last_pain(episode: Episode, by: Caller) -> list[PainRating]:
    """The latest 7-day average of each region that was rated for the episode."""
    ratings = PainRating.objects.visible_to(by).filter(episode=episode, entered_in_error_at__isnull=True)
    averages = ratings.filter(recall="7d_average").order_by("region", "side", "-taken_at", "-id")
    return list(averages.distinct("region", "side"))


def _impression(episode: Episode, by: Caller) -> str:
    scores = QuestionnaireScore.objects.visible_to(by).valid().filter(episode=episode, instrument=PGIC)
    last = scores.order_by("-taken_on", "-id").first()
    return _(GLOBAL_CHANGE[round(last.score)]) if last else ""
