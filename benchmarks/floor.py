"""The least that a list of 50 patients can cost: the product's own SQL, audit row included, without a framework.

A plain WSGI application for gunicorn. It looks the token up, reads one page, writes the audit row and answers JSON.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import psycopg
from psycopg import sql

from benchmarks.statements import AUDIT, CLIENT_OF_TOKEN, IDENTIFIERS, NAMES, PAGE

_connections: list[psycopg.Connection[tuple[Any, ...]]] = []


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer the first page of the clinic's patients."""
    raw = environ["HTTP_AUTHORIZATION"].partition(" ")[2]
    connection = _connection()
    checksum = hashlib.sha256(raw.encode()).hexdigest()
    clinic, clinic_uuid, zone_name, client_uuid, name = _one(connection, CLIENT_OF_TOKEN, [checksum])
    zone = ZoneInfo(zone_name)
    patients = [dict(zip(NAMES, row, strict=True)) for row in connection.execute(PAGE, [clinic])][:50]
    known_as: dict[Any, list[dict[str, str]]] = {patient["id"]: [] for patient in patients}
    for uuid, system, value in connection.execute(IDENTIFIERS, [list(known_as)]):
        known_as[uuid].append({"system": system, "value": value})
    for patient in patients:
        patient["identifiers"] = known_as[patient["id"]]
        patient["created_at"] = patient["created_at"].astimezone(zone)
        patient["updated_at"] = patient["updated_at"].astimezone(zone)
    connection.execute(AUDIT, [clinic_uuid, client_uuid, name, list(known_as)])
    body = orjson.dumps({"next": None, "previous": None, "results": patients})
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _one(connection: psycopg.Connection[Any], statement: str, values: list[Any]) -> Any:
    found = connection.execute(sql.SQL(statement), values).fetchone()
    assert found is not None
    return found


def _connection() -> psycopg.Connection[tuple[Any, ...]]:
    if not _connections:
        _connections.append(psycopg.connect(os.environ["FLOOR_DATABASE"], autocommit=True))
    return _connections[0]
