"""Building a repeatability report: its groups of replicates are read once and frozen, then composed."""

from dataclasses import asdict
from hashlib import sha256

from django.utils import translation

from treatments.outcomes.composing import Product, Progress
from treatments.outcomes.composing_repeatability import compose_repeatability
from treatments.outcomes.document.content import Identity
from treatments.outcomes.findings.repeatability.inputs import canonical_bytes, inputs_from_json
from treatments.outcomes.findings.repeatability.points import RepeatabilityInputs
from treatments.outcomes.freezing import InputsUnreadable
from treatments.outcomes.identity import identity_from_json
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.selectors.repeatability import keys_of, repeatability_inputs
from treatments.outcomes.selectors.snapshot import one_moment
from treatments.outcomes.transitions import Lease


def repeatability_product(report: OutcomeReport, lease: Lease, progress: Progress) -> Product:
    """Freeze what the records say unless an earlier attempt did, and compose from that alone.

    In the active language. Needs ``clinic`` joined. Raises LeaseLost, InputsUnreadable.
    """
    if report.inputs is None:
        _freeze(report, lease)
        report.refresh_from_db(fields=["inputs", "heading"])
    inputs, identity = _frozen(report)
    return compose_repeatability(inputs, identity, translation.gettext, progress)


def _frozen(report: OutcomeReport) -> tuple[RepeatabilityInputs, Identity]:
    assert report.inputs is not None
    assert report.heading is not None
    try:
        return inputs_from_json(bytes(report.inputs)), identity_from_json(report.heading)
    except (ValueError, TypeError, KeyError) as error:
        raise InputsUnreadable from error


def _freeze(report: OutcomeReport, lease: Lease) -> None:
    with one_moment() as cutoff:
        inputs = repeatability_inputs(report, cutoff)
    content = canonical_bytes(inputs)
    lease.write(
        cutoff=cutoff,
        inputs=content,
        inputs_sha256=sha256(content).hexdigest(),
        input_keys=keys_of(inputs),
        heading=asdict(_identity(report)),
    )


def _identity(report: OutcomeReport) -> Identity:
    language = translation.to_locale(report.parameters["language"]).replace("_", "-")
    return Identity(clinic=report.clinic.name, names=(), language=language, paper=report.clinic.paper)  # type: ignore[arg-type]
