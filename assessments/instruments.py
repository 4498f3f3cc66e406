"""Questionnaires whose scores are stored, pure: range and direction of each score. No item text is held here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Instrument:
    """A questionnaire score: its range and whether a higher score means that the patient is worse."""

    code: str
    label: str
    low: float
    high: float
    higher_is_worse: bool


# Sources: PEG J Gen Intern Med 2009; PSFS, RMDQ, ODI 2.1a, NDI (percent), KOOS scoring 2012, KOOS-12, PROMIS T scores.
_INSTRUMENTS = (
    Instrument("peg", "PEG", 0, 10, True),
    Instrument("psfs", "PSFS", 0, 10, False),
    Instrument("rmdq", "RMDQ", 0, 24, True),
    Instrument("odi", "ODI (%)", 0, 100, True),
    Instrument("ndi", "NDI (%)", 0, 100, True),
    Instrument("koos_pain", "KOOS pain", 0, 100, False),
    Instrument("koos_symptoms", "KOOS symptoms", 0, 100, False),
    Instrument("koos_adl", "KOOS daily living", 0, 100, False),
    Instrument("koos_sport", "KOOS sport", 0, 100, False),
    Instrument("koos_qol", "KOOS quality of life", 0, 100, False),
    Instrument("koos_12", "KOOS-12", 0, 100, False),
    Instrument("promis_pain_interference", "PROMIS pain interference (T)", 10, 90, True),
    Instrument("promis_physical_function", "PROMIS physical function (T)", 10, 90, False),
)

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType({entry.code: entry for entry in _INSTRUMENTS})
