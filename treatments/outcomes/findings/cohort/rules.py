"""Every threshold that a cohort report adds to those of a patient report; printed in each under `parameters`."""

from dataclasses import asdict, dataclass
from typing import Any

from treatments.outcomes.estimators.across_patients import FEWEST_POINTS
from treatments.outcomes.estimators.cross_products import FEWEST_PAIRS, FEWEST_PAIRS_FOR_OWN_TIME
from treatments.outcomes.estimators.error import FEWEST_REPLICATE_DOF
from treatments.outcomes.estimators.responders import FEWEST_IN_ROW
from treatments.outcomes.estimators.within_patient import FEWEST_DOF, FEWEST_PATIENTS
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.rules import RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRules:
    """Defaults of the method. The first five are those of the estimators.

    series_minimum_pairs: fewer pairs of a series do not enter an estimate.
    minimum_patients, minimum_dof: what the headline needs: patients whose exposure varies, residual degrees of freedom.
    own_time_minimum_pairs: a series needs so many to have a course of its own.
    across_minimum_patients: for a line across patients.
    responder_minimum_patients: in each row of the responder table.
    mean_minimum_patients: for a mean with its interval: of a change, and of a step of the course of pain.
    baselines_minimum: so many patients say what the clinic's patients are like when they come.
    scatter_minimum_patients: for the reliability of one rating: so many have ratings enough to scatter. People differ
    in how far their pain wavers: what fewer show is theirs, not the clinic's, and no report for sharing may tell it.
    scatter_minimum_dof: for the same. As many as the repeatability needs, since both rest on an SD within persons: with
    30 it is known to within -20 % and +34 %.
    scatter_largest_share: of these degrees of freedom one patient has at most.
    own_slopes_share: a headline is inconsistent if the estimate with own courses is a smaller share of it.
    drawn_patients, drawn_from_patients: so many courses are drawn at most, and none of fewer patients.
    drawn_visits, drawn_weeks: how much of a long course is drawn.
    drawn_in_days_below: a cohort whose whole course is shorter is drawn day by day.
    attendance_visits: attendance is counted up to so many visits.
    """

    series_minimum_pairs: int = FEWEST_PAIRS
    minimum_patients: int = FEWEST_PATIENTS
    minimum_dof: int = FEWEST_DOF
    own_time_minimum_pairs: int = FEWEST_PAIRS_FOR_OWN_TIME
    across_minimum_patients: int = FEWEST_POINTS
    responder_minimum_patients: int = FEWEST_IN_ROW
    mean_minimum_patients: int = 5
    baselines_minimum: int = 30
    scatter_minimum_patients: int = 10
    scatter_minimum_dof: int = FEWEST_REPLICATE_DOF
    scatter_largest_share: float = 0.5
    own_slopes_share: float = 0.5
    drawn_patients: int = 24
    drawn_from_patients: int = 10
    drawn_visits: int = 60
    drawn_weeks: int = 104
    drawn_in_days_below: int = 28
    attendance_visits: int = 60


COHORT = CohortRules()


def cohort_parameters(question: CohortQuestion) -> dict[str, Any]:
    """Give every threshold of a report by name."""
    return {**RULES.as_parameters(), **asdict(COHORT), "small_cell_threshold": question.small_cell_threshold}
