"""Findings of a cohort in careful sentences: pure, never a cause. Import from here."""

from treatments.outcomes.narrative.cohort.evidence import EVIDENCE, EVIDENCE_AS_OF, evidence
from treatments.outcomes.narrative.cohort.means import cohort_measure_name, cohort_pain_name
from treatments.outcomes.narrative.cohort.narrative import (
    alignment_sentences,
    cohort_limitations,
    cohort_narrative,
    estimand_sentences,
    headlines,
    pain_sentences,
    tested_sentences,
)
from treatments.outcomes.narrative.cohort.pairs import estimand_sentence, found_in, pair_headline, pair_sentences
from treatments.outcomes.narrative.cohort.people import audience_sentence, flow_sentences, population_sentences
from treatments.outcomes.narrative.cohort.tested import p_in_words

__all__ = [
    "EVIDENCE",
    "EVIDENCE_AS_OF",
    "alignment_sentences",
    "audience_sentence",
    "cohort_limitations",
    "cohort_measure_name",
    "cohort_narrative",
    "cohort_pain_name",
    "estimand_sentence",
    "estimand_sentences",
    "evidence",
    "flow_sentences",
    "found_in",
    "headlines",
    "p_in_words",
    "pain_sentences",
    "pair_headline",
    "pair_sentences",
    "population_sentences",
    "tested_sentences",
]
