"""No table that points to a patient is forgotten when two records are merged."""

import pytest
from django.db import connection

from patients.models.standing import PatientStands
from patients.services.merge_coverage import COVERAGE, Pointer, moving, pointers


def test_every_reference_to_a_patient_has_its_line() -> None:
    found = {pointer.name for pointer in pointers()}
    assert found - set(COVERAGE) == set(), "say in merge_coverage.py what becomes of these in a merge"
    assert set(COVERAGE) - found == set(), "lines without a reference"


@pytest.mark.parametrize("pointer", moving(), ids=lambda pointer: pointer.name)
def test_what_goes_over_can_be_changed_by_the_role_that_serves(pointer: Pointer, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [pointer.model._meta.db_table])
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize("pointer", moving(), ids=lambda pointer: pointer.name)
def test_what_goes_over_tells_other_software_that_it_changed(pointer: Pointer) -> None:
    assert {"uuid", "version", "updated_at"} <= {field.name for field in pointer.model._meta.fields}


@pytest.mark.parametrize("pointer", moving(), ids=lambda pointer: pointer.name)
def test_what_goes_over_is_not_entered_for_a_record_that_was_merged(pointer: Pointer, db: None) -> None:
    """See ``tests.patients.test_merging_at_once``."""
    (rule,) = (one for one in pointer.model._meta.constraints if isinstance(one, PatientStands))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled, tgfoid::regproc::text FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
            [pointer.model._meta.db_table, rule.name],
        )
        assert cursor.fetchone() == ("O", "plumbline_patient_stands")
    assert pointer.field == "patient", "the trigger reads this column"
