"""Who a demo patient is and what they complain of, drawn by chance. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from patients.body_regions import REGION_SIDES

STAMP = "(SYNTHETIC)"
MINORS = (7, 19)
"""The positions in a clinic's list of the patients who are under age."""

REGION_CHANCES = {"low_back": 0.55, "neck": 0.35, "knee": 0.35, "shoulder": 0.15, "leg_radiating": 0.15}
OCCUPATIONS = ("teacher", "nurse", "software developer", "bus driver", "cook", "accountant", "gardener", "retired")
SPORTS = ("", "walking", "swimming", "tennis", "badminton", "running", "cycling", "tai chi")
REFERRALS = ("", "general practitioner", "a friend", "orthopaedic surgeon", "web site")
DIAGNOSES = {
    "low_back": "lumbar disc herniation",
    "neck": "cervical spondylosis",
    "knee": "osteoarthritis of the knee",
    "shoulder": "rotator cuff tendinopathy",
    "leg_radiating": "lumbar spinal stenosis",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """A region and side of the body that hurts."""

    region: str
    side: str


@dataclass(frozen=True, slots=True)
class Biography:
    """What the front desk and the therapist ask at the first visit. None: not known."""

    age: int
    birth_date: dt.date
    only_year_known: bool
    occupation: str
    sitting_hours: float | None
    sports: str
    referral: str
    alerts: tuple[str, ...]
    complaints: tuple[Complaint, ...]
    diagnosis: str
    weeks_since_onset: int
    treated_before: bool
    device: str

    @property
    def minor(self) -> bool:
        return self.age < 18


def biography(position: int, today: dt.date, rng: np.random.Generator) -> Biography:
    """The life of the patient with this position in the clinic's list."""
    age = int(rng.integers(13, 17)) if position in MINORS else int(np.clip(round(rng.normal(48, 14)), 19, 86))
    birth_date = today - dt.timedelta(days=age * 365.25 + int(rng.integers(30, 330)))
    complaints = _complaints(rng)
    return Biography(
        age=age,
        birth_date=birth_date,
        only_year_known=age >= 18 and bool(rng.random() < 0.06),
        occupation="pupil" if age < 18 else _one_of(OCCUPATIONS, rng),
        sitting_hours=None if rng.random() < 0.15 else float(np.clip(round(rng.normal(7, 2.5)), 1, 14)),
        sports=_one_of(SPORTS, rng),
        referral=_one_of(REFERRALS, rng),
        alerts=_alerts(age, rng),
        complaints=complaints,
        diagnosis=DIAGNOSES[complaints[0].region] if age >= 18 and rng.random() < 0.4 else "",
        weeks_since_onset=int(rng.integers(3, 80)),
        treated_before=bool(rng.random() < 0.3),
        device="cane" if age > 70 and rng.random() < 0.5 else "none",
    )


def _complaints(rng: np.random.Generator) -> tuple[Complaint, ...]:
    """The regions that hurt, the main one first; everybody has at least one."""
    drawn = [region for region, chance in REGION_CHANCES.items() if rng.random() < chance]
    return tuple(Complaint(region, _one_of(REGION_SIDES[region], rng)) for region in drawn or ["low_back"])


def _alerts(age: int, rng: np.random.Generator) -> tuple[str, ...]:
    chances = {"implant": 0.05, "osteoporosis": 0.15 if age > 60 else 0.0, "anticoagulant": 0.1 if age > 60 else 0.0}
    return tuple(alert for alert, chance in chances.items() if rng.random() < chance)


def _one_of(choices: tuple[str, ...], rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]
