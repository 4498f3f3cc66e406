"""Paired visits to estimate from: two small published tables, and designs made at random."""

import csv
import json
import math
from dataclasses import astuple, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from treatments.outcomes.estimators import Refusal, Sums, series_sums

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Pairs:
    """Columns of paired visits; `series` is unique across patients."""

    patient: NDArray[np.int64]
    series: NDArray[np.int64]
    weeks: NDArray[np.float64]
    exposure: NDArray[np.float64]
    pain: NDArray[np.float64]

    def columns(self) -> tuple[NDArray[Any], ...]:
        return self.patient, self.series, self.weeks, self.exposure, self.pain

    def sums(self) -> Sums:
        return series_sums(*self.columns())

    def rows(self, chosen: NDArray[Any]) -> Self:
        return type(self)(*(column[chosen] for column in self.columns()))


def small_fixture() -> Pairs:
    """Six patients with five visits each, made for this project."""
    rows = _rows("fixture_small.csv")
    patient = np.array([int(row["patient"].removeprefix("P")) for row in rows])
    weeks, exposure, pain = (_column(rows, name) for name in ("weeks", "deviation", "pain"))
    return Pairs(patient, patient, weeks, exposure, pain)


def small_fixture_expected() -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((DATA / "fixture_small_expected.json").read_text())
    return expected


def bland1995() -> Pairs:
    """Bland and Altman 1995, BMJ 310:446: PaCO2 as the exposure, pH in place of pain, no times."""
    rows = _rows("bland1995.csv")
    patient = _column(rows, "Subject").astype(np.int64)
    return Pairs(patient, patient, np.arange(len(rows)) * 1.0, _column(rows, "PaCO2"), _column(rows, "pH"))


def random_pairs(visits: list[int], seed: int, both_sides: bool = False, constant: int = 0) -> Pairs:
    """One series for each number of visits; if `both_sides`, two series make a patient.

    The exposure of the first `constant` series never varies. Pain follows time, exposure and chance.
    """
    rng = np.random.default_rng(seed)
    series = np.repeat(np.arange(len(visits)), visits)
    weeks = np.concatenate([np.cumsum(rng.uniform(0.3, 3, count)) for count in visits])
    exposure = rng.normal(4, 2, len(visits))[series] - 0.2 * weeks + rng.normal(0, 1, len(series))
    for number in range(constant):
        exposure[series == number] = 3.3
    level = rng.normal(6, 1.5, len(visits))[series]
    pain = level + rng.normal(0.3, 0.3) * exposure - np.log1p(weeks) + rng.normal(0, 1, len(series))
    return Pairs(series // 2 if both_sides else series, series, weeks, exposure, pain)


def is_honest(figure: Any) -> bool:
    """Whether an answer is a refusal with its reasons, nothing, or made of finite numbers only."""
    if isinstance(figure, Refusal):
        return bool(figure.reasons)
    if is_dataclass(figure) and not isinstance(figure, type):
        return bool(fields(figure)) and is_honest(astuple(figure))
    if isinstance(figure, (tuple, list)):
        return all(is_honest(part) for part in figure)
    return figure is None or (isinstance(figure, (float, int)) and math.isfinite(figure))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def _column(rows: list[dict[str, str]], name: str) -> NDArray[np.float64]:
    return np.array([float(row[name]) for row in rows])
