"""The sessions that some patients came to, and the episodes of care that each counts for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np

from treatments.outcomes.findings.cohort.columns import STARTS, Columns
from treatments.outcomes.selectors import statements
from treatments.outcomes.selectors.asked import Asked
from treatments.outcomes.selectors.clinic_days import days_of
from treatments.outcomes.selectors.lookup import (
    NEVER,
    as_table,
    every_pair,
    first_of_each,
    in_order,
    is_among,
    places_of,
)
from treatments.outcomes.selectors.snapshot import Reader


@dataclass(frozen=True, slots=True)
class Attended:
    """Completed sessions on any day by the cut-off, in order of patient and time: a row of each of three columns.

    ``session`` and ``episode`` are positions among the sessions and among the ``episodes``: one pair for each episode
    that a session counts for. A session with a plan counts for the plan's episode, one without for every episode
    of the patient that was open on its day.
    """

    patient: Columns
    at: Columns
    of_kind: Columns
    session: Columns
    episode: Columns
    episodes: Mapping[str, Columns]

    @classmethod
    def by(cls, reader: Reader, asked: Asked, patients: str) -> Self:
        """Read them of some patients; three queries."""
        statement = statements.SESSIONS_BY_KIND if asked.by_session else statements.SESSIONS
        found = reader.columns(("patient", "plan", "at", "of_kind"), statement, patients=patients)
        sessions = in_order(found, "patient", "at")
        plans = reader.columns(("plan", "episode"), statements.PLANS, patients=patients)
        episodes = reader.columns(
            ("episode", "patient", "opened", "closed", "counts"), statements.EPISODES, patients=patients
        )
        pairs = _planned(sessions, plans, episodes), _unplanned(sessions, episodes, asked.zone)
        session, episode = (np.concatenate(places) for places in zip(*pairs, strict=True))
        return cls(sessions["patient"], sessions["at"], sessions["of_kind"] > 0, session, episode, episodes)

    @property
    def counting_episodes(self) -> Columns:
        """The ids of the episodes with the cause asked for, in order."""
        return np.sort(self.episodes["episode"][self.episodes["counts"] > 0])

    def counted(self, asked: Asked) -> Columns:
        """Whether each session lies inside the window, and counts for an episode with the cause asked for."""
        inside = asked.inside(self.at)
        if not asked.by_cause:
            return inside
        of_cause = np.zeros(len(self.at), dtype=bool)
        of_cause[self.session[self.episodes["counts"][self.episode] > 0]] = True
        return inside & of_cause

    def starts(self, patients: Columns, zone: ZoneInfo) -> Columns:
        """The first session of each of the patients and of each of their episodes, in order of both."""
        firsts = np.flatnonzero(np.diff(self.patient, prepend=-1))
        of_patients = {"patient": self.patient[firsts], "episode": np.zeros_like(firsts), "at": self.at[firsts]}
        at = first_of_each(self.episode, self.at[self.session], len(self.episodes["episode"]))
        of_episodes = {"patient": self.episodes["patient"], "episode": self.episodes["episode"], "at": at}
        rows = {name: np.concatenate([of_patients[name], of_episodes[name]]) for name in of_patients}
        theirs = (rows["at"] < NEVER) & is_among(rows["patient"], patients)
        rows = in_order({name: column[theirs] for name, column in rows.items()}, "patient", "episode")
        return as_table(STARTS, {**rows, "day": days_of(rows["at"], zone)})


Pairs = tuple[Columns, Columns]


def _planned(sessions: Mapping[str, Columns], plans: Mapping[str, Columns], episodes: Mapping[str, Columns]) -> Pairs:
    episode, known = places_of(plans["episode"], episodes["episode"])
    plan, planned = places_of(sessions["plan"], plans["plan"])
    session = np.flatnonzero(planned)
    kept = known[plan[session]]
    return session[kept], episode[plan[session[kept]]]


def _unplanned(sessions: Mapping[str, Columns], episodes: Mapping[str, Columns], zone: ZoneInfo) -> Pairs:
    unplanned = np.flatnonzero(sessions["plan"] == 0)
    among, episode = every_pair(sessions["patient"][unplanned], episodes["patient"])
    session = unplanned[among]
    day = days_of(sessions["at"][session], zone)
    open_then = (episodes["opened"][episode] <= day) & (day <= episodes["closed"][episode])
    return session[open_then], episode[open_then]
