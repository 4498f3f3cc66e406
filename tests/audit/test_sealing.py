"""The audit is chained, and whatever is changed, removed or slipped in afterwards is found and named."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models.functions import Now

from clinic.audit.models import AuditEvent, AuditSeal
from clinic.audit.recording import record
from clinic.audit.sealing import seal_events
from clinic.audit.tasks import seal_events as sealing_task
from clinic.common.caller import Caller
from clinic.common.only_one import is_the_only_one


def acted(caller: Caller, times: int = 1) -> list[AuditEvent]:
    """Events of one caller, as services leave them."""
    for number in range(times):
        record("patient.viewed", None, by=caller, detail={"number": number, "ä": [1.5, None]})
    return list(AuditEvent.objects.filter(actor=caller.uuid).order_by("pk"))


@contextmanager
def as_intruder() -> Iterator[None]:
    """Acts as the tables' owner, with triggers and keys switched off: more than any bug could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET ROLE plumbline_runtime")


def tamper(statement: str, *values: object) -> None:
    with as_intruder(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount >= 1


def verified() -> str:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def fault() -> str:
    with pytest.raises(CommandError) as found:
        call_command("verify_audit", stdout=StringIO())
    return str(found.value)


@pytest.fixture
def sealed(as_theo: Caller) -> list[AuditEvent]:
    """Six sealed events."""
    events = acted(as_theo, 6)
    seal_events()
    return events


def test_every_event_is_sealed_once_in_its_order(as_theo: Caller) -> None:
    events = acted(as_theo, 3)
    assert seal_events() == 3
    assert seal_events() == 0
    seals = AuditSeal.objects.order_by("sequence")
    assert [seal.event_id for seal in seals] == [event.pk for event in events]
    assert [seal.sequence for seal in seals] == [1, 2, 3]
    hashes = [bytes(seal.hash) for seal in seals]
    assert [bytes(seal.previous_hash) for seal in seals] == [bytes(32), *hashes[:2]]


def test_each_clinic_has_a_chain_of_its_own(as_theo: Caller, as_other_theo: Caller) -> None:
    for caller in (as_theo, as_other_theo, as_theo):
        acted(caller)
    seal_events()
    for caller, sequences in ((as_theo, [1, 2]), (as_other_theo, [1])):
        chain = AuditSeal.objects.filter(clinic=caller.clinic_uuid).order_by("sequence")
        assert [seal.sequence for seal in chain] == sequences


def test_the_chain_goes_on_where_it_ended(sealed: list[AuditEvent], as_theo: Caller) -> None:
    acted(as_theo)
    sealing_task()
    assert AuditSeal.objects.count() == 7
    assert "7 events hold" in verified()


def test_more_events_than_fit_into_one_batch_are_all_sealed(as_theo: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic.audit.sealing.MOST_AT_ONCE", 2)
    acted(as_theo, 5)
    assert seal_events() == 5
    assert "5 events hold" in verified()


def test_an_event_committed_late_is_sealed_when_it_comes(sealed: list[AuditEvent]) -> None:
    """It has a lower number than events that were sealed before it."""
    late = sealed[2]
    tamper("DELETE FROM audit_auditseal")
    tamper("DELETE FROM audit_auditevent WHERE id = %s", late.pk)
    seal_events()
    AuditEvent.objects.bulk_create([late])
    assert seal_events() == 1
    assert AuditSeal.objects.get(event_id=late.pk).sequence == 6
    assert "6 events hold" in verified()


def test_an_event_from_very_long_ago_is_sealed_by_the_thorough_run(
    sealed: list[AuditEvent], as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.audit.sealing.LOOK_BACK", 0)
    old = AuditEvent(clinic=as_theo.clinic_uuid, actor=as_theo.uuid, action="patient.viewed", at=Now())
    old.pk = sealed[0].pk - 1
    old.save(force_insert=True)
    assert seal_events() == 0
    assert seal_events(everything=True) == 1


@pytest.mark.django_db(transaction=True)
def test_one_sealer_at_a_time(as_theo: Caller) -> None:
    acted(as_theo, 2)
    sealed_elsewhere: list[int] = []

    def elsewhere() -> None:
        sealed_elsewhere.append(seal_events())
        connection.close()

    with transaction.atomic():
        assert is_the_only_one("seal_audit")
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join(5)
    assert sealed_elsewhere == [0]
    assert seal_events() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_not_sealed(as_theo: Caller) -> None:
    counts: list[int] = []

    def elsewhere() -> None:
        counts.append(seal_events())
        connection.close()

    with transaction.atomic():
        acted(as_theo)
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join(5)
    assert counts == [0]
    assert seal_events() == 1


def test_an_untouched_audit_holds_and_tells_its_heads(sealed: list[AuditEvent]) -> None:
    head = AuditSeal.objects.get(sequence=6)
    assert f"6 events hold, head {bytes(head.hash).hex()}" in verified()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "patient.changed"),
        ("actor_name", "somebody else"),
        ("actor", "00000000-0000-0000-0000-000000000000"),
        ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        ("patients", ["00000000-0000-0000-0000-000000000000"]),
        ("detail", '{"number": 99}'),
        ("outcome", "refused"),
        ("subject_kind", "report"),
        ("subject", "00000000-0000-0000-0000-000000000000"),
        ("request_id", "forged"),
        ("clinic", "00000000-0000-0000-0000-000000000000"),
        ("uuid", "00000000-0000-0000-0000-000000000000"),
    ],
)
def test_a_changed_event_is_named(sealed: list[AuditEvent], column: str, value: object) -> None:
    cast = {"patients": "::uuid[]", "detail": "::jsonb"}.get(column, "")
    tamper(f"UPDATE audit_auditevent SET {column} = %s{cast} WHERE id = %s", value, sealed[3].pk)  # noqa: S608
    assert f"event {sealed[3].pk} " in fault()


def test_the_first_of_several_changed_events_is_named(sealed: list[AuditEvent]) -> None:
    for event in (sealed[4], sealed[1]):
        tamper("UPDATE audit_auditevent SET action = 'x' WHERE id = %s", event.pk)
    assert f"event {sealed[1].pk} " in fault()
    assert f"event {sealed[4].pk} " not in fault()


@pytest.mark.django_db(transaction=True)
def test_a_removed_event_leaves_a_gap(sealed: list[AuditEvent]) -> None:
    tamper("DELETE FROM audit_auditevent WHERE id = %s", sealed[2].pk)
    assert f"before event {sealed[3].pk} " in fault()
    assert "link 3 is missing" in fault()


def test_removing_an_event_with_its_seal_leaves_a_gap_too(sealed: list[AuditEvent]) -> None:
    tamper("DELETE FROM audit_auditseal WHERE event_id = %s", sealed[2].pk)
    tamper("DELETE FROM audit_auditevent WHERE id = %s", sealed[2].pk)
    assert "link 3 is missing" in fault()


def test_closing_the_gap_by_counting_anew_is_found(sealed: list[AuditEvent]) -> None:
    tamper("DELETE FROM audit_auditseal WHERE event_id = %s", sealed[2].pk)
    tamper("DELETE FROM audit_auditevent WHERE id = %s", sealed[2].pk)
    for sequence in (4, 5, 6):
        tamper("UPDATE audit_auditseal SET sequence = sequence - 1 WHERE sequence = %s", sequence)
    assert f"event {sealed[3].pk} " in fault()
    assert "not chained to the event before it" in fault()


def test_two_events_that_changed_places_are_found(sealed: list[AuditEvent]) -> None:
    tamper("UPDATE audit_auditseal SET event_id = -1 WHERE event_id = %s", sealed[1].pk)
    tamper("UPDATE audit_auditseal SET event_id = %s WHERE event_id = %s", sealed[1].pk, sealed[2].pk)
    tamper("UPDATE audit_auditseal SET event_id = %s WHERE event_id = -1", sealed[2].pk)
    assert f"event {sealed[2].pk} " in fault()


def test_a_seal_made_up_for_a_changed_event_breaks_the_next_one(sealed: list[AuditEvent]) -> None:
    tamper("UPDATE audit_auditevent SET action = 'x' WHERE id = %s", sealed[1].pk)
    tamper("UPDATE audit_auditseal SET hash = sha256('made up') WHERE event_id = %s", sealed[1].pk)
    assert f"event {sealed[1].pk} " in fault()


def test_an_event_that_stays_without_a_seal_is_named(sealed: list[AuditEvent], as_theo: Caller) -> None:
    late = AuditEvent(clinic=as_theo.clinic_uuid, actor=as_theo.uuid, action="patient.viewed")
    late.at = sealed[0].at - dt.timedelta(minutes=5)
    late.save(force_insert=True)
    assert f"1 events without a seal, the first is event {late.pk}" in fault()
    seal_events()
    assert "as it was written" in verified()


def test_an_event_that_just_happened_may_wait_for_its_seal(sealed: list[AuditEvent], as_theo: Caller) -> None:
    acted(as_theo)
    assert "as it was written" in verified()


def test_a_seal_that_was_taken_off_is_missed(sealed: list[AuditEvent]) -> None:
    tamper("DELETE FROM audit_auditseal WHERE event_id = %s", sealed[5].pk)
    tamper("UPDATE audit_auditevent SET at = at - interval '5 minutes' WHERE id = %s", sealed[5].pk)
    assert f"the first is event {sealed[5].pk}" in fault()


def test_an_empty_audit_is_as_it_was_written(db: None) -> None:
    assert "as it was written" in verified()


def test_the_serving_role_can_neither_change_nor_remove(sealed: list[AuditEvent]) -> None:
    for statement in (
        "UPDATE audit_auditevent SET action = 'x'",
        "DELETE FROM audit_auditevent",
        "UPDATE audit_auditseal SET sequence = 9",
        "DELETE FROM audit_auditseal",
        "TRUNCATE audit_auditevent CASCADE",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
