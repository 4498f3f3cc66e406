"""Whether the filters of a cohort report name what there is."""

from uuid import UUID

from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem
from clinic.practice.models import Membership
from patients.models import Sex
from patients.models.episode import Cause
from treatments.models import Technique
from treatments.outcomes.findings.cohort.question import CohortFilters

OLDEST = 120


def problems_of_filters(filters: CohortFilters, by: Caller) -> list[Problem]:
    """Everything that is wrong with the filters; another clinic's therapist is one that does not exist."""
    return [*_of_choices(filters), *_of_records(filters, by), *_of_ages(filters)]


def _of_choices(filters: CohortFilters) -> list[Problem]:
    allowed = {"cause": (filters.cause, Cause.values), "sex": (filters.sex, Sex.values)}
    sentence = _("“%(given)s” is not known here; use one of: %(allowed)s.")
    return [
        Problem(f"/filters/{name}", "invalid_choice", sentence % {"given": given, "allowed": ", ".join(choices)})
        for name, (given, choices) in allowed.items()
        if given is not None and given not in choices
    ]


def _of_records(filters: CohortFilters, by: Caller) -> list[Problem]:
    sentence = _("There is no such record.")
    problems = []
    if filters.therapist is not None and not _is_staff(filters.therapist, by):
        problems.append(Problem("/filters/therapist", "does_not_exist", sentence))
    if filters.technique is not None and not Technique.objects.visible_to(by).filter(code=filters.technique).exists():
        problems.append(Problem("/filters/technique", "does_not_exist", sentence))
    return problems


def _is_staff(uuid: str, by: Caller) -> bool:
    try:
        return Membership.objects.visible_to(by).filter(uuid=UUID(uuid)).exists()
    except ValueError:
        return False


def _of_ages(filters: CohortFilters) -> list[Problem]:
    given = {"age_min": filters.age_min, "age_max": filters.age_max}
    sentence = _("An age is a whole number of years from 0 to %(oldest)s, not %(given)s.")
    problems = [
        Problem(f"/filters/{name}", "out_of_bounds", sentence % {"oldest": OLDEST, "given": age})
        for name, age in given.items()
        if age is not None and not 0 <= age <= OLDEST
    ]
    both = filters.age_min is not None and filters.age_max is not None
    if both and not problems and filters.age_min > filters.age_max:  # type: ignore[operator]
        reverse = _("The youngest age %(min)s lies above the oldest age %(max)s.")
        ages = {"min": filters.age_min, "max": filters.age_max}
        problems.append(Problem("/filters/age_min", "age_min_above_age_max", reverse % ages))
    return problems
