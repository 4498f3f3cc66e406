"""The manager's pages: staff, rooms, API clients, the clinic's settings and calendar."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from clinic.audit.models import AuditEvent
from clinic.practice.models import ApiClient, Clinic, Membership, Room, User
from tests.admin.pages import page, send, words
from tests.builders import PASSWORD, make_client, make_member, make_room, make_token
from treatments.models import Availability, Closure

ADD_STAFF = reverse("admin:practice_membership_add")
ADD_CLIENT = reverse("admin:practice_apiclient_add")


def shown_secret(answer: object) -> str:
    found = re.findall(r"<code>([^<]+)</code>", answer.content.decode())  # type: ignore[attr-defined]
    return str(found[-1])


def test_a_new_member_of_staff_gets_a_password_that_is_shown_once(miras_desk: Client, clinic: Clinic) -> None:
    answer = send(miras_desk, ADD_STAFF, display_name="Nina Lee", username="nina", role="therapist")
    password = shown_secret(answer)
    nina = User.objects.get(username="nina")
    assert nina.check_password(password)
    assert nina.memberships.get().role == "therapist"
    for path in (
        reverse("admin:practice_membership_changelist"),
        page("practice_membership", "change", nina.memberships.get().uuid),
    ):
        assert password not in miras_desk.get(path).content.decode()
    assert password not in str(miras_desk.cookies)


def test_somebody_of_a_clinic_that_mira_manages_too_keeps_their_password(
    miras_desk: Client, other_theo: Membership, clinic: Clinic
) -> None:
    make_member(other_theo.clinic, "mira", role="manager")
    session = miras_desk.session
    session["active_clinic"] = str(clinic.uuid)
    session.save()
    answer = send(miras_desk, ADD_STAFF, display_name="Otto", username="otto", role="therapist")
    assert answer.status_code == 302
    assert other_theo.user.memberships.filter(clinic=clinic, role="therapist").exists()
    assert User.objects.get(username="otto").check_password(PASSWORD)


def test_a_password_is_not_renewed_for_somebody_who_works_elsewhere_too(
    miras_desk: Client, other_theo: Membership, clinic: Clinic
) -> None:
    here = make_member(clinic, "otto", role="therapist")
    answer = send(miras_desk, page("practice_membership", "new-password", here.uuid))
    assert "works in another clinic too" in words(answer)
    assert User.objects.get(username="otto").check_password(PASSWORD)


def test_a_renewed_password_ends_the_old_one(miras_desk: Client, theo: Membership) -> None:
    password = shown_secret(send(miras_desk, page("practice_membership", "new-password", theo.uuid)))
    theo.user.refresh_from_db()
    assert theo.user.check_password(password)
    assert not theo.user.check_password(PASSWORD)
    assert AuditEvent.objects.filter(action="staff.password_renewed").exists()


@pytest.mark.parametrize("change", [{"role": "therapist"}, {"active": None}])
def test_the_last_manager_stays_manager(miras_desk: Client, mira: Membership, change: dict[str, str | None]) -> None:
    answer = send(miras_desk, page("practice_membership", "change", mira.uuid), **change)
    assert "no manager left" in words(answer)
    mira.refresh_from_db()
    assert (mira.role, mira.active) == ("manager", True)


def test_a_role_is_changed_and_audited(miras_desk: Client, theo: Membership) -> None:
    send(miras_desk, page("practice_membership", "change", theo.uuid), role="front_desk")
    theo.refresh_from_db()
    assert theo.role == "front_desk"
    assert AuditEvent.objects.get(action="staff.changed").detail == {"fields": ["role"], "role": "front_desk"}


def test_an_api_client_is_added_with_a_secret_that_works_and_is_shown_once(miras_desk: Client, clinic: Clinic) -> None:
    answer = send(miras_desk, ADD_CLIENT, name="Billing", scopes=["patients:read"])
    secret, client = shown_secret(answer), ApiClient.objects.get()
    assert client.clinic == clinic
    assert secret not in client.client_secret
    asked = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    assert Client().post("/oauth/token/", asked).status_code == 200
    assert secret not in miras_desk.get(page("practice_apiclient", "change", client.uuid)).content.decode()


def test_a_client_that_is_switched_off_loses_its_tokens(miras_desk: Client, partner: ApiClient) -> None:
    token = make_token(partner)
    send(miras_desk, page("practice_apiclient", "change", partner.uuid), active=None)
    partner.refresh_from_db()
    assert not partner.active
    assert not type(token).objects.filter(pk=token.pk).exists()


def test_a_new_secret_ends_the_old_one_and_every_token(miras_desk: Client, clinic: Clinic) -> None:
    client = make_client(clinic, "Billing")
    make_token(client)
    secret = shown_secret(send(miras_desk, page("practice_apiclient", "new-secret", client.uuid)))
    asked = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    assert Client().post("/oauth/token/", asked).status_code == 200
    assert client.accesstoken_set.count() == 1


def test_an_unknown_time_zone_is_refused_in_words(miras_desk: Client, clinic: Clinic) -> None:
    path = page("practice_clinic", "change", clinic.uuid)
    assert "is not a known time zone" in words(send(miras_desk, path, time_zone="Asia/Kowloon Tong"))
    send(miras_desk, path, name="Harbour Clinic Central")
    clinic.refresh_from_db()
    assert (clinic.name, clinic.time_zone, clinic.version) == ("Harbour Clinic Central", "Asia/Hong_Kong", 2)


def test_two_rooms_of_one_name_are_refused(miras_desk: Client, clinic: Clinic) -> None:
    make_room(clinic, name="Gym")
    answer = send(miras_desk, reverse("admin:practice_room_add"), name="Gym")
    assert "already has a room of this name" in words(answer)
    assert Room.objects.count() == 1


def test_a_room_out_of_use_leaves_the_list_and_is_not_offered(miras_desk: Client, clinic: Clinic) -> None:
    room = make_room(clinic)
    send(miras_desk, page("practice_room", "change", room.uuid), active=None)
    assert not miras_desk.get(reverse("admin:practice_room_changelist")).context["cl"].result_list
    form = miras_desk.get(reverse("admin:treatments_treatmentsession_add")).context["adminform"].form
    assert not form.fields["room"].queryset


def test_working_hours_are_times_of_day_and_do_not_overlap(miras_desk: Client, theo: Membership) -> None:
    add = reverse("admin:treatments_availability_add")
    send(miras_desk, add, therapist=theo.uuid, weekday="1", begins="09:00", until="12:30")
    hours = Availability.objects.get()
    assert (hours.minutes.lower, hours.minutes.upper) == (540, 750)
    overlapping = send(miras_desk, add, therapist=theo.uuid, weekday="1", begins="12:00", until="18:00")
    assert "overlap other working hours" in words(overlapping)
    backwards = send(miras_desk, add, therapist=theo.uuid, weekday="2", begins="12:00", until="09:00")
    assert "Working hours end after they begin." in words(backwards)
    send(miras_desk, page("treatments_availability", "change", hours.uuid), until="00:00")
    hours.refresh_from_db()
    assert hours.minutes.upper == 24 * 60


def test_a_closure_can_be_removed_from_the_calendar(miras_desk: Client, clinic: Clinic) -> None:
    closure = Closure.objects.create(clinic=clinic, name="Typhoon", first_day="2026-09-01", last_day="2026-09-01")
    answer = send(miras_desk, page("treatments_closure", "remove", closure.uuid))
    assert answer.headers["Location"] == reverse("admin:treatments_closure_changelist")
    assert not Closure.objects.exists()
    assert AuditEvent.objects.filter(action="closure.removed").exists()
