"""Outcome reports, their files, and the pairs that a clinic settles beforehand."""

from treatments.outcomes.models.artifact import Artifact
from treatments.outcomes.models.pair import MOST_PAIRS, PrespecifiedPair
from treatments.outcomes.models.report import FailureReason, OutcomeReport, ReportKind, ReportState, Sha256

__all__ = [
    "MOST_PAIRS",
    "Artifact",
    "FailureReason",
    "OutcomeReport",
    "PrespecifiedPair",
    "ReportKind",
    "ReportState",
    "Sha256",
]
