"""The demo's three truths: the report finds the real link, not the absent one, and doubts the confounded one."""

import datetime as dt

import pytest
from django.utils import timezone

from clinic.demo.cohorts import COHORTS
from clinic.demo.management.commands.seed_demo import DEFAULT_SEED
from clinic.demo.seeding import seed
from clinic.practice.models import Clinic
from treatments.outcomes.cohort_building import cohort_findings
from treatments.outcomes.findings.cohort.finding import CohortPairFinding
from treatments.outcomes.findings.cohort.question import CohortFilters, CohortPair, CohortQuestion
from treatments.outcomes.findings.precision import frozen_precisions

pytestmark = pytest.mark.django_db

Found = dict[str, CohortPairFinding]


@pytest.fixture(scope="module")
def found(committed_never: None, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Obliquity beside low back pain in each of the demo's cohorts, as its report would say it."""
    seed(tmp_path_factory.mktemp("demo"), DEFAULT_SEED, lambda line: None)
    return {cohort.name: _of_cohort(cohort.clinic.name, cohort.cause) for cohort in COHORTS}


def _of_cohort(clinic_name: str, cause: str) -> CohortPairFinding:
    clinic = Clinic.objects.get(name=clinic_name)
    question = CohortQuestion(
        clinic=str(clinic.uuid),
        zone=clinic.time_zone,
        cutoff=timezone.now() + dt.timedelta(days=1),
        pairs=(CohortPair(measure="pelvic_obliquity", region="low_back", primary=True),),
        filters=CohortFilters(cause=cause),
        precisions=frozen_precisions(),
    )
    return cohort_findings(clinic.pk, question).pairs[0]


def test_the_real_link_is_found(found: Found) -> None:
    pair = found["real"]
    assert pair.within_patient
    assert pair.status == "ok"
    assert pair.within_patient.ci95[0] > 0


def test_where_there_is_none_none_is_found(found: Found) -> None:
    pair = found["null"]
    assert pair.within_patient
    low, high = pair.within_patient.ci95
    assert pair.status == "ok"
    assert low < 0 < high


def test_the_confounded_one_excludes_zero_and_is_called_inconsistent(found: Found) -> None:
    pair = found["confounded"]
    assert pair.within_patient
    assert pair.within_patient.ci95[0] > 0
    assert (pair.status, pair.reasons) == ("inconsistent", ("own_time_slopes_disagree",))
