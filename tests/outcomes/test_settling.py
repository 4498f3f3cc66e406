"""Mira settles beforehand which measure is looked at beside which pain."""

from typing import Any

import pytest

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.models import Clinic
from treatments.outcomes.models import PrespecifiedPair
from treatments.outcomes.selectors.settled_pairs import settled_pairs
from treatments.outcomes.settling import retire_pair, settle_pair, write_down_default_pairs


def codes(refused: Any) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in refused.value.problems]


def first_pair() -> PrespecifiedPair:
    return PrespecifiedPair.objects.get(position=1)


def test_a_clinic_that_settled_nothing_has_the_six_pairs_of_the_product(clinic: Clinic) -> None:
    pairs = settled_pairs(clinic.pk)
    assert len(pairs) == 6
    assert all(pair.primary for pair in pairs)
    assert (pairs[0].measure, pairs[0].region) == ("pelvic_obliquity", "low_back")


def test_writing_them_down_changes_nothing_about_what_is_in_force(clinic: Clinic, as_mira: Caller) -> None:
    before = settled_pairs(clinic.pk)
    write_down_default_pairs(by=as_mira)
    assert settled_pairs(clinic.pk) == before
    long_ago = AuditEvent.objects.get(action="prespecified_pair.written_down").at.replace(year=2001)
    assert settled_pairs(clinic.pk, by_then=long_ago) == before


def test_they_are_written_down_once(as_mira: Caller) -> None:
    write_down_default_pairs(by=as_mira)
    with pytest.raises(Refused) as refused:
        write_down_default_pairs(by=as_mira)
    assert codes(refused) == [("", "pairs_written_down_already")]
    assert PrespecifiedPair.objects.count() == 6


def test_a_seventh_pair_is_refused_until_one_is_retired(clinic: Clinic, as_mira: Caller) -> None:
    write_down_default_pairs(by=as_mira)
    with pytest.raises(Clash):
        settle_pair(PrespecifiedPair(measure="q_angle", region="knee", position=1), by=as_mira)
    with pytest.raises(Refused):
        settle_pair(PrespecifiedPair(measure="q_angle", region="knee", position=7), by=as_mira)
    retire_pair(first_pair(), by=as_mira)
    settle_pair(PrespecifiedPair(measure="q_angle", region="knee", position=1), by=as_mira)
    settled = settled_pairs(clinic.pk)
    assert (settled[0].measure, settled[0].region, len(settled)) == ("q_angle", "knee", 6)
    events = AuditEvent.objects.values_list("action", flat=True)
    assert {"prespecified_pair.settled", "prespecified_pair.retired"} <= set(events)


def test_a_pair_cannot_be_added_while_the_products_own_are_not_written_down(as_mira: Caller) -> None:
    with pytest.raises(Refused) as refused:
        settle_pair(PrespecifiedPair(measure="q_angle", region="knee", position=1), by=as_mira)
    assert codes(refused) == [("", "pairs_not_written_down")]


def test_a_measure_that_has_no_deviation_cannot_be_settled(as_mira: Caller) -> None:
    write_down_default_pairs(by=as_mira)
    retire_pair(first_pair(), by=as_mira)
    with pytest.raises(Refused) as refused:
        settle_pair(PrespecifiedPair(measure="leg_length_true", region="low_back", position=1), by=as_mira)
    assert codes(refused) == [("/measure", "single_leg_not_trended")]


def test_a_measure_without_sides_is_only_explored_beside_a_pain_that_has_them(as_mira: Caller) -> None:
    write_down_default_pairs(by=as_mira)
    retire_pair(first_pair(), by=as_mira)
    with pytest.raises(Refused) as refused:
        settle_pair(PrespecifiedPair(measure="pelvic_obliquity", region="knee", position=1), by=as_mira)
    assert codes(refused) == [("/measure", "exploratory_only")]


def test_a_pair_is_retired_once_and_by_whoever_saw_it_last(as_mira: Caller) -> None:
    write_down_default_pairs(by=as_mira)
    pair, seen_before = first_pair(), first_pair()
    retire_pair(pair, by=as_mira)
    with pytest.raises(Refused) as refused:
        retire_pair(pair, by=as_mira)
    assert codes(refused) == [("", "retired_already")]
    with pytest.raises(StaleRecord):
        retire_pair(seen_before, by=as_mira)


def test_retiring_all_leaves_none(clinic: Clinic, as_mira: Caller) -> None:
    write_down_default_pairs(by=as_mira)
    for pair in PrespecifiedPair.objects.all():
        retire_pair(pair, by=as_mira)
    assert settled_pairs(clinic.pk) == []


def test_only_managers_settle_and_only_in_their_clinic(
    clinic: Clinic, as_theo: Caller, as_mira: Caller, as_other_theo: Caller
) -> None:
    with pytest.raises(PermissionMissing):
        write_down_default_pairs(by=as_theo)
    write_down_default_pairs(by=as_mira)
    with pytest.raises(PermissionMissing):
        retire_pair(first_pair(), by=as_other_theo)
    assert len(settled_pairs(clinic.pk)) == 6
