"""Questionnaires whose scores are stored, pure: range and direction of each score. No item text is held here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clinic.common.wording import gettext_noop


@dataclass(frozen=True)
class Instrument:
    """A questionnaire score: its range and whether a higher score means that the patient is worse."""

    code: str
    label: str
    low: float
    high: float
    higher_is_worse: bool


PGIC = "pgic"
"""The patient's global impression of change, asked at discharge and afterwards."""

GLOBAL_CHANGE: Mapping[int, str] = MappingProxyType(
    {
        1: gettext_noop("very much better"),
        2: gettext_noop("much better"),
        3: gettext_noop("a little better"),
        4: gettext_noop("no change"),
        5: gettext_noop("a little worse"),
        6: gettext_noop("much worse"),
        7: gettext_noop("very much worse"),
    }
)
"""What each score of the PGIC says, since the beginning of the treatment."""

# Sources: PEG J Gen Intern Med 2009; PSFS, RMDQ, ODI 2.1a, NDI (percent), KOOS scoring 2012, KOOS-12, PROMIS T scores,
# PGIC as the improvement item of the CGI (Guy 1976), 1 to 7.
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
    Instrument(PGIC, "PGIC", 1, 7, True),
)

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType({entry.code: entry for entry in _INSTRUMENTS})
