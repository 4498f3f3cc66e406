"""Every path of the API, asked by everybody, about records of their own clinic, of the other, and of none."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from clinic.audit.models import AuditEvent
from clinic.practice.models import Membership
from clinic.practice.roles import ROLE_PERMISSIONS, SCOPE_PERMISSIONS
from tests.api.world import World, make_world
from tests.builders import make_member, make_token
from tests.conftest import Api
from tests.permissions.api_table import ANY_CALLER, BEFOREHAND, BODIES, OF_NO_PATIENT, PUBLIC, TABLE
from tests.permissions.routes import api_routes

pytestmark = pytest.mark.django_db

NOBODYS = UUID("11111111-1111-4111-8111-111111111111")
ROWS = [(method, path, needed) for path, methods in TABLE.items() for method, needed in methods.items()]
PERMISSIONS = frozenset().union(*SCOPE_PERMISSIONS.values())


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: how, with which permissions (None: not known at all), in the clinic of the records?"""

    name: str
    api: Api
    may: frozenset[str] | None
    member_of_the_clinic: bool = True
    has_role: bool = True

    def expected(self, needed: str) -> int:
        """401, 403, or 200 for whoever may go on to the record."""
        if needed == PUBLIC:
            return 200
        if self.may is None:
            return 401
        return 200 if self.has_role and (needed == ANY_CALLER or needed in self.may) else 403


@dataclass(frozen=True)
class Stage:
    """Two clinics, alike in everything, and the actors."""

    world: World
    other: World
    anonymous: Actor
    staff: list[Actor]

    def actors(self, needed: str) -> list[Actor]:
        """The anonymous, the staff, and software: without the scope, with every scope, of the other clinic."""
        if needed == PUBLIC:
            return [self.anonymous]
        lacking = [scope for scope, granted in SCOPE_PERMISSIONS.items() if needed not in granted]
        without = frozenset().union(*(SCOPE_PERMISSIONS[scope] for scope in lacking))
        return [
            self.anonymous,
            *self.staff,
            Actor("client without the scope", Api(make_token(self.world.partner, scopes=lacking)), without),
            Actor("client with every scope", Api(make_token(self.world.partner)), PERMISSIONS),
            Actor("client of the other clinic", Api(make_token(self.other.partner)), PERMISSIONS, False),
        ]


@pytest.fixture(scope="module")
def stage(committed_never: None) -> Stage:
    """Set up once for the whole table."""
    world, other = make_world(), make_world("Bay Clinic", "America/Los_Angeles")
    una = make_member(world.clinic, "una", role="therapist", active=False)
    staff = [session_of(member) for member in (world.rosa, world.theo, world.mira)]
    return Stage(world, other, Actor("anonymous", Api(None), None), [*staff, session_of(una)])


def session_of(member: Membership) -> Actor:
    api = Api(None)
    api.http.force_login(member.user)
    return Actor(member.display_name, api, ROLE_PERMISSIONS[member.role], has_role=member.active)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert sorted((method, path) for method, path, _needed in ROWS) == sorted(api_routes())


def test_every_write_that_takes_a_body_has_one() -> None:
    bodiless = ("arrive/", "start/", "complete/", "cancel/", "no-show/", "rerun/")
    writes = {(method, path) for method, path, _ in ROWS if method != "GET" and not path.endswith(bodiless)}
    assert writes == set(BODIES)


@pytest.mark.parametrize(("method", "path", "needed"), ROWS, ids=lambda value: str(value))
def test_a_row(method: str, path: str, needed: str, stage: Stage) -> None:
    for actor in stage.actors(needed):
        asked = {which: ask(actor, method, path, stage.world, ids) for which, ids in subjects(path, stage).items()}
        if actor.member_of_the_clinic:
            check_known(asked, actor, method, path, needed)
        elif "none" in asked:
            # The other clinic's software sees the records of its own clinic, and none of these.
            check_unseen({**asked, "other": asked["own"]}, actor)


def subjects(path: str, stage: Stage) -> dict[str, dict[str, UUID]]:
    """The ids to ask for: of the actor's clinic, and where the path holds one, the other clinic's and nobody's."""
    own = {"own": stage.world.ids}
    if "<uuid:uuid>" not in path:
        return own
    return own | {"other": stage.other.ids, "none": dict.fromkeys(stage.world.ids, NOBODYS)}


def check_known(asked: "dict[str, Asked]", actor: Actor, method: str, path: str, needed: str) -> None:
    expected = actor.expected(needed)
    if expected != 200:
        assert {which: one.status for which, one in asked.items()} == dict.fromkeys(asked, expected), actor.name
        assert all(one.written == 0 for one in asked.values()), f"{actor.name} was refused, and something was written"
        return
    own = asked["own"]
    assert own.status < 300, f"{actor.name}: {own.body!r}"
    if method == "GET" and path.partition("/")[0] not in OF_NO_PATIENT:
        assert own.audited == 1, f"{actor.name} read about a patient, and no audit row names the patient"
    if "none" in asked:
        check_unseen(asked, actor)


def check_unseen(asked: "dict[str, Asked]", actor: Actor) -> None:
    """What another clinic has is answered exactly like what nobody has, and nothing comes of asking."""
    other, none = asked["other"], asked["none"]
    assert (other.status, none.status) == (404, 404), actor.name
    assert other.body == none.body, actor.name
    assert other.written == none.written == 0, actor.name


@dataclass(frozen=True)
class Asked:
    """An answer, how many rows were written for it, and for a reading how many audit rows that name the patient."""

    status: int
    body: bytes
    written: int
    audited: int


def ask(actor: Actor, method: str, path: str, world: World, ids: dict[str, UUID]) -> Asked:
    """Send one request and take back whatever it changed."""
    body = BODIES.get((method, path), lambda world: {})(world)
    url = f"/api/v1/{filled(path, ids)}"
    with transaction.atomic():
        BEFOREHAND.get((method, path), lambda world: None)(world)
        audited, before = about(world, method), written()
        answer = actor.api.get(url) if method == "GET" else send(actor, method, url, body)
        asked = Asked(answer.status_code, answer.content, written() - before, about(world, method) - audited)
        transaction.set_rollback(True)
    return asked


def send(actor: Actor, method: str, url: str, body: dict[str, Any]) -> Any:
    match = {"If-Match": '"1-00000000"'} if method == "PATCH" else {}
    return getattr(actor.api, method.lower())(url, body, **match)


def filled(path: str, ids: dict[str, UUID]) -> str:
    """The path with the id of a record of its resource in it."""
    kind = path.partition("/")[0]
    code = {"measures": "pelvic_obliquity", "pain-regions": "knee"}.get(kind, "")
    return (
        path.replace("<uuid:uuid>", str(ids.get(kind, "")))
        .replace("<slug:code>", code)
        .replace("<path:name>", "data.csv")
        .replace("<str:system>/<str:value>", "lab/none")
    )


def about(world: World, method: str) -> int:
    """How many audit rows name the world's patient; of a change nobody asks."""
    if method != "GET":
        return 0
    return AuditEvent.objects.filter(patients__contains=[world.ids["patients"]]).count()


def written() -> int:
    """How many rows this transaction has written so far, whether or not it took them back; sessions aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables "
            "WHERE relname <> 'django_session'"
        )
        return int(cursor.fetchone()[0])
