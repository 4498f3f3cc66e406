"""Making one record of two that were filed for the same person, and separating them again."""

from collections.abc import Callable, Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, StaleRecord, refuse
from clinic.common.records import insert, touch, update
from clinic.common.retrying import in_one_go
from patients.models import Merge, Patient
from patients.models.standing import already_merged
from patients.services.merge_coverage import moving
from patients.services.merged_fields import put_back, take_over
from patients.services.moving import move, torn_apart


def merge(source: Patient, survivor: Patient, *, reason: str, take: Collection[str] = (), by: Caller) -> Merge:
    """Merge the source into the survivor: everything of the source becomes the survivor's, in one transaction.

    ``take`` names the fields whose value comes from the source; what the survivor lacks comes from there anyway.
    The source stays on file, as the way to the survivor. Raises Refused; StaleRecord if one of the two changed since
    it was read; Clash if one is merged already, or if records of the two cannot be there together (``with_uuid``).
    """
    by.require("patients.merge")
    if not reason.strip():
        raise refuse("/reason", "required", _("Say why the two are one person."))
    return in_one_go(lambda: _merge(source, survivor, reason.strip(), take, by), _putting_back(source, survivor))


def _merge(source: Patient, survivor: Patient, reason: str, take: Collection[str], by: Caller) -> Merge:
    with transaction.atomic():
        _lock(source, survivor, by=by)
        _check(source, survivor)
        chosen = take_over(source, survivor, take)
        moved = {pointer.name: move(pointer, pointer.of(source), survivor, by) for pointer in moving()}
        _lead_to(survivor, source)
        update(survivor, chosen)
        done = insert(
            Merge(
                clinic_id=by.clinic_id,
                source=source,
                survivor=survivor,
                reason=reason,
                merged_by_id=by.membership_id,
                merged_by_client_id=by.api_client_id,
                merged_at=timezone.now(),
                moved={name: uuids for name, uuids in moved.items() if uuids},
                chosen=chosen,
            )
        )
        _say("patient.merged", done, by, fields=sorted(chosen))
    return done


def unmerge(source: Patient, *, reason: str = "", by: Caller) -> Merge:
    """Separate a record from the one it was merged into: both are as they were, with what came since.

    What was moved goes back; the survivor's fields become what they were unless somebody changed them since; what
    was entered after the merge stays with the survivor. Raises Clash if the record is not merged, if the survivor
    has been merged itself, or if something entered since hangs on a record that would go back.
    """
    by.require("patients.merge")
    return in_one_go(lambda: _unmerge(source, reason.strip(), by), _putting_back(source))


def _unmerge(source: Patient, reason: str, by: Caller) -> Merge:
    with transaction.atomic():
        done = Merge.objects.visible_to(by).filter(source=source, undone_at__isnull=True).first()
        if done is None:
            raise Clash("not_merged", _("This record is not merged into another."))
        survivor = done.survivor
        _lock(source, survivor, by=by)
        if survivor.merged_into_id:
            sentence = _("%(merged)s Separate that record first.")
            raise Clash("merged", sentence % {"merged": already_merged(survivor)})
        for pointer in moving():
            rows = pointer.of(survivor).filter(uuid__in=done.moved.get(pointer.name, ()))
            move(pointer, rows, source, by)
        _lead_to(None, source)
        fields = put_back(survivor, done.chosen)
        update(survivor, fields)
        _refuse_torn_apart(source, survivor, by)
        done.undone_at, done.undone_reason = timezone.now(), reason
        update(done, ["undone_at", "undone_reason"])
        _say("patient.unmerged", done, by, fields=sorted(fields))
    return done


def _putting_back(*patients: Patient) -> Callable[[], None]:
    """What makes the records in memory what they are now, before the same is tried again."""
    as_given = [dict(vars(patient)) for patient in patients]

    def put_back_all() -> None:
        for patient, given in zip(patients, as_given, strict=True):
            vars(patient).clear()
            vars(patient).update(given)

    return put_back_all


def _lock(source: Patient, survivor: Patient, *, by: Caller) -> None:
    """Keep both as they are until the commit, and let nobody enter anything for them meanwhile.

    Raises Refused for a patient of another clinic, StaleRecord for one that changed since it was read.
    """
    # FOR UPDATE, so that whoever adds a record that points to one of them waits; in key order, against deadlocks.
    rows = Patient.objects.visible_to(by).select_for_update(of=("self",)).order_by("pk")
    present = {patient.pk: patient for patient in rows.filter(pk__in={source.pk, survivor.pk})}
    for pointer, patient in (("", source), ("/into", survivor)):
        if patient.pk not in present:
            raise refuse(pointer, "does_not_exist", _("There is no such record."))
        if present[patient.pk].version != patient.version:
            raise StaleRecord


def _check(source: Patient, survivor: Patient) -> None:
    if source.pk == survivor.pk:
        raise refuse("/into", "same_patient", _("A patient cannot be merged into itself."))
    if source.merged_into_id:
        raise Clash("merged", already_merged(source))
    if survivor.merged_into_id:
        raise refuse("/into", "merged", already_merged(survivor))


def _lead_to(survivor: Patient | None, source: Patient) -> None:
    """Note where the record leads to, as it is: what was once accepted in its other fields is not judged anew."""
    row = Patient.objects.filter(pk=source.pk)
    row.update(merged_into=survivor)
    touch(row)
    source.refresh_from_db()


def _refuse_torn_apart(source: Patient, survivor: Patient, by: Caller) -> None:
    if between := torn_apart([source, survivor], by):
        sentence = _(
            "They cannot be separated: entered since, and belonging to records that would go back, are %(records)s. "
            "Mark these as entered in error first, and enter them again afterwards."
        )
        raise Clash("torn_apart", sentence % {"records": "; ".join(between)})


def _say(action: str, done: Merge, by: Caller, *, fields: list[str]) -> None:
    both = [done.source.uuid, done.survivor.uuid]
    moved = {name: len(uuids) for name, uuids in done.moved.items()}
    detail = {"survivor": str(done.survivor.uuid), "reason": done.reason, "fields": fields, "records": moved}
    record(action, done.source, by=by, patients=both, detail=detail)
