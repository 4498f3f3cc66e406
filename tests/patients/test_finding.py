"""Finding a patient while somebody types."""

import datetime as dt
from typing import Any

import pytest

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import Identifier, Patient
from patients.services.finding import find_patients
from patients.services.merging import merge
from tests.builders import make_patient


@pytest.fixture
def zoe(clinic: Clinic) -> Patient:
    zoe = make_patient(
        clinic,
        family_name="Müller-Okafor",
        given_name="Zoë",
        second_script_name="陳大文",
        phone="+85223456789",
        birth_date=dt.date(1984, 3, 9),
        record_number="P-00042",
    )
    Identifier.objects.create(clinic=clinic, patient=zoe, system="lab", value="2026/77")
    make_patient(clinic, family_name="Delgado", given_name="Rosario", phone="+14155550132", record_number="P-00077")
    return zoe


NAMES = ["müller", "MULLER", "mu", "zoe", "zoe muller", "okafur", "陳大文", "陳大", "大文", "陳"]
PHONES = ["2345 6789", "+852 2345-6789", "(0)2345.6789", "00852 2345 6789", "6789"]
DATES = ["1984-03-09", "9.3.1984", "09/03/1984", "3/9/1984", "1984年3月9日", "zoe 9.3.1984"]
NUMBERS = ["P-00042", "p-00042", "42", "2026/77"]


@pytest.mark.parametrize("typed", [*NAMES, *PHONES, *DATES, *NUMBERS])
def test_a_patient_is_found_by_whatever_is_known_of_them(zoe: Patient, as_rosa: Caller, typed: str) -> None:
    assert find_patients(typed, by=as_rosa) == [zoe]


@pytest.mark.parametrize("typed", ["", " ", "m", "xqz", "1984-03-10", "delgado 9.3.1984", "0000", "31.2.1984"])
def test_what_is_known_of_nobody_finds_nobody(zoe: Patient, as_rosa: Caller, typed: str) -> None:
    assert find_patients(typed, by=as_rosa) == []


def test_the_likeliest_stands_first_and_who_has_gone_stands_last(clinic: Clinic, as_rosa: Caller) -> None:
    gone = make_patient(clinic, family_name="Wong", given_name="Amy", status="archived")
    like = make_patient(clinic, family_name="Wang", given_name="Amy")
    same = make_patient(clinic, family_name="Wong", given_name="Amy")
    assert find_patients("wong amy", by=as_rosa) == [same, like, gone]


def test_two_letters_mean_the_beginning_of_a_name(clinic: Clinic, as_rosa: Caller) -> None:
    make_patient(clinic, family_name="Lee", given_name="Ella")
    laura = make_patient(clinic, family_name="Chan", given_name="Laura")
    assert find_patients("la", by=as_rosa) == [laura]


def test_the_number_of_a_merged_record_finds_the_survivor(zoe: Patient, clinic: Clinic, as_rosa: Caller) -> None:
    again = make_patient(clinic, given_name="Zoe", record_number="P-00099")
    merge(again, zoe, reason="one", by=as_rosa)
    assert find_patients("P-00099", by=as_rosa) == [zoe]


def test_a_search_leaves_one_audit_row_that_names_whom_it_showed(zoe: Patient, as_rosa: Caller) -> None:
    find_patients("zoe", by=as_rosa)
    assert AuditEvent.objects.get(action="patient.listed").patients == [zoe.uuid]


def test_another_clinics_patients_are_not_found(zoe: Patient, as_other_theo: Caller) -> None:
    assert find_patients("zoe", by=as_other_theo) == []


def test_a_search_costs_two_queries(zoe: Patient, as_rosa: Caller, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        find_patients("zoe 9.3.1984", by=as_rosa)
