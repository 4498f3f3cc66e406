"""Which demo patients have which truth, pure. The manifest of the demo is written from here."""

from dataclasses import dataclass, replace

from clinic.demo.clinics import HARBOUR, PACIFIC, DemoClinic
from clinic.demo.generator import Association, Truth

# Obliquity is read with the palm: 0.7° by the same rater, 1.1° by another (the catalogue's figures).
REAL = Truth(Association.REAL, sem=0.7, sem_other_rater=1.1)
NULL = replace(REAL, association=Association.NULL)
CONFOUNDED = replace(REAL, association=Association.CONFOUNDED, shared_recovery=1.0)

# Of cohorts like this one in eight shows a link beyond time, and of these the report flags four in ten. The demo has
# one that it flags, whichever day of the week the demo is made on.
FLAGGED_DRAW = 222
# One in which the link is found although a third of the slips of the hand stay uncorrected.
FOUND_DRAW = 8


@dataclass(frozen=True, slots=True)
class Cohort:
    """Patients of one clinic who share one truth; ``cause`` tells them apart in the records.

    ``draw`` chooses among the random courses that the same seed gives.
    """

    name: str
    clinic: DemoClinic
    cause: str
    truth: Truth
    patients: range
    draw: int = 0

    def __post_init__(self) -> None:
        if self.patients.stop > len(self.clinic.patients):
            raise ValueError(f"{self.clinic.name} has only {len(self.clinic.patients)} patients.")


COHORTS = (
    Cohort("real", PACIFIC, "posture", REAL, range(30), FOUND_DRAW),
    Cohort("null", HARBOUR, "sitting", NULL, range(15)),
    Cohort("confounded", HARBOUR, "one_sided_sport", CONFOUNDED, range(15, 30), FLAGGED_DRAW),
)


def cohort_of(clinic: DemoClinic, patient: int) -> Cohort:
    """The cohort of the clinic's patient with this position in its list."""
    return next(cohort for cohort in COHORTS if cohort.clinic is clinic and patient in cohort.patients)
