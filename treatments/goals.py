"""What a goal of a plan is: a measure or a region of pain, the figure to reach, and until when."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.measures import MEASURES, Interval
from clinic.common.errors import Problem
from patients.body_regions import REGION_SIDES

KEYS = ("measure", "region", "side", "target", "on")
MOST = 20
PAIN = Interval(0, 10)


def goal_problems(goals: Any) -> list[Problem]:
    """Everything that is wrong with a plan's goals, with pointers below /goals.

    A goal is ``{"measure": code}`` or ``{"region": code}`` with ``side`` (default none), ``target`` (in the
    measure's unit, or pain from 0 to 10) and, if there is one, the day ``on`` as YYYY-MM-DD.
    """
    if not isinstance(goals, list) or len(goals) > MOST:
        return [Problem("/goals", "invalid", _("Give a list of at most %(most)s goals.") % {"most": MOST})]
    return [problem for position, goal in enumerate(goals) for problem in _of(goal, f"/goals/{position}")]


def _of(goal: Any, pointer: str) -> list[Problem]:
    if not isinstance(goal, Mapping):
        return [Problem(pointer, "invalid", _("A goal is an object with a measure or a region and a target."))]
    if unknown := [key for key in goal if key not in KEYS]:
        sentence = _("A goal has no “%(name)s”; it has %(known)s.")
        given = {"name": unknown[0], "known": get_text_list(list(KEYS), _("and"))}
        return [Problem(f"{pointer}/{unknown[0]}", "unknown_field", sentence % given)]
    if ("measure" in goal) == ("region" in goal):
        return [Problem(pointer, "measure_or_region", _("A goal names either a measure or a region."))]
    return [*_of_where(goal, pointer), *_of_target(goal, pointer), *_of_day(goal, pointer)]


def _of_where(goal: Mapping[str, Any], pointer: str) -> list[Problem]:
    name = "measure" if "measure" in goal else "region"
    sides = _sides(name, goal[name])
    if sides is None:
        sentence = _("There is no %(kind)s “%(code)s”.") % {"kind": name, "code": goal[name]}
        return [Problem(f"{pointer}/{name}", f"unknown_{name}", sentence)]
    side = goal.get("side", "none")
    if side in sides or side == "none":
        return []
    sentence = _("The side cannot be “%(side)s”; use %(sides)s.")
    given = {"side": side, "sides": get_text_list(list(sides), _("or"))}
    return [Problem(f"{pointer}/side", "side_not_allowed", sentence % given)]


def _sides(name: str, code: Any) -> tuple[str, ...] | None:
    if not isinstance(code, str):
        return None
    if name == "region":
        return REGION_SIDES.get(code)
    return tuple(map(str, MEASURES[code].sides)) if code in MEASURES else None


def _of_target(goal: Mapping[str, Any], pointer: str) -> list[Problem]:
    target = goal.get("target")
    if isinstance(target, bool) or not isinstance(target, int | float) or not math.isfinite(target):
        return [Problem(f"{pointer}/target", "invalid", _("A goal has a number to reach as its target."))]
    possible = PAIN if "region" in goal else _bounds(goal["measure"])
    if possible is None or possible.contains(target):
        return []
    sentence = _("%(target)s cannot be reached; possible is %(low)s to %(high)s.")
    given = {"target": target, "low": possible.low, "high": possible.high}
    return [Problem(f"{pointer}/target", "out_of_bounds", sentence % given)]


def _bounds(code: Any) -> Interval | None:
    return MEASURES[code].hard if isinstance(code, str) and code in MEASURES else None


def _of_day(goal: Mapping[str, Any], pointer: str) -> list[Problem]:
    day = goal.get("on")
    if day is None:
        return []
    try:
        dt.date.fromisoformat(day)
    except (TypeError, ValueError):
        sentence = _("“%(given)s” is no day; write it like 2026-03-02.") % {"given": day}
        return [Problem(f"{pointer}/on", "invalid", sentence)]
    return []
