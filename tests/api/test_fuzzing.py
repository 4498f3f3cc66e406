"""The API against its own description: no server error, no answer that the description does not know.

A small slice runs with all tests, always the same. ``make fuzz`` runs a large one, another each time.
"""

import os
import random
import sys
from typing import Any

import pytest

from tests.api.fuzzing import fuzz
from tests.api.world import World, make_world
from tests.builders import make_token

pytestmark = pytest.mark.fuzz

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
"""Requests to each operation, of each of the two kinds."""
SEED = random.SystemRandom().randrange(10**6) if "FUZZ_EXAMPLES" in os.environ else 20_260_302


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.mark.timeout(0 if "FUZZ_EXAMPLES" in os.environ else 120)
def test_every_answer_is_one_that_the_description_knows(world: World) -> None:
    run = fuzz(world, make_token(world.partner).token, EXAMPLES, SEED)
    sys.stdout.write(f"seed {SEED}: {run}\n")
    assert len(run.operations) > 60


@pytest.mark.parametrize(
    "represent",
    [lambda *_: 1 / 0, lambda *_: [{"name": "Room 1"}], lambda *_: [{"id": "1", "name": None}]],
    ids=["a server error", "a field that is missing", "a null that is not described"],
)
def test_what_the_description_does_not_know_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, represent: Any
) -> None:
    monkeypatch.setattr("clinic.practice.api.people_and_places.RoomViewSet.represent", represent)
    with pytest.raises(BaseExceptionGroup):
        fuzz(world, make_token(world.partner).token, EXAMPLES, SEED, path="rooms/")
