"""The options that every row of the page offers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.measures import POSTURE_LABELS
from assessments.models import PainContext, PainMode, Recall
from assessments.pain_regions import INTENSITIES

CHOICES: dict[str, list[tuple[str, str | Promise]]] = {
    "postures": [(str(posture), _(label)) for posture, label in POSTURE_LABELS.items()],
    "recalls": list(Recall.choices),
    "contexts": list(PainContext.choices),
    "modes": [("", _("Not recorded")), *PainMode.choices],
    "intensities": [(str(intensity), str(intensity)) for intensity in INTENSITIES],
}
