"""The questionnaire that a demo patient fills in at the first and at the last visit."""

from __future__ import annotations

import datetime as dt

import numpy as np

from assessments.instruments import INSTRUMENTS
from assessments.models import QuestionnaireScore
from assessments.services.scoring import record_questionnaire_score
from clinic.common.caller import Caller
from patients.models import Episode

INSTRUMENT_OF = {"low_back": "odi", "neck": "ndi", "knee": "koos_pain"}
USUAL = "psfs"


def score(episode: Episode, pain: int, taken_on: dt.date, by: Caller, rng: np.random.Generator) -> None:
    """Record a score that goes along with the pain, give or take a tenth of the range."""
    instrument = INSTRUMENTS[INSTRUMENT_OF.get(episode.region, USUAL)]
    share = float(np.clip(0.08 * pain + rng.normal(0, 0.1), 0, 1))
    worse = share if instrument.higher_is_worse else 1 - share
    value = round(instrument.low + (instrument.high - instrument.low) * worse)
    scored = QuestionnaireScore(
        patient=episode.patient, episode=episode, instrument=instrument.code, score=value, taken_on=taken_on
    )
    record_questionnaire_score(scored, by=by)
