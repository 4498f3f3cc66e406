"""The rules for the techniques and exercises of a session."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem
from clinic.common.records import field_problems
from patients.services.belonging import foreign, side_problems
from treatments.models import Exercise, SessionTechnique

LONGEST_MINUTES = 12 * 60


def technique_problems(techniques: Iterable[SessionTechnique], by: Caller) -> list[Problem]:
    """Everything that is wrong with the techniques, with pointers below /techniques."""
    return [
        problem
        for position, applied in enumerate(techniques)
        for problem in _of_technique(applied, f"/techniques/{position}", by)
    ]


def exercise_problems(exercises: Iterable[Exercise], by: Caller) -> list[Problem]:
    """Everything that is wrong with the exercises, with pointers below /exercises."""
    problems: list[Problem] = []
    seen: set[int] = set()
    for position, exercise in enumerate(exercises):
        pointer = f"/exercises/{position}"
        problems += foreign(pointer, exercise, by)
        if exercise.pk in seen:
            sentence = _("%(name)s is there twice; once is enough.") % {"name": exercise}
            problems.append(Problem(pointer, "twice", sentence))
        seen.add(exercise.pk)
    return problems


def _of_technique(applied: SessionTechnique, pointer: str, by: Caller) -> list[Problem]:
    problems = field_problems(applied, pointer, but=("session", "clinic"))
    if applied.technique_id:
        problems += foreign(f"{pointer}/technique", applied.technique, by)
    problems += side_problems(applied.region, applied.side, pointer)
    if applied.minutes is not None and not 1 <= applied.minutes <= LONGEST_MINUTES:
        sentence = _("%(minutes)s minutes cannot be; give 1 to %(longest)s.")
        given = {"minutes": applied.minutes, "longest": LONGEST_MINUTES}
        problems.append(Problem(f"{pointer}/minutes", "out_of_bounds", sentence % given))
    return problems
