"""Mira settles in the admin which measure is looked at beside which pain."""

from django.test import Client

from clinic.practice.models import Clinic, Membership
from tests.admin.pages import logged_in, page, send, words
from treatments.outcomes.models import PrespecifiedPair
from treatments.outcomes.selectors.settled_pairs import settled_pairs

KIND = "outcomes_prespecifiedpair"


def write_down(desk: Client) -> int:
    return desk.post(page(KIND, "write_down")).status_code


def test_the_list_says_which_pairs_are_in_force_although_none_is_written_down(mira: Membership) -> None:
    shown = words(logged_in(mira).get(page(KIND, "changelist")))
    assert "In force are the six that came with the product" in shown
    assert "Pelvic obliquity, low back" in shown


def test_they_are_written_down_by_a_button_and_then_one_is_retired_and_another_settled(
    mira: Membership, clinic: Clinic
) -> None:
    desk = logged_in(mira)
    assert write_down(desk) == 302
    assert "came with the product:" not in words(desk.get(page(KIND, "changelist")))
    first = PrespecifiedPair.objects.get(position=1)
    assert send(desk, page(KIND, "retire", first.uuid)).status_code == 302
    added = send(desk, page(KIND, "add"), measure="q_angle", region="knee", position="1")
    assert added.status_code == 302, words(added)
    first_in_force = settled_pairs(clinic.pk)[0]
    assert (first_in_force.measure, first_in_force.region) == ("q_angle", "knee")
    listed = words(desk.get(page(KIND, "changelist")))
    assert "Q-angle" in listed
    assert "Pelvic obliquity low back" not in listed


def test_who_retires_a_pair_reads_that_it_stays_in_the_report_of_a_year_that_began_with_it(mira: Membership) -> None:
    desk = logged_in(mira)
    write_down(desk)
    first = PrespecifiedPair.objects.get(position=1)
    asked = words(desk.get(page(KIND, "retire", first.uuid)))
    assert "the pair stays in the confirmatory report of a year that began with it" in asked


def test_a_pair_that_cannot_be_settled_is_refused_at_its_field(mira: Membership) -> None:
    desk = logged_in(mira)
    write_down(desk)
    refused = send(desk, page(KIND, "add"), measure="leg_length_true", region="low_back", position="1")
    assert refused.status_code == 200
    assert "one leg alone is too inexact to follow" in words(refused)
    assert PrespecifiedPair.objects.count() == 6


def test_writing_down_twice_says_so_and_changes_nothing(mira: Membership) -> None:
    desk = logged_in(mira)
    write_down(desk)
    assert write_down(desk) == 302
    assert "written down already" in words(desk.get(page(KIND, "changelist")))
    assert PrespecifiedPair.objects.count() == 6


def test_nobody_but_a_manager_writes_them_down(theo: Membership, rosa: Membership) -> None:
    assert [write_down(logged_in(member)) for member in (theo, rosa)] == [403, 403]
    assert not PrespecifiedPair.objects.exists()
