"""Findings of a cohort in careful sentences: pure, never a cause. Import from here."""

from treatments.outcomes.narrative.cohort.literature import EVIDENCE, EVIDENCE_AS_OF, evidence
from treatments.outcomes.narrative.cohort.means import cohort_measure_name, cohort_pain_name
from treatments.outcomes.narrative.cohort.multiplicity import p_in_words
from treatments.outcomes.narrative.cohort.narrative import (
    alignment_sentences,
    cohort_limitations,
    cohort_narrative,
    estimand_sentences,
    headlines,
    multiplicity_sentences,
    pain_sentences,
)
from treatments.outcomes.narrative.cohort.pairs import estimand_sentence, found_in, pair_headline, pair_sentences
from treatments.outcomes.narrative.cohort.people import (
    audience_sentence,
    filter_sentences,
    flow_sentences,
    population_sentences,
)

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
    "filter_sentences",
    "flow_sentences",
    "found_in",
    "headlines",
    "multiplicity_sentences",
    "p_in_words",
    "pain_sentences",
    "pair_headline",
    "pair_sentences",
    "population_sentences",
]
