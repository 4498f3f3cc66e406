"""The clinic's protocols: what may stand in one, and that there is one default."""

import pytest
from django.db import IntegrityError, transaction

from assessments.models import Protocol, ProtocolStep
from assessments.services.protocols import add_protocol, change_protocol, protocols_in_use
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused
from clinic.practice.models import Clinic

TILT = {"measure": "pelvic_tilt_palp", "sides": "both", "method": "palm"}
OBLIQUITY = {"measure": "pelvic_obliquity", "sides": "none"}


def add(name: str, *steps: dict[str, str], by: Caller, **fields: bool) -> Protocol:
    return add_protocol(Protocol(name=name, **fields), [ProtocolStep(**step) for step in steps], by=by)


def measures_of(protocol: Protocol) -> list[str]:
    return [step.measure for step in protocol.steps.all()]


def test_the_measures_keep_the_order_in_which_mira_gave_them(as_mira: Caller) -> None:
    standing = add("Standing", TILT, OBLIQUITY, by=as_mira)
    assert measures_of(standing) == ["pelvic_tilt_palp", "pelvic_obliquity"]
    change_protocol(standing, [], [ProtocolStep(**OBLIQUITY), ProtocolStep(**TILT)], by=as_mira)
    assert measures_of(standing) == ["pelvic_obliquity", "pelvic_tilt_palp"]
    event = AuditEvent.objects.get(action="protocol.changed")
    assert event.detail["measures"] == ["pelvic_obliquity", "pelvic_tilt_palp"]


def test_a_new_default_takes_the_place_of_the_one_before(as_mira: Caller) -> None:
    first = add("First", TILT, by=as_mira, is_default=True)
    second = add("Second", OBLIQUITY, by=as_mira)
    second.is_default = True
    change_protocol(second, ["is_default"], by=as_mira)
    first.refresh_from_db()
    assert not first.is_default
    assert [protocol.name for protocol in protocols_in_use(as_mira)] == ["Second", "First"]


def test_what_cannot_be_measured_so_is_refused_with_its_line(as_mira: Caller) -> None:
    wrong = [
        {**OBLIQUITY, "sides": "left"},
        {**TILT, "method": "goniometer"},
        TILT,
        {"measure": "pelvic_tilt_palp_mean", "sides": "none"},
    ]
    with pytest.raises(Refused) as refused:
        add("Wrong", *wrong, by=as_mira)
    assert [(problem.code, str(problem.detail)[:7]) for problem in refused.value.problems] == [
        ("side_not_allowed", "Line 1:"),
        ("method_not_allowed", "Line 2:"),
        ("twice", "Line 3:"),
        ("unknown_measure", "Line 4:"),
    ]
    assert not Protocol.objects.exists()


def test_a_list_without_measures_a_second_of_the_name_and_a_retired_default_are_refused(as_mira: Caller) -> None:
    with pytest.raises(Refused, match="at least one measure"):
        add("Empty", by=as_mira)
    with pytest.raises(Refused, match="out of use"):
        add("Retired", TILT, by=as_mira, is_default=True, active=False)
    add("Standing", TILT, by=as_mira)
    with pytest.raises(Clash):
        add("Standing", TILT, by=as_mira)


def test_theo_follows_protocols_and_does_not_write_them(as_theo: Caller) -> None:
    with pytest.raises(PermissionMissing):
        add("Mine", TILT, by=as_theo)


@pytest.mark.parametrize(
    "wrong",
    [{"sides": "both"}, {"method": "goniometer"}, {"readings": 3}, {"measure": "pelvic_tilt_palp_mean"}],
)
def test_the_database_refuses_a_step_that_no_measure_has(clinic: Clinic, wrong: dict[str, object]) -> None:
    protocol = Protocol.objects.create(clinic=clinic, name="Standing")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtocolStep.objects.create(clinic=clinic, protocol=protocol, position=0, **{**OBLIQUITY, **wrong})  # type: ignore[arg-type]


def test_the_database_keeps_one_default_and_the_steps_inside_the_clinic(clinic: Clinic, other_clinic: Clinic) -> None:
    protocol = Protocol.objects.create(clinic=clinic, name="Standing", is_default=True)
    with pytest.raises(IntegrityError, match="one_default"), transaction.atomic():
        Protocol.objects.create(clinic=clinic, name="Lying", is_default=True)
    with pytest.raises(IntegrityError, match="same_clinic"), transaction.atomic():
        ProtocolStep.objects.create(clinic=other_clinic, protocol=protocol, position=0, **OBLIQUITY)
