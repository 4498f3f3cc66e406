"""What else is measured on a demo patient besides the obliquity of the pelvis, pure.

Bony parts do not change: the true leg length difference and the angle of the knee, so an honest report finds
them within the measurement error. The functional part of a leg length difference recovers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assessments.measures import MEASURES

TAPE_DIFFERENCE_SEM = 3.5  # mm, of right minus left by one rater; both legs are read in one posture, see the catalogue


@dataclass(frozen=True, slots=True)
class Body:
    """The constants of one patient, in mm and degrees; differences are right minus left."""

    leg: float
    bony_difference: float
    functional_difference: float
    tilt: tuple[float, float]
    knees: tuple[float, float]
    flexion: float
    changes_tilt_method: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure to be entered. ``again``: read a second time, with the landmarks found anew."""

    measure: str
    side: str
    method: str
    value: float
    again: float | None = None


def body(rng: np.random.Generator) -> Body:
    tilt, asymmetry = rng.normal(7, 5), rng.normal(0, 2)
    return Body(
        leg=float(rng.normal(860, 45)),
        bony_difference=float(rng.normal(0, 6)),
        functional_difference=float(rng.normal(0, 6)),
        tilt=(float(tilt - asymmetry / 2), float(tilt + asymmetry / 2)),
        knees=(float(rng.normal(1, 3)), float(rng.normal(1, 3))),
        flexion=float(np.clip(rng.normal(138, 8), 100, 155)),
        changes_tilt_method=bool(rng.random() < 0.15),
    )


def battery(
    patient: Body, left_over: float, tilt_method: str, same_rater: bool, rng: np.random.Generator
) -> list[Figure]:
    """Every other figure of one visit, each with the error of its method.

    ``left_over`` is the share of what is functional that has not recovered yet.
    """
    difference = patient.bony_difference + rng.normal(0, TAPE_DIFFERENCE_SEM)
    leg = patient.leg + rng.normal(0, 4)
    heels = patient.bony_difference + patient.functional_difference * left_over
    figures = [
        Figure("leg_length_true", "left", "tape_supine", round(leg - difference / 2)),
        Figure("leg_length_true", "right", "tape_supine", round(leg + difference / 2)),
        _read("lld_functional", "none", "prone_heel_level", heels, same_rater, rng),
        _read("knee_flexion", "right", "long_goniometer", patient.flexion, same_rater, rng),
    ]
    for side, tilt, knee in zip(("left", "right"), patient.tilt, patient.knees, strict=True):
        figures.append(_read("pelvic_tilt_palp", side, tilt_method, tilt, same_rater, rng))
        figures.append(_read("knee_frontal_hka", side, "phone_inclinometer", knee, same_rater, rng))
    return [_read_again(figure, patient, rng) for figure in figures]


def _read_again(figure: Figure, patient: Body, rng: np.random.Generator) -> Figure:
    """The knees are read twice, so that the clinic learns its own error. Takes no number from the others' draws."""
    if figure.measure != "knee_frontal_hka":
        return figure
    knee = patient.knees[figure.side == "right"]
    second = _read(figure.measure, figure.side, figure.method, knee, True, rng.spawn(1)[0])
    return replace(figure, again=second.value)


def _read(measure: str, side: str, method: str, truth: float, same_rater: bool, rng: np.random.Generator) -> Figure:
    """The true value with the method's own error, to a tenth and inside what can be entered."""
    entry = MEASURES[measure]
    sem = entry.methods[method].sem(same_rater) or 0.0
    low, high = entry.hard.low or -np.inf, entry.hard.high or np.inf
    return Figure(measure, side, method, round(float(np.clip(truth + rng.normal(0, sem), low, high)), 1))
