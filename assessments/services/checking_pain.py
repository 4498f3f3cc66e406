"""Is what was entered as pain ratings possible? Finds every problem."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from assessments.models import PainRating
from assessments.plausibility import ProblemCode, check_pain
from clinic.common.errors import Problem
from clinic.common.records import field_problems

_FIELD = {
    ProblemCode.UNKNOWN_REGION: "/region",
    ProblemCode.SIDE_NOT_ALLOWED: "/side",
    ProblemCode.OUT_OF_BOUNDS: "/intensity",
}
_CHECKED_HERE = {"region", "side", "intensity", "taken_at"}


def problems_with_pain(ratings: Sequence[PainRating], pointer: str = "/pain") -> list[Problem]:
    """Every problem of a visit's ratings, with pointers below ``pointer``; an empty list accepts them."""
    problems = [
        problem.below(f"{pointer}/{index}")
        for index, rating in enumerate(ratings)
        for problem in problems_with_rating(rating)
    ]
    return problems + list(_duplicates(ratings, pointer))


def problems_with_rating(rating: PainRating) -> list[Problem]:
    """Every problem of one rating's region, side, intensity, recall, context, mode and timing."""
    asked: float | None = rating.intensity
    problems = [
        Problem(_FIELD[problem.code], problem.code, problem.detail.text(_))
        for problem in check_pain(rating.region, rating.side, 0 if asked is None else asked)
    ]
    if asked is None:
        sentence = _("Give the intensity from 0 to 10, or leave the whole rating out if it was not asked.")
        problems.append(Problem("/intensity", "required", sentence))
    elif not any(problem.pointer == "/intensity" for problem in problems):
        rating.intensity = int(asked)
    return problems + field_problems(rating, but=_CHECKED_HERE)


def _duplicates(ratings: Sequence[PainRating], pointer: str) -> Iterator[Problem]:
    first: dict[tuple[str, str, str, str], int] = {}
    for index, given in enumerate(ratings):
        asked_for = (given.region, given.side, given.recall, given.context)
        earlier = first.setdefault(asked_for, index)
        if earlier != index:
            sentence = _("Rating %(number)s is for the same region, side, recall and context already.")
            yield Problem(f"{pointer}/{index}", "duplicate", sentence % {"number": earlier + 1})
