"""What is asked of the database about a cohort; every statement names the clinic and the cut-off.

``%(patients)s`` are the patients of one batch; ``%(first)s`` and ``%(last)s`` the first and the last moment at which
a record counts, the cut-off at most. Rows come as they lie. The worker puts them in order, and together what belongs
together: joining and sorting cost the database more than reading.
"""

from collections.abc import Mapping

from psycopg.sql import SQL, Composable, Literal

from assessments.measures import MEASURES, UNKNOWN_METHOD
from patients.models import Episode, Patient
from treatments.models import Plan, TreatmentSession
from treatments.outcomes.findings.cohort.columns import (
    CONTEXTS,
    FOOTWEAR,
    LIFTS,
    METHODS,
    POSTURES,
    RECALLS,
    SIDES,
    TIMINGS,
    UNKNOWN_DAY,
)
from treatments.outcomes.selectors.as_of import as_it_stood, changing, unchanging
from treatments.outcomes.selectors.codes import Codes, packed, positions

RATING_CODES: Codes = {
    "side": positions(SIDES),
    "recall": positions(RECALLS),
    "context": positions(CONTEXTS),
    "timing": positions(TIMINGS),
    "intensity": None,
}
VISIT_CODES: Codes = {
    "footwear": positions(FOOTWEAR),
    "lift_in_place": positions(LIFTS),
    "timing": positions(TIMINGS),
}
LAST_DAY = 2_932_896
"""31 December 9999: the day on which an open episode is closed."""

_COUNTS = SQL("""
    clinic_id = %(clinic)s AND patient_id = ANY(%(patients)s::bigint[])
    AND taken_at BETWEEN %(first)s AND %(last)s
    AND created_at <= %(cutoff)s AND (entered_in_error_at IS NULL OR entered_in_error_at > %(cutoff)s)
""")


def _written(statement: str, **parts: Composable) -> str:
    return SQL(statement).format(**parts).as_string(None)


CLINIC_PATIENTS = """
    SELECT id FROM patients_patient WHERE clinic_id = %(clinic)s AND created_at <= %(cutoff)s ORDER BY id
"""

NO_LONGER_VALID = """
    SELECT id FROM assessments_assessment WHERE clinic_id = %(clinic)s AND entered_in_error_at <= %(cutoff)s
    UNION ALL
    SELECT replaces_id FROM assessments_assessment
    WHERE clinic_id = %(clinic)s AND replaces_id IS NOT NULL AND created_at <= %(cutoff)s
"""
"""The assessments that were void or replaced by the cut-off, and with them their ratings and measurements."""

RATINGS = _written(
    """
    SELECT patient_id AS patient, {codes} AS episode, coalesce(assessment_id, 0) AS assessment, taken_at AS at
    FROM assessments_painrating WHERE {counts} AND region = %(region)s
    """,
    codes=packed("coalesce(episode_id, 0)", RATING_CODES),
    counts=_COUNTS,
)

VISITS = _written(
    """
    SELECT patient_id AS patient, coalesce(episode_id, 0) AS episode, id AS assessment, {codes} AS rater, taken_at AS at
    FROM assessments_assessment WHERE {counts}
    """,
    codes=packed("coalesce(rater_id, 0)", VISIT_CODES),
    counts=_COUNTS,
)


def measurement_codes(measures: Mapping[str, int]) -> Codes:
    """The codes of the measurements of these measures, each with the code that it shall have."""
    own = {method for measure in measures for method in MEASURES[measure].methods}
    # The database compares one by one: those that are possible come first.
    methods = sorted(METHODS, key=lambda method: method not in own)
    return {
        "measure": measures,
        "side": positions(SIDES),
        "method": {method: METHODS.index(method) for method in methods},
        "posture": positions(POSTURES),
    }


def measurements(measures: Mapping[str, int]) -> str:
    """The measurements of these measures, of ``%(assessments)s``: too many for the planner to weigh one by one.

    Without those whose method nobody knows: they are never compared.
    """
    return _written(
        """
        SELECT {codes} AS assessment, value
        FROM assessments_measurement
        WHERE clinic_id = %(clinic)s AND assessment_id = ANY((SELECT %(assessments)s::bigint[])::bigint[])
            AND measure IN ({measures}) AND method <> {unknown}
        """,
        codes=packed("assessment_id", measurement_codes(measures)),
        unknown=Literal(UNKNOWN_METHOD.code),
        measures=SQL(", ").join(map(Literal, measures)),
    )


RATED = _written(
    """
    SELECT patient_id AS patient, coalesce(episode_id, 0) AS episode, coalesce(assessment_id, 0) AS assessment,
        taken_at AS at
    FROM assessments_painrating WHERE {counts}
    """,
    counts=_COUNTS,
)
"""The ratings of any region."""

MEASURED = _written(
    """
    SELECT patient_id AS patient, coalesce(episode_id, 0) AS episode, id AS assessment, taken_at AS at
    FROM assessments_assessment visit WHERE {counts}
        AND EXISTS (SELECT FROM assessments_measurement taken WHERE taken.assessment_id = visit.id)
    """,
    counts=_COUNTS,
)
"""The assessments with any measurement."""


def _sessions(of_kind: str) -> str:
    return _written(
        """
        SELECT patient, plan, at, {of_kind}::int AS of_kind
        FROM ({stood}) session
        WHERE status = 'completed' AND at <= %(cutoff)s AND (void_since IS NULL OR void_since > %(cutoff)s)
        """,
        of_kind=SQL(of_kind),
        stood=as_it_stood(
            TreatmentSession,
            "patient_id",
            {
                "id": unchanging("id"),
                "patient": unchanging("patient_id"),
                "plan": ("coalesce(now.plan_id, 0)", "coalesce(kept.plan_id, 0)"),
                "therapist": changing("therapist_id"),
                "at": ("now.starts_at", "lower(kept.during)"),
                "status": changing("status"),
                "void_since": changing("entered_in_error_at"),
            },
        ),
    )


SESSIONS = _sessions("1")
"""The sessions that had taken place."""

SESSIONS_BY_KIND = _sessions("""
    (therapist = coalesce(%(therapist)s::bigint, therapist) AND (%(technique)s::bigint IS NULL OR EXISTS (
        SELECT FROM treatments_sessiontechnique applied
        WHERE applied.session_id = session.id AND applied.technique_id = %(technique)s::bigint
            AND applied.created_at <= %(cutoff)s
            AND (applied.entered_in_error_at IS NULL OR applied.entered_in_error_at > %(cutoff)s)
    )))
""")
"""The same; ``of_kind``: by ``%(therapist)s`` and with ``%(technique)s``, as far as they are named."""

PLANS = _written(
    "SELECT plan, episode FROM ({stood}) stood",
    stood=as_it_stood(Plan, "patient_id", {"plan": unchanging("id"), "episode": changing("episode_id")}),
)

EPISODES = _written(
    """
    SELECT episode, patient, opened - date '1970-01-01' AS opened,
        coalesce(closed - date '1970-01-01', {still_open}) AS closed,
        (cause = coalesce(%(cause)s::text, cause))::int AS counts
    FROM ({stood}) stood ORDER BY patient, episode
    """,
    still_open=Literal(LAST_DAY),
    stood=as_it_stood(
        Episode,
        "patient_id",
        {
            "episode": unchanging("id"),
            "patient": unchanging("patient_id"),
            "opened": changing("opened_at"),
            "closed": changing("closed_at"),
            "cause": changing("cause"),
        },
    ),
)
"""The episodes of care; ``counts``: with ``%(cause)s`` as their suspected cause, if one is named."""

PERSONS = _written(
    """
    SELECT patient, coalesce(born - date '1970-01-01', {unknown}) AS birth_day,
        coalesce(birth_year, 0)::int AS birth_year, uuid AS seed
    FROM ({stood}) stood
    WHERE sex = coalesce(%(sex)s::text, sex) AND referral_source = coalesce(%(referral_source)s::text, referral_source)
    ORDER BY patient
    """,
    unknown=Literal(int(UNKNOWN_DAY)),
    stood=as_it_stood(
        Patient,
        "id",
        {
            "patient": unchanging("id"),
            "uuid": unchanging("uuid"),
            "born": changing("birth_date"),
            "birth_year": changing("birth_year"),
            "sex": changing("sex"),
            "referral_source": changing("referral_source"),
        },
    ),
)
"""The patients of ``%(sex)s`` and from ``%(referral_source)s``, if they are named."""
