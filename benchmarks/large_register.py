"""Fills a clinic with 100 000 people of everyday names, and times searching them and comparing them, as JSON.

Two in a hundred are filed a second time, with a letter mistyped or another phone.
"""

import datetime as dt
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command
from django.db import connections

os.environ["PLUMBLINE_PROCESS"] = "manage"
django.setup()

from clinic.common.caller import Caller  # noqa: E402
from clinic.practice.callers import caller_of_command  # noqa: E402
from clinic.practice.models import Clinic  # noqa: E402
from clinic.practice.roles import FRONT_DESK  # noqa: E402
from patients.models import Patient  # noqa: E402
from patients.services.finding import find_patients  # noqa: E402
from patients.services.likeness import open_pairs, possible_duplicates  # noqa: E402
from patients.services.resembling import likely_duplicates  # noqa: E402

ROUNDS = 15
FAMILY_BEGINS = (
    "Ab Al Bak Bar Ben Cas Chan Che Del Dom El Fer Gar Gon Han Hol Ja Ka Lam Le Mar Mor Na Ok Pe Ro San Ta Wil"
)
FAMILY_ENDS = "a afor ado berg dez di er es field ford g ham in ini ley man o os ov ren ro sen son ston ung va wa ya zi"
GIVEN = (
    "Ada Aisha Alma Amy Ana Anton Ben Bo Carla Chi Ming Clara Daniel Dora Emil Eva Fatima Felix Grace Hana Hugo Ines "
    "Ivan Jan Jo Ka Yan Kim Lea Leo Lin Lucia Mai Marco Maria Mei Milan Mira Nadia Nils Noor Olga Omar Paul Pia Raj "
    "Rosa Ruth Sam Sara Siu Ling Tai Man Theo Una Vera Wai Wen Yan Yuki Zoe"
)
TYPED = {
    "name with an accent": "Márdez",
    "name with a typing error": "okafur ada",
    "beginning of a name": "wil",
    "two letters": "ch",
    "family and given name": "chanley rosa",
    "end of a phone number": "4567",
    "whole phone number": "+852 6123 4567",
    "birth date": "17.5.1980",
    "name and birth date": "wilson 17/05/1980",
    "record number": "P-004242",
    "nobody": "xqzyxq",
}


def main(count: int) -> None:
    call_command("setup_database", verbosity=0)
    clinic = Clinic.objects.create(name="Harbour Clinic", time_zone="Asia/Hong_Kong")
    chance = random.Random(7)  # noqa: S311
    people = [person(number, clinic, chance) for number in range(count)]
    again = [filed_again(one, number, chance) for number, one in enumerate(people[: count // 50], start=count)]
    Patient.objects.bulk_create([*people, *again], batch_size=2000)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    by = caller_of_command(clinic, "benchmark", FRONT_DESK)
    print(json.dumps({"patients": len(people) + len(again), "found_again": found_again(again, by), **times(again, by)}))


def person(number: int, clinic: Clinic, chance: random.Random) -> Patient:
    family = chance.choice(FAMILY_BEGINS.split()) + chance.choice(FAMILY_ENDS.split())
    given = " ".join(chance.sample(GIVEN.split(), chance.choice((1, 1, 2))))
    born = dt.date(1935, 1, 1) + dt.timedelta(days=chance.randrange(30_000))
    return Patient(
        clinic=clinic,
        record_number=f"P-{number:06}",
        family_name=family,
        given_name=given,
        birth_date=born if chance.random() < 0.9 else None,
        phone=f"+8526{chance.randrange(10**7):07}",
        email=f"{given}.{family}{number}@example.com".replace(" ", "") if chance.random() < 0.5 else "",
        sex=chance.choice(("female", "male")),
    )


def filed_again(one: Patient, number: int, chance: random.Random) -> Patient:
    place = chance.randrange(1, len(one.family_name))
    other_phone = f"+8529{chance.randrange(10**7):07}"
    return Patient(
        clinic=one.clinic,
        record_number=f"P-{number:06}",
        family_name=one.family_name[:place] + chance.choice("aeiou") + one.family_name[place + 1 :],
        given_name=one.given_name,
        birth_date=one.birth_date,
        phone=one.phone if one.birth_date is None or chance.random() < 0.5 else other_phone,
        sex=one.sex,
    )


def found_again(again: list[Patient], by: Caller) -> float:
    """The share of those who are filed twice that the flag marks."""
    keys = [one.pk for one in again]
    flagged = sum(len(possible_duplicates(keys[place : place + 50], by=by)) for place in range(0, len(keys), 50))
    return flagged / len(keys)


def times(again: list[Patient], by: Caller) -> dict[str, Any]:
    """Milliseconds: the median and the longest of some rounds."""
    fifty = [one.pk for one in again[:50]]
    steps: dict[str, Callable[[], Any]] = {
        **{f"search: {name}": lambda text=text: find_patients(text, by=by) for name, text in TYPED.items()},
        "duplicates while registering": lambda: likely_duplicates(again[0], by=by),
        "flags of a page of 50": lambda: possible_duplicates(fifty, by=by),
        "worklist of all pairs": lambda: open_pairs(by),
    }
    return {name: taken(step) for name, step in steps.items()}


def taken(step: Callable[[], Any]) -> tuple[float, float]:
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        step()
        found.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(found), 1), round(max(found), 1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
