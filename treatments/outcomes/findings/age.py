"""Whether a person was an adult on a day, for bands that are of adults."""

from datetime import date

from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.rules import RULES

UNDER_18 = "under_18"
MAY_BE_UNDER_18 = "may_be_under_18"
AGE_UNKNOWN = "age_unknown"


def minority(inputs: PatientInputs, on: date) -> str | None:
    """Say why adult bands do not hold on a day: `under_18`, or `may_be_under_18` if only the year is known.

    None: the person was an adult, or nothing at all is known about the age (see `age_is_unknown`).
    """
    if inputs.birth_date is not None:
        birth = inputs.birth_date
        age = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
        return UNDER_18 if age < RULES.adult_age else None
    if inputs.birth_year is None:
        return None
    turning = on.year - inputs.birth_year
    if turning < RULES.adult_age:
        return UNDER_18
    return MAY_BE_UNDER_18 if turning == RULES.adult_age else None


def age_is_unknown(inputs: PatientInputs) -> bool:
    """Say whether neither birth date nor birth year is known; adult bands are used then, with a note."""
    return inputs.birth_date is None and inputs.birth_year is None
