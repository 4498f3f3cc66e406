"""Which records are taken for one person, and for what."""

import datetime as dt
from typing import Any

import pytest

from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import DismissedPair, Identifier, Patient
from patients.services.likeness import open_pairs, pairs_of, possible_duplicates
from patients.services.registering import change_patient
from patients.services.resembling import likely_duplicates
from tests.builders import make_patient

BORN = dt.date(1980, 5, 17)


def pair(clinic: Clinic, one: dict[str, Any], other: dict[str, Any]) -> tuple[Patient, Patient]:
    """Two records that have nothing in common but what the test says."""
    first = make_patient(clinic, **{"family_name": "Wong", "given_name": "Amy", "birth_date": None, **one})
    second = make_patient(clinic, **{"family_name": "Okafor", "given_name": "Ngozi", "birth_date": None, **other})
    return first, second


SAME: list[tuple[str, dict[str, Any], dict[str, Any], set[str]]] = [
    ("the very same name", {}, {"family_name": "Wong", "given_name": "Amy"}, {"same_name"}),
    ("names that changed places", {}, {"family_name": "Amy", "given_name": "Wong"}, {"same_name"}),
    ("accents", {"given_name": "Zoë"}, {"family_name": "WONG", "given_name": "Zoe"}, {"same_name"}),
    (
        "a letter and a birth date",
        {"given_name": "Amelia", "birth_date": BORN},
        {"family_name": "Wong", "given_name": "Amelie", "birth_date": BORN},
        {"like_name", "same_birth_date"},
    ),
    (
        "day and month that changed places",
        {"birth_date": dt.date(1980, 5, 7)},
        {"family_name": "Wong", "given_name": "Amy", "birth_date": dt.date(1980, 7, 5)},
        {"same_name", "near_birth_date"},
    ),
    (
        "a phone and a birth date",
        {"phone": "+85223456789", "birth_date": BORN},
        {"phone": "+85223456789", "birth_date": BORN},
        {"same_phone", "same_birth_date"},
    ),
    ("a name in a second script", {"second_script_name": "黃愛美"}, {"second_script_name": "黃愛美"}, {"same_name"}),
    (
        "an e-mail address in capitals and a like name",
        {"given_name": "Amelia", "email": "Amy@Example.org"},
        {"family_name": "Wong", "given_name": "Amelie", "email": "amy@example.org"},
        {"like_name", "same_email"},
    ),
    (
        "a birth year and a name",
        {"birth_date": BORN},
        {"family_name": "Wong", "given_name": "Amy", "birth_year": 1980},
        {"same_name", "same_birth_year"},
    ),
]

APART: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("nothing", {}, {}),
    ("a family's phone", {"phone": "+85223456789"}, {"family_name": "Wong", "phone": "+85223456789"}),
    ("a birthday", {"birth_date": BORN}, {"birth_date": BORN}),
    (
        "a common name, born otherwise",
        {"birth_date": BORN},
        {"family_name": "Wong", "given_name": "Amy", "birth_date": dt.date(1955, 1, 2)},
    ),
    (
        "a common name, born in another year",
        {"birth_date": BORN},
        {"family_name": "Wong", "given_name": "Amy", "birth_year": 1955},
    ),
]


@pytest.mark.parametrize(("what", "one", "other", "reasons"), SAME, ids=[case[0] for case in SAME])
def test_a_pair_is_found_from_either_side(
    what: str, one: dict[str, Any], other: dict[str, Any], reasons: set[str], clinic: Clinic, as_rosa: Caller
) -> None:
    first, second = pair(clinic, one, other)
    (found,) = open_pairs(as_rosa)
    assert (found.one, found.other, set(found.reasons)) == (first.pk, second.pk, reasons)
    assert possible_duplicates([first.pk, second.pk], by=as_rosa) == {first.pk, second.pk}
    assert [seen.other for seen in pairs_of(second, by=as_rosa)] == [first.pk]
    for this, that in ((first, second), (second, first)):
        assert [match.patient for match in likely_duplicates(this, by=as_rosa)] == [that]


@pytest.mark.parametrize(("what", "one", "other"), APART, ids=[case[0] for case in APART])
def test_two_people_are_no_pair(
    what: str, one: dict[str, Any], other: dict[str, Any], clinic: Clinic, as_rosa: Caller
) -> None:
    first, second = pair(clinic, one, other)
    assert open_pairs(as_rosa) == []
    assert possible_duplicates([first.pk, second.pk], by=as_rosa) == set()


def test_the_same_number_in_two_systems_counts(clinic: Clinic, as_rosa: Caller) -> None:
    first, second = pair(clinic, {"birth_date": BORN}, {"family_name": "Wong", "given_name": "Ami", "birth_date": None})
    assert open_pairs(as_rosa) == []
    for patient, system in ((first, "lab"), (second, "insurer")):
        Identifier.objects.create(clinic=clinic, patient=patient, system=system, value="A-77")
    assert set(open_pairs(as_rosa)[0].reasons) == {"like_name", "same_identifier"}


def test_editing_the_older_record_makes_a_pair_too(clinic: Clinic, as_rosa: Caller) -> None:
    older, newer = pair(clinic, {}, {"phone": "+85223456789", "given_name": "Amy"})
    assert open_pairs(as_rosa) == []
    older.phone, older.family_name = "+85223456789", "Okafur"
    change_patient(older, ["phone", "family_name"], by=as_rosa)
    assert [(found.one, found.other) for found in open_pairs(as_rosa)] == [(older.pk, newer.pk)]


def test_the_likeliest_pair_comes_first(clinic: Clinic, as_rosa: Caller) -> None:
    pair(clinic, {}, {"family_name": "Wong", "given_name": "Amy"})
    sure = pair(
        clinic,
        {"given_name": "Bo", "birth_date": BORN, "phone": "+85223456789"},
        {"family_name": "Wong", "given_name": "Bo", "birth_date": BORN, "phone": "+85223456789"},
    )
    found = open_pairs(as_rosa)
    assert (found[0].one, found[0].score) == (sure[0].pk, 100)
    assert len(found) == 2


def test_pairs_of_another_clinic_merged_and_dismissed_ones_are_left_out(
    clinic: Clinic, other_clinic: Clinic, as_rosa: Caller
) -> None:
    make_patient(other_clinic)
    first, second = pair(clinic, {}, {"family_name": "Wong", "given_name": "Amy"})
    third = make_patient(clinic, merged_into=first)
    assert [(found.one, found.other) for found in open_pairs(as_rosa)] == [(first.pk, second.pk)]
    dismissed = DismissedPair.objects.create(clinic=clinic, first=first, second=second, reason="namesakes")
    assert open_pairs(as_rosa) == []
    assert possible_duplicates([first.pk, second.pk, third.pk], by=as_rosa) == set()
    assert likely_duplicates(first, by=as_rosa) == []
    DismissedPair.objects.filter(pk=dismissed.pk).update(
        entered_in_error_at=dismissed.created_at, entered_in_error_reason="asked again"
    )
    assert len(open_pairs(as_rosa)) == 1


def test_who_comes_back_after_being_archived_is_recognised(clinic: Clinic, as_rosa: Caller) -> None:
    old = make_patient(clinic, status="archived")
    new = Patient(family_name="Wong", given_name="Amy")
    assert [match.patient for match in likely_duplicates(new, by=as_rosa)] == [old]


def test_a_like_name_without_a_birth_date_is_shown_while_registering_and_is_no_pair(
    clinic: Clinic, as_rosa: Caller
) -> None:
    amelia = make_patient(clinic, given_name="Amelia")
    typed = Patient(family_name="Wong", given_name="Amelie")
    (match,) = likely_duplicates(typed, by=as_rosa)
    assert (match.patient, match.likeness.reasons) == (amelia, ("like_name",))


def test_a_like_name_with_the_same_phone_is_shown_while_registering_whatever_birth_date_was_typed(
    clinic: Clinic, as_rosa: Caller
) -> None:
    make_patient(clinic, given_name="Elena", phone="+85223456789", sex="female")
    typed = Patient(family_name="Wong", given_name="Helena", phone="+85223456789", birth_date=dt.date(1991, 11, 3))
    for typed.sex in ("unknown", "female"):
        (match,) = likely_duplicates(typed, by=as_rosa)
        assert match.likeness.words() == "similar name, another birth date, same phone"


def test_the_flag_of_a_list_costs_one_query_and_none_for_nobody(
    clinic: Clinic, as_rosa: Caller, django_assert_num_queries: Any
) -> None:
    keys = [make_patient(clinic).pk for _ in range(12)]
    with django_assert_num_queries(1):
        assert possible_duplicates(keys, by=as_rosa) == set(keys)
    with django_assert_num_queries(0):
        assert possible_duplicates([], by=as_rosa) == set()
