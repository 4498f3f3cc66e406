"""A note is signed by who treated; then it stays, and what is missing is added beneath."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.callers import caller_of_client
from clinic.practice.models import ApiClient, Clinic, Membership
from tests.builders import MORNING, make_exercise, make_member, make_patient, make_session, make_technique, rated
from tests.conftest import Api
from treatments.models import SessionAddendum, SessionTechnique, TreatmentSession
from treatments.services.booking import move_session
from treatments.services.documenting import Documentation, document_session
from treatments.services.signing import add_addendum, sign_session
from treatments.services.voiding import void_session
from treatments.services.worklists import unsigned_notes


@pytest.fixture
def session(clinic: Clinic, theo: Membership) -> TreatmentSession:
    """Theo's completed session with a note, a technique and an exercise."""
    session = make_session(make_patient(clinic), theo, status="completed", note_objective="Tender on the left")
    session.techniques.create(clinic=clinic, technique=make_technique(clinic), minutes=15)
    session.exercises.create(clinic=clinic, exercise=make_exercise(clinic))
    return session


@pytest.fixture
def signed(session: TreatmentSession, as_theo: Caller) -> TreatmentSession:
    return sign_session(session, by=as_theo)


def fresh(session: TreatmentSession) -> TreatmentSession:
    return TreatmentSession.objects.get(pk=session.pk)


def test_the_therapist_of_the_session_signs_it(session: TreatmentSession, theo: Membership, as_theo: Caller) -> None:
    sign_session(session, by=as_theo)
    signed = fresh(session)
    assert signed.signed_by == theo
    assert signed.signed_at is not None
    assert timezone.now() - signed.signed_at < dt.timedelta(minutes=1)
    assert AuditEvent.objects.get(action="session.signed").patients == [session.patient.uuid]


def test_nobody_signs_for_another_not_even_the_manager(
    session: TreatmentSession, as_mira: Caller, as_rosa: Caller, partner: ApiClient
) -> None:
    for by in (as_mira, caller_of_client(partner, partner.scopes)):
        with pytest.raises(Refused, match="Theo treated the patient and signs the note"):
            sign_session(session, by=by)
    with pytest.raises(PermissionMissing):
        sign_session(session, by=as_rosa)
    assert fresh(session).signed_at is None


def test_only_a_completed_session_is_signed_and_only_once(
    session: TreatmentSession, as_theo: Caller, theo: Membership
) -> None:
    running = make_session(session.patient, theo, status="in_progress", starts_at=MORNING + dt.timedelta(days=1))
    with pytest.raises(Clash, match="It can be signed only while it is completed"):
        sign_session(running, by=as_theo)
    sign_session(session, by=as_theo)
    with pytest.raises(Clash, match="Theo signed this note on"):
        sign_session(session, by=as_theo)


def test_who_signs_signs_what_they_read(session: TreatmentSession, as_theo: Caller) -> None:
    read = fresh(session)
    session.note_plan = "Twice a week"
    document_session(session, Documentation(fields=["note_plan"]), by=as_theo)
    with pytest.raises(StaleRecord):
        sign_session(read, by=as_theo)


def test_a_signed_note_is_not_changed_by_any_service(signed: TreatmentSession, clinic: Clinic, as_theo: Caller) -> None:
    signed.note_objective = "Tender on the right"
    for written in (
        Documentation(fields=["note_objective"]),
        Documentation(techniques=[]),
        Documentation(exercises=[]),
        Documentation(pain=[rated("low_back", 3)]),
    ):
        with pytest.raises(Clash, match="Add an addendum instead") as clash:
            document_session(signed, written, by=as_theo)
        assert clash.value.code == "signed"
    stored = fresh(signed)
    assert stored.note_objective == "Tender on the left"
    assert (stored.techniques.count(), stored.exercises.count(), stored.pain.count()) == (1, 1, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE treatments_treatmentsession SET note_objective = 'nothing'",
        "UPDATE treatments_treatmentsession SET adverse_event = 'a bruise'",
        "UPDATE treatments_treatmentsession SET adherence_percent = 10",
        "UPDATE treatments_treatmentsession SET signed_at = NULL, signed_by_id = NULL",
        "UPDATE treatments_sessiontechnique SET minutes = 60",
        "UPDATE treatments_sessionexercise SET entered_in_error_at = now(), entered_in_error_reason = 'no'",
    ],
)
def test_the_database_itself_keeps_a_signed_note(signed: TreatmentSession, statement: str) -> None:
    refused = pytest.raises(IntegrityError, match="A signed note stays as it is")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_line_is_added_to_a_signed_note(signed: TreatmentSession, clinic: Clinic) -> None:
    with pytest.raises(IntegrityError, match="A signed note stays as it is"), transaction.atomic():
        SessionTechnique.objects.create(clinic=clinic, session=signed, technique=make_technique(clinic, code="b"))


def test_the_database_takes_a_signature_of_nobody_but_the_therapist(
    session: TreatmentSession, mira: Membership
) -> None:
    with pytest.raises(IntegrityError, match="signed_by_its_therapist"), transaction.atomic():
        TreatmentSession.objects.filter(pk=session.pk).update(signed_at=timezone.now(), signed_by=mira)


def test_a_signed_session_keeps_its_therapist_but_its_time_can_be_corrected(
    signed: TreatmentSession, clinic: Clinic, as_theo: Caller
) -> None:
    signed.therapist = make_member(clinic, "tess", role="therapist")
    with pytest.raises(Clash, match="Theo signed this note"):
        move_session(signed, ["therapist"], by=as_theo)
    corrected = fresh(signed)
    corrected.during = type(corrected.during)(MORNING + dt.timedelta(hours=1), MORNING + dt.timedelta(hours=2))
    move_session(corrected, ["during"], by=as_theo)
    assert fresh(signed).starts_at == MORNING + dt.timedelta(hours=1)
    assert fresh(signed).signed_at == signed.signed_at


def test_a_signed_session_of_the_wrong_patient_is_marked_as_entered_in_error_with_its_note_intact(
    signed: TreatmentSession, as_theo: Caller
) -> None:
    void_session(signed, "the other Amy", by=as_theo)
    assert (fresh(signed).note_objective, fresh(signed).entered_in_error_reason) == (
        "Tender on the left",
        "the other Amy",
    )


def test_what_is_missing_is_added_beneath_under_ones_own_name(
    signed: TreatmentSession, as_theo: Caller, as_mira: Caller, theo: Membership, mira: Membership
) -> None:
    add_addendum(signed, "  It was the right side. ", by=as_theo)
    add_addendum(signed, "Asked Theo about it.", by=as_mira)
    assert [(one.text, one.author) for one in signed.addenda.order_by("id")] == [
        ("It was the right side.", theo),
        ("Asked Theo about it.", mira),
    ]
    assert fresh(signed).version == signed.version + 2
    assert AuditEvent.objects.filter(action="session.addendum").count() == 2


def test_an_addendum_needs_a_signed_note_a_text_and_a_person_who_treats(
    session: TreatmentSession, as_theo: Caller, as_rosa: Caller, partner: ApiClient, clinic: Clinic, theo: Membership
) -> None:
    with pytest.raises(Clash, match="The note is not signed yet"):
        add_addendum(session, "More", by=as_theo)
    with pytest.raises(IntegrityError, match="An addendum belongs to a signed note"), transaction.atomic():
        SessionAddendum.objects.create(clinic=clinic, session=session, author=theo, text="More")
    sign_session(session, by=as_theo)
    for by, text, refusal in ((as_theo, " ", Refused), (caller_of_client(partner, partner.scopes), "More", Refused)):
        with pytest.raises(refusal):
            add_addendum(session, text, by=by)
    with pytest.raises(PermissionMissing):
        add_addendum(session, "More", by=as_rosa)
    assert not SessionAddendum.objects.exists()


def test_an_addendum_is_never_changed_nor_taken_away(signed: TreatmentSession, as_theo: Caller) -> None:
    addendum = add_addendum(signed, "The right side.", by=as_theo)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
    for change in (
        lambda: SessionAddendum.objects.filter(pk=addendum.pk).update(text="The left side."),
        lambda: SessionAddendum.objects.filter(pk=addendum.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
            change()


def test_the_worklist_of_unsigned_notes_shows_a_therapist_their_own_and_the_manager_all(
    session: TreatmentSession, clinic: Clinic, as_theo: Caller, as_mira: Caller, as_rosa: Caller
) -> None:
    tess = make_member(clinic, "tess", role="therapist")
    earlier = make_session(session.patient, tess, status="completed", starts_at=MORNING - dt.timedelta(days=7))
    make_session(session.patient, tess, starts_at=MORNING + dt.timedelta(days=1))
    assert list(unsigned_notes(as_theo)) == [session]
    assert list(unsigned_notes(as_mira)) == [earlier, session]
    assert not unsigned_notes(as_rosa)
    sign_session(session, by=as_theo)
    assert not unsigned_notes(as_theo)


def test_the_api_shows_the_signature_and_the_addenda_and_refuses_to_change_the_note(
    signed: TreatmentSession, api: Api, as_theo: Caller, theo: Membership
) -> None:
    add_addendum(signed, "It was the right side.", by=as_theo)
    path = f"/api/v1/sessions/{signed.uuid}/"
    answer = api.get(path)
    body = answer.json()
    assert body["signed_by"] == str(theo.uuid)
    assert dt.datetime.fromisoformat(body["signed_at"]) == signed.signed_at
    assert body["signed_at"].endswith("+08:00")
    assert [(one["text"], one["author"], one["at"][-6:]) for one in body["addenda"]] == [
        ("It was the right side.", str(theo.uuid), "+08:00")
    ]
    for change in ({"notes": {"plan": "rest"}}, {"techniques": []}, {"adverse_event": None}):
        refused = api.patch(path, change, If_Match=answer["ETag"])
        assert refused.status_code == 409
        assert refused["Content-Type"] == "application/problem+json"
        assert refused.json()["errors"][0]["code"] == "signed"
        assert "Theo signed this note" in refused.json()["errors"][0]["detail"]
    assert api.patch(path, {"signed_at": None}, If_Match=answer["ETag"]).status_code == 400
    assert fresh(signed).note_plan == ""
