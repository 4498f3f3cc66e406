"""What comes back through an intake's link. Nobody is logged in here: the link itself is the only right there is."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.intake_answers import (
    ASKED_RECALLS,
    HOURS_OF_A_DAY,
    LONGEST_LINE,
    LONGEST_TEXT,
    RED_FLAGS,
    REPLIES,
    Answers,
)
from assessments.models import Intake, IntakeState
from assessments.models.intake import hash_of
from assessments.plausibility import check_pain
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused, StaleRecord
from clinic.common.records import update
from patients.services.belonging import day_in_the_future


def intake_of(token: str) -> Intake | None:
    """The intake to which the token belongs, whatever became of it."""
    found = Intake.objects.filter(token_sha256=hash_of(token)).select_related("patient", "clinic")
    return found.first()


def open_intake(intake: Intake) -> None:
    """Note that the link was used for the first time. Nothing is noted later, so a reload changes nothing."""
    if intake.opened_at is None:
        Intake.objects.filter(pk=intake.pk, opened_at=None).update(opened_at=Now(), updated_at=Now())


def answer_intake(intake: Intake, answers: Answers, *, request_id: str = "") -> bool:
    """Store what the patient answered, once. False if the link does not work any more.

    The same answers sent again, as after a lost connection, are stored already: that is True, and changes nothing.
    Raises Refused with every problem at once.
    """
    if not intake.is_open:
        return _was_answered_so(intake, answers)
    by = caller_of_link(intake, request_id)
    if problems := list(_problems(answers, by)):
        raise Refused(problems)
    intake.answers, intake.answered_at, intake.state = answers.as_json(), timezone.now(), IntakeState.ANSWERED
    try:
        with transaction.atomic():
            update(intake, ["answers", "answered_at", "state"])
            record("intake.answered", intake, by=by, patients=[intake.patient.uuid])
    except StaleRecord:
        intake.refresh_from_db()
        return _was_answered_so(intake, answers)
    return True


def caller_of_link(intake: Intake, request_id: str = "") -> Caller:
    """Whoever holds the link, for the audit: they may do nothing else, and are not known by name."""
    clinic = intake.clinic
    return Caller(
        clinic_id=clinic.pk,
        clinic_uuid=clinic.uuid,
        clinic_name=clinic.name,
        zone=clinic.zone,
        permissions=frozenset(),
        name=_("Patient, through a link"),
        uuid=intake.uuid,
        request_id=request_id,
    )


def _was_answered_so(intake: Intake, answers: Answers) -> bool:
    """Said only while the link would have worked: nobody finds out later what was answered by trying."""
    return intake.expires_at > timezone.now() and intake.answers == answers.as_json()


def _problems(answers: Answers, by: Caller) -> Iterator[Problem]:
    if not answers.says_anything:
        sentence = _("Please say what brings you here, or choose where it hurts.")
        yield Problem("/complaint", "required", sentence)
    yield from _problems_of_texts(answers)
    yield from _problems_of_pain(answers)
    yield from day_in_the_future("/onset_date", answers.onset_date, by)
    if answers.sitting_hours is not None and not 0 <= answers.sitting_hours <= HOURS_OF_A_DAY:
        sentence = _("A day has 24 hours; %(given)s cannot be.") % {"given": answers.sitting_hours}
        yield Problem("/sitting_hours", "out_of_bounds", sentence)
    for code, reply in answers.red_flags.items():
        if code not in RED_FLAGS or reply not in REPLIES:
            yield Problem("/red_flags", "invalid", _("There is no such answer."))


def _problems_of_texts(answers: Answers) -> Iterator[Problem]:
    texts = {
        "/complaint": (answers.complaint, LONGEST_TEXT),
        "/remark": (answers.remark, LONGEST_TEXT),
        "/sports": (answers.sports, LONGEST_LINE),
    }
    for pointer, (text, longest) in texts.items():
        if len(text) > longest:
            yield Problem(pointer, "max_length", _("At most %(most)s characters, please.") % {"most": longest})


def _problems_of_pain(answers: Answers) -> Iterator[Problem]:
    for number, one in enumerate(answers.pain):
        for recall, intensity in one.ratings.items():
            for problem in check_pain(one.region, one.side, intensity):
                yield Problem(f"/pain/{number}", problem.code, problem.detail.text(_))
            if recall not in ASKED_RECALLS:
                yield Problem(f"/pain/{number}", "invalid", _("There is no such answer."))
