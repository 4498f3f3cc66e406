"""Building a report: claim, freeze, compose, store. Ringing for it twice is harmless."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import translation

from treatments.outcomes.cohort_building import cohort_product
from treatments.outcomes.composing import File, Product, Progress, compose
from treatments.outcomes.document.letter import Letter
from treatments.outcomes.freezing import InputsUnreadable, freeze
from treatments.outcomes.heartbeat import heartbeat
from treatments.outcomes.models import Artifact, FailureReason, OutcomeReport, ReportKind
from treatments.outcomes.repeatability_building import repeatability_product
from treatments.outcomes.rules import ENGINE_VERSION
from treatments.outcomes.transitions import Lease, LeaseLost, claim, fail, finish, give_back

log = structlog.get_logger(__name__)


def build_report(report_id: int) -> None:
    """Build the report if it is waiting; whatever happens, it ends in the queue, done, or failed.

    If this process dies, or cannot reach the database, the sweeper finds the lease expired.
    """
    lease = claim(report_id)
    if lease is None:
        return
    try:
        _build(lease)
    except LeaseLost:
        log.info("report_taken_over", report=report_id, attempt=lease.attempt)
    except Exception as error:
        log.error("report_attempt_failed", report=report_id, attempt=lease.attempt, exc_info=error)
        with suppress(LeaseLost):
            _end_attempt(lease, error)


def _end_attempt(lease: Lease, error: Exception) -> None:
    if isinstance(error, InputsUnreadable):
        fail(lease, FailureReason.INPUTS_UNREADABLE)
    elif isinstance(error, SoftTimeLimitExceeded):
        give_back(lease, FailureReason.TIME_LIMIT)
    else:
        give_back(lease, FailureReason.INTERNAL_ERROR)


def _build(lease: Lease) -> None:
    report = OutcomeReport.objects.select_related("clinic", "patient", "episode").get(pk=lease.report_id)
    make = _MAKERS[ReportKind(report.kind)]
    with heartbeat(lease), translation.override(report.parameters["language"]):
        product = make(report, lease, lambda percent: lease.renew(progress=percent))
    finish(lease, product.result, ENGINE_VERSION, _artifacts(report, product))


def _patient_product(report: OutcomeReport, lease: Lease, progress: Progress) -> Product:
    inputs, identity = freeze(report, lease)
    letter = report.parameters.get("letter")
    return compose(inputs, identity, translation.gettext, progress, Letter.from_json(letter) if letter else None)


_MAKERS: Mapping[ReportKind, Callable[[OutcomeReport, Lease, Progress], Product]] = {
    ReportKind.PATIENT: _patient_product,
    ReportKind.COHORT: cohort_product,
    ReportKind.REPEATABILITY: repeatability_product,
}


def _artifacts(report: OutcomeReport, product: Product) -> list[Artifact]:
    def artifact(file: File) -> Artifact:
        return Artifact(
            clinic_id=report.clinic_id,
            report=report,
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            sha256=sha256(file.content).hexdigest(),
        )

    return [artifact(file) for file in product.files]
