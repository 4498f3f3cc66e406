"""Making a treatment plan and changing it."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.records import field_problems, insert, insert_all, update
from clinic.common.retrying import retried
from patients.services.belonging import foreign, of_another_patient, void_episode
from treatments.goals import goal_problems
from treatments.models import Plan, Prescription
from treatments.services.corrected_lists import difference
from treatments.services.prescribable import prescription_problems


@retried
def make_plan(plan: Plan, prescriptions: Sequence[Prescription] = (), *, by: Caller) -> Plan:
    """Store a plan for an episode with its home exercises; raises Refused with every problem."""
    by.require("treatments.change")
    with transaction.atomic():
        plan.clinic_id = by.clinic_id
        _refuse_unless_sound(plan, prescriptions, by)
        insert(plan)
        insert_all(_of_plan(prescriptions, plan), "/prescriptions")
        record("plan.made", plan, by=by, patients=[plan.patient.uuid])
    return plan


@retried
def change_plan(
    plan: Plan, fields: Iterable[str], prescriptions: Sequence[Prescription] | None = None, *, by: Caller
) -> Plan:
    """Store the named fields of a plan. ``prescriptions`` replace the running ones, None leaves them.

    A home exercise that is no longer listed, or now has another dose, is stopped as of today and stays on
    record. Raises Refused, StaleRecord.
    """
    by.require("treatments.change")
    names = list(fields)
    with transaction.atomic():
        _refuse_unless_sound(plan, prescriptions or (), by)
        update(plan, names)
        if prescriptions is not None:
            _prescribe(plan, prescriptions, by)
        record("plan.changed", plan, by=by, patients=[plan.patient.uuid], detail={"fields": names})
    return plan


def _refuse_unless_sound(plan: Plan, prescriptions: Sequence[Prescription], by: Caller) -> None:
    problems: list[Problem] = field_problems(plan)
    if plan.patient_id:
        problems += foreign("/patient", plan.patient, by)
    if plan.episode_id:
        problems += foreign("/episode", plan.episode, by)
        problems += of_another_patient("/episode", plan.episode, plan.patient)
        problems += void_episode("/episode", plan.episode) if plan.pk is None else []
    problems += goal_problems(plan.goals)
    problems += prescription_problems(prescriptions, by)
    if problems:
        raise Refused(problems)


def _prescribe(plan: Plan, given: Sequence[Prescription], by: Caller) -> None:
    running = plan.prescriptions.filter(stopped_on__isnull=True)
    gone, new = difference(running, given, _dose)
    for prescription in gone:
        prescription.stopped_on = by.today()
        update(prescription, ["stopped_on"])
    insert_all(_of_plan(new, plan), "/prescriptions")


def _dose(prescription: Prescription) -> tuple[object, ...]:
    return (
        prescription.exercise_id,
        prescription.side,
        prescription.sets,
        prescription.repetitions,
        prescription.hold_seconds,
        tuple(prescription.weekdays),
    )


def _of_plan(prescriptions: Sequence[Prescription], plan: Plan) -> list[Prescription]:
    for prescription in prescriptions:
        prescription.clinic_id, prescription.plan = plan.clinic_id, plan
    return list(prescriptions)
