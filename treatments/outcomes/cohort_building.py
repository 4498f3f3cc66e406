"""Building a report about all patients together: its question is frozen, its records are read as of the cut-off."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils import translation

from treatments.outcomes.cohort_identity import cohort_identity, filter_names
from treatments.outcomes.composing import Product, Progress
from treatments.outcomes.composing_cohort import compose_cohort
from treatments.outcomes.findings.cohort.alignment import AlignmentAccumulator
from treatments.outcomes.findings.cohort.cohort import assemble
from treatments.outcomes.findings.cohort.exposure import measures_read
from treatments.outcomes.findings.cohort.finding import CohortFindings, CohortPairFinding
from treatments.outcomes.findings.cohort.flow import FlowAccumulator
from treatments.outcomes.findings.cohort.pain import Asked, BaselinePopulation, PainAccumulator
from treatments.outcomes.findings.cohort.pairs import PairAccumulator
from treatments.outcomes.findings.cohort.question import CohortFilters, CohortPair, CohortQuestion
from treatments.outcomes.freezing import freeze_question
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.selectors.cohort import Cohort, cohort_of
from treatments.outcomes.selectors.snapshot import one_moment
from treatments.outcomes.transitions import Lease


def cohort_product(report: OutcomeReport, lease: Lease, progress: Progress) -> Product:
    """Freeze the question unless an earlier attempt did, read what it asks for, and compose.

    In the active language. Needs ``clinic`` joined. Raises LeaseLost, InputsUnreadable.
    """
    question = freeze_question(report, lease)
    progress(5)
    findings = cohort_findings(report.clinic_id, question)
    progress(40)
    identity, names = cohort_identity(report), filter_names(report)
    return compose_cohort(findings, identity, translation.gettext, progress, names)


def cohort_findings(clinic_id: int, question: CohortQuestion) -> CohortFindings:
    """Read the records of the question's cohort, one pair after another, and find what they say.

    All at one moment, and one cohort after the other, so that only one needs memory at a time.
    """
    with one_moment():
        population = _population(clinic_id, question)
        with cohort_of(clinic_id, question) as cohort:
            reading = _Reading(question, cohort)
            pairs = [reading.pair(pair) for pair in question.pairs]
            if population.sha256:
                cohort.compared_with(population.sha256)
            pain = [
                found
                for region, accumulator in reading.pain.items()
                for found in accumulator.findings(population.baselines.get(region))
            ]
            alignment = [found for accumulator in reading.alignment.values() for found in accumulator.findings()]
            return assemble(question, pairs, pain, alignment, reading.flow.flow(), cohort.sha256, cohort.counts)


@dataclass(slots=True)
class _Reading:
    """One way through a cohort's records: each pair by itself, so that only one needs memory at a time.

    Pain of a region and the changes of a measure are counted along with the first pair that reads them.
    """

    question: CohortQuestion
    cohort: Cohort
    pain: dict[str, PainAccumulator] = field(default_factory=dict)
    alignment: dict[str, AlignmentAccumulator] = field(default_factory=dict)
    flow: FlowAccumulator = field(default_factory=FlowAccumulator)

    def __post_init__(self) -> None:
        self.flow.add(self.cohort.people)

    def pair(self, pair: CohortPair) -> CohortPairFinding:
        """Read the records of one pair, and give its finding."""
        together = PairAccumulator(self.question, pair, patients=len(self.cohort.people))
        counting: list[PairAccumulator | PainAccumulator | AlignmentAccumulator] = [together]
        if pair.region not in self.pain:
            self.pain[pair.region] = PainAccumulator(self.question, pair.region)
            counting.append(self.pain[pair.region])
        if pair.measure not in self.alignment:
            self.alignment[pair.measure] = AlignmentAccumulator(self.question, pair.measure)
            counting.append(self.alignment[pair.measure])
        measure, source = [*measures_read(pair.measure), None][:2]
        for batch in self.cohort.batches(measure=measure, source=source, region=pair.region):
            for one in counting:
                one.add(batch)
        finding = together.finding(p_wanted=self.question.confirmatory_year is not None)
        self.flow.add_pair(together, finding)
        return finding


@dataclass(frozen=True, slots=True)
class _Population:
    """The first ratings of all the clinic's patients by region, and the hash of what was read for them.

    Neither where the cohort is all of them.
    """

    baselines: Mapping[str, Mapping[Asked, BaselinePopulation]]
    sha256: str = ""


def _population(clinic_id: int, question: CohortQuestion) -> _Population:
    """The patients to whom a part of them is compared.

    Regression to the mean leads back to what the clinic's patients are like, not to what the chosen ones are like.
    """
    whole = replace(question, filters=CohortFilters(), window_from=None, window_until=None)
    if whole == question:
        return _Population({})
    regions = {pair.region: PainAccumulator(whole, pair.region) for pair in question.pairs}
    with cohort_of(clinic_id, whole) as cohort:
        for region, accumulator in regions.items():
            for batch in cohort.batches(region=region):
                accumulator.add(batch)
        return _Population({region: found.baselines for region, found in regions.items()}, cohort.sha256)
