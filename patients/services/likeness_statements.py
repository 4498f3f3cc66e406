"""The statements that compare records of patients; every one names the clinic, and leaves out who was merged."""

from collections.abc import Iterable

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

ALIKE = 0.45
"""From this share of common trigrams on two names are alike: one mistyped letter in a name of usual length."""

WEIGHTS = {
    "same_name": 50,
    "like_name": 30,
    "same_birth_date": 30,
    "near_birth_date": 15,
    "same_birth_year": 10,
    "other_birth_date": -30,
    "same_phone": 25,
    "same_email": 20,
    "same_identifier": 25,
    "other_sex": -10,
}
"""Points for what two records have in common, and against it.

Nothing alone makes a pair but the very same name: families share phones, and many people a birthday.
"""

_PATIENTS = SQL("""
    SELECT id, name_key, search_name, second_script_name, birth_date, phone, email, lower(email) AS email_key, sex,
        status, coalesce(extract(year FROM birth_date)::int, birth_year) AS born_in
    FROM patients_patient WHERE clinic_id = %(clinic)s AND merged_into_id IS NULL
""")

_TYPED = SQL("""
    SELECT *, coalesce(extract(year FROM birth_date)::int, %(birth_year)s::int) AS born_in FROM (
        SELECT %(id)s::bigint AS id, plumbline_name_key(%(name)s) AS name_key, '' AS search_name,
            %(second_script_name)s AS second_script_name, %(birth_date)s::date AS birth_date, %(phone)s AS phone,
            %(email)s AS email, lower(%(email)s) AS email_key, %(sex)s AS sex, 'active' AS status
    ) typed
""")

_MEETINGS = (
    SQL("other.name_key = one.name_key AND one.name_key <> '' AND {may_agree}"),
    SQL("other.phone = one.phone AND other.phone <> ''"),
    SQL("other.email_key = one.email_key AND one.email_key <> ''"),
    SQL("other.second_script_name = one.second_script_name AND other.second_script_name <> ''"),
    SQL("other.birth_date = one.birth_date AND similarity(other.name_key, one.name_key) >= {alike}"),
)
"""What brings two records together to be compared; each is looked up by an index."""

_SPELT_LIKE = SQL("one.name_key <%% other.search_name AND one.name_key <> ''")
"""One more way to meet, for a single record: it costs too much for all."""

_KNOWN_ALIKE = SQL("""
    SELECT one.id, other.id FROM one
    JOIN patients_identifier ours ON ours.patient_id = one.id
    JOIN patients_identifier theirs ON theirs.clinic_id = ours.clinic_id AND theirs.value = ours.value
    JOIN other ON other.id = theirs.patient_id AND {apart}
""")

_NEAR = SQL("""(
    (date_part('year', one.birth_date) = date_part('year', other.birth_date))::int
    + (date_part('month', one.birth_date) = date_part('month', other.birth_date))::int
    + (date_part('day', one.birth_date) = date_part('day', other.birth_date))::int = 2
    OR date_part('year', one.birth_date) = date_part('year', other.birth_date)
        AND date_part('month', one.birth_date) = date_part('day', other.birth_date)
        AND date_part('day', one.birth_date) = date_part('month', other.birth_date)
)""")
"""One of day, month and year differs, or day and month changed places."""

_MAY_AGREE = SQL("(one.birth_date IS NULL OR other.birth_date IS NULL OR one.birth_date = other.birth_date OR {near})")
"""The birth dates do not speak against one person: a common name alone would bring too many together."""

_FOUND = {
    "name": SQL("""CASE WHEN one.name_key = other.name_key AND one.name_key <> ''
            OR one.second_script_name = other.second_script_name AND one.second_script_name <> '' THEN 'same_name'
        WHEN similarity(one.name_key, other.name_key) >= {alike} THEN 'like_name' END"""),
    "birth": SQL("""CASE WHEN one.birth_date = other.birth_date THEN 'same_birth_date'
        WHEN {near} THEN 'near_birth_date'
        WHEN one.birth_date <> other.birth_date OR one.born_in <> other.born_in THEN 'other_birth_date'
        WHEN one.born_in = other.born_in THEN 'same_birth_year' END"""),
    "phone": SQL("CASE WHEN one.phone = other.phone AND one.phone <> '' THEN 'same_phone' END"),
    "email": SQL("CASE WHEN one.email_key = other.email_key AND one.email <> '' THEN 'same_email' END"),
    "known_as": SQL("""CASE WHEN EXISTS (
        SELECT FROM patients_identifier ours JOIN patients_identifier theirs USING (value)
        WHERE ours.patient_id = one.id AND theirs.patient_id = other.id
    ) THEN 'same_identifier' END"""),
    "sex": SQL("CASE WHEN one.sex <> other.sex AND 'unknown' NOT IN (one.sex, other.sex) THEN 'other_sex' END"),
}
"""What is found out about two records: each the code of a reason, or nothing."""

# OFFSET 0 keeps the planner, which expects far more meetings than there are, from reading the whole table for them;
# MATERIALIZED keeps it from working out each finding once more wherever it is used.
_COMPARED = SQL("""
    WITH other AS NOT MATERIALIZED ({patients}), one AS {kept} ({ones}), met (one, other) AS ({met}),
    judged AS MATERIALIZED (
        SELECT met.one, met.other, {found}
        FROM met JOIN one ON one.id = met.one
        CROSS JOIN LATERAL (SELECT * FROM other WHERE other.id = met.other OFFSET 0) other
        WHERE NOT (one.status = 'archived' AND other.status = 'archived')
    ),
    scored AS MATERIALIZED (SELECT one, other, {score} AS score, ARRAY[{names}] AS reasons FROM judged)
    SELECT one, other, least(100, score) AS points, array_remove(reasons, NULL)
    FROM scored
    WHERE score >= %(worth)s AND NOT EXISTS (
        SELECT FROM patients_dismissedpair dismissed
        WHERE dismissed.first_id = least(one, other) AND dismissed.second_id = greatest(one, other)
            AND dismissed.entered_in_error_at IS NULL
    )
    ORDER BY score DESC, one, other
    LIMIT %(most)s
""")


def _comparing(ones: Composable, meetings: Iterable[SQL], apart: Composable, kept: str = "MATERIALIZED") -> Composed:
    """Compare each of the ``ones`` with all others that it meets and that are ``apart`` from it."""
    parts = {"alike": Literal(ALIKE), "near": _NEAR, "may_agree": _MAY_AGREE.format(near=_NEAR), "apart": apart}
    met = [
        SQL("SELECT one.id, other.id FROM one JOIN other ON {how} AND {apart}").format(
            how=how.format(**parts), apart=apart
        )
        for how in meetings
    ]
    points = SQL(" ").join(SQL("WHEN {} THEN {}").format(code, number) for code, number in WEIGHTS.items())
    names = [Identifier(name) for name in _FOUND]
    return _COMPARED.format(
        patients=_PATIENTS,
        kept=SQL(kept),
        ones=ones,
        met=SQL(" UNION ").join([*met, _KNOWN_ALIKE.format(**parts)]),
        found=SQL(", ").join(
            SQL("{} AS {}").format(how.format(**parts), Identifier(name)) for name, how in _FOUND.items()
        ),
        score=SQL(" + ").join(SQL("CASE {} {} ELSE 0 END").format(name, points) for name in names),
        names=SQL(", ").join(names),
    )


_ONCE, _ANY_OTHER = SQL("other.id > one.id"), SQL("other.id <> one.id")

ALL_PAIRS = _comparing(SQL("SELECT * FROM other"), _MEETINGS, _ONCE, kept="NOT MATERIALIZED")
"""All pairs of the clinic, each once."""

OF_SOME = _comparing(SQL("SELECT * FROM other WHERE id = ANY(%(chosen)s)"), _MEETINGS, _ANY_OTHER)
"""The pairs of the patients whose keys are ``%(chosen)s``."""

OF_ONE = _comparing(_TYPED, (*_MEETINGS, _SPELT_LIKE), _ANY_OTHER)
"""The pairs of what somebody has typed, whether it is stored or not: see ``likeness.alike``."""
