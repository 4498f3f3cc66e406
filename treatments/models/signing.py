"""What the database itself holds to once a therapist has signed: the note stays as it was signed."""

import pgtrigger
from django.db.models import F, Q
from django.db.models.constraints import BaseConstraint, CheckConstraint
from django.utils.translation import gettext_lazy as _

WRITTEN = (
    "note_subjective",
    "note_objective",
    "note_assessment",
    "note_plan",
    "adverse_event",
    "adherence_percent",
)
"""The columns of a session that make up the note."""

_SIGNED = (*WRITTEN, "signed_at", "signed_by_id")
_BEFORE = ", ".join(f"OLD.{column}" for column in _SIGNED)
_AFTER = ", ".join(f"NEW.{column}" for column in _SIGNED)

SIGNATURE: list[BaseConstraint] = [
    CheckConstraint(
        name="treatments_session_signed_by_somebody",
        condition=Q(signed_at__isnull=True, signed_by__isnull=True)
        | Q(signed_at__isnull=False, signed_by__isnull=False, status="completed"),
        violation_error_message=_("Only the note of a completed session is signed."),
    ),
    CheckConstraint(
        name="treatments_session_signed_by_its_therapist",
        condition=Q(signed_by__isnull=True) | Q(signed_by=F("therapist")),
        violation_error_code="signed_by_its_therapist",
        violation_error_message=_("A note is signed by the therapist of the session; afterwards it stays theirs."),
    ),
]
"""A signature has its time and its person, and that person is the one who treated."""

SIGNED_NOTE_STAYS = [
    pgtrigger.Trigger(
        name="signed_note_stays",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(old__signed_at__isnull=False),
        func=f"""
            IF ROW({_BEFORE}) IS DISTINCT FROM ROW({_AFTER}) THEN
                RAISE check_violation USING MESSAGE = 'A signed note stays as it is; add an addendum.';
            END IF;
            RETURN NEW;
        """,
    ),
]


def stays_when_signed() -> list[pgtrigger.Trigger]:
    """For a table of a note's lines: none is added or changed once the session is signed."""
    return [
        pgtrigger.Trigger(
            name="signed_note_stays",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when=pgtrigger.Before,
            func="""
                IF EXISTS (
                    SELECT 1 FROM treatments_treatmentsession WHERE id = NEW.session_id AND signed_at IS NOT NULL
                ) THEN
                    RAISE check_violation USING MESSAGE = 'A signed note stays as it is; add an addendum.';
                END IF;
                RETURN NEW;
            """,
        ),
    ]


ADDENDUM_STAYS = [
    pgtrigger.Protect(name="addendum_stays", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="addendum_to_signed",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM treatments_treatmentsession WHERE id = NEW.session_id AND signed_at IS NOT NULL
            ) THEN
                RAISE check_violation USING MESSAGE = 'An addendum belongs to a signed note.';
            END IF;
            RETURN NEW;
        """,
    ),
]
