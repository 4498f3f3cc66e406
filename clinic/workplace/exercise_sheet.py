"""The home programme of a plan as a sheet of paper for the patient, in the patient's language."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.admin import caller_of
from clinic.common.caller import Caller
from clinic.practice.models import LANGUAGES
from treatments.admin.plan_form import running_exercises
from treatments.models import Plan, Prescription
from treatments.outcomes.document.exercise_sheet import ExerciseSheet, PrescribedExercise, exercise_sheet
from treatments.outcomes.identity import bcp47
from treatments.outcomes.requesting.queueing import language_for
from treatments.outcomes.typesetting import render_pdf


def exercise_sheet_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet as PDF, to be read in the browser and printed; ``?language=`` chooses another language."""
    by = caller_of(request)
    plans = Plan.objects.visible_to(by).valid().select_related("patient", "clinic")
    plan = plans.filter(uuid=uuid).first()
    if plan is None:
        raise Http404
    running = running_exercises(plan)
    if not running:
        messages.warning(request, _("There are no home exercises to print; prescribe some first."))
        return redirect(reverse("admin:treatments_plan_change", args=[plan.uuid]))
    asked = request.GET.get("language", "")
    language = asked if asked in dict(LANGUAGES) else language_for(plan.patient, by.clinic_id)
    with translation.override(language):
        pdf = render_pdf(sheet_of(plan, running, language, by), {})
    record("plan.sheet_printed", plan, by=by, patients=[plan.patient.uuid])
    headers = {
        "Content-Disposition": f'inline; filename="{plan.uuid}-exercises.pdf"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def sheet_of(plan: Plan, running: list[Prescription], language: str, by: Caller) -> ExerciseSheet:
    """The sheet in the active language, which is ``language``. Needs ``patient`` and ``clinic`` joined."""
    patient = plan.patient
    names = (f"{patient.family_name}, {patient.given_name}", patient.second_script_name)
    return exercise_sheet(
        [_prescribed(one, language) for one in running],
        clinic=plan.clinic.name,
        address=plan.clinic.address,
        names=tuple(filter(None, names)),
        author=by.name,
        day=by.today(),
        cutoff=timezone.now(),
        language=bcp47(language),
        paper=plan.clinic.paper,
        translate=_,
    )


def _prescribed(prescription: Prescription, language: str) -> PrescribedExercise:
    texts = prescription.exercise.texts_in(language)
    return PrescribedExercise(
        name=texts.name,
        instructions=texts.instructions,
        contra_indications=texts.contra_indications,
        language=bcp47(texts.language),
        media_url=prescription.exercise.media_url,
        side=prescription.side,
        sets=prescription.sets,
        repetitions=prescription.repetitions,
        hold_seconds=prescription.hold_seconds,
        weekdays=tuple(prescription.weekdays),
    )
