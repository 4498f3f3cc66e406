"""The product's Celery worker, made to stumble: ``celery -A tests.faults.stumbling worker``.

What a child does with the report of a patient stands in the broker under the patient's uuid: "slow" (stay in
the middle of the report), "deadly" (the child kills itself), nothing (build it). The drawing is left out.
"""

import json
import os
import signal
import time
from typing import Any

import django
import redis
from django.conf import settings

from clinic.celery import app

django.setup()

from treatments.outcomes import building, composing  # noqa: E402 - needs the apps
from treatments.outcomes.composing import Product, compose  # noqa: E402
from treatments.outcomes.findings.points import PatientInputs  # noqa: E402

__all__ = ["app"]


def stumble(inputs: PatientInputs, *rest: Any) -> Product:
    """Say that this child is at the report, do what the test wants, then build."""
    with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"], decode_responses=True) as broker:
        broker.rpush(f"tried:{inputs.patient}", os.getpid())
        while broker.get(inputs.patient) == "slow":
            time.sleep(0.02)
        if broker.get(inputs.patient) == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
    return compose(inputs, *rest)


building.compose = stumble
composing.render_svg = composing.render_figure = lambda spec: json.dumps(spec).encode()
composing.render_pdf = lambda document, svgs: b"%PDF"
