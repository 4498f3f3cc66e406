"""Records that are changed in place, as they stood at a cut-off, read by the database itself.

The same answer as ``clinic.common.history.as_it_stood`` gives for the records of one patient, for many.
"""

from collections.abc import Mapping

from django.db.models import Model
from psycopg.sql import SQL, Composable, Identifier

from clinic.common.history import versions_of

_STOOD = SQL("""
    SELECT {current}
    FROM {table} now
    WHERE now.clinic_id = %(clinic)s AND now.{owner} = ANY(%(patients)s::bigint[])
        AND now.created_at <= %(cutoff)s AND now.updated_at <= %(cutoff)s
    UNION ALL
    SELECT {then}
    FROM {table} now LEFT JOIN LATERAL (
        SELECT * FROM {history} version
        WHERE version.pgh_obj_id = now.id AND version.pgh_created_at > %(cutoff)s
        ORDER BY version.pgh_id LIMIT 1
    ) kept ON true
    WHERE now.clinic_id = %(clinic)s AND now.{owner} = ANY(%(patients)s::bigint[])
        AND now.created_at <= %(cutoff)s AND now.updated_at > %(cutoff)s
""")


def as_it_stood(model: type[Model], owner: str, columns: Mapping[str, tuple[str, str]]) -> Composable:
    """The SELECT of the records of ``%(patients)s`` in ``%(clinic)s``, entered by ``%(cutoff)s``, as they were then.

    ``owner`` is the column with the patient. ``columns`` says for each name what it is made of in the row as it is
    ``now``, and in the version that was ``kept``: the first one put aside after the cut-off.
    A change that was being written at the very moment of the cut-off may fall on either side of it.
    """
    return _STOOD.format(
        table=Identifier(model._meta.db_table),
        history=Identifier(versions_of(model).model._meta.db_table),
        owner=Identifier(owner),
        current=_listed(columns, SQL("{now}")),
        then=_listed(columns, SQL("CASE WHEN kept.pgh_id IS NULL THEN {now} ELSE {kept} END")),
    )


def unchanging(name: str) -> tuple[str, str]:
    """A column that no change of the record touches."""
    return f"now.{name}", f"now.{name}"


def changing(name: str) -> tuple[str, str]:
    """A column that the record and its versions have."""
    return f"now.{name}", f"kept.{name}"


def _listed(columns: Mapping[str, tuple[str, str]], chosen: SQL) -> Composable:
    made = (
        SQL("{} AS {}").format(chosen.format(now=SQL(now), kept=SQL(kept)), Identifier(name))
        for name, (now, kept) in columns.items()
    )
    return SQL(", ").join(made)
