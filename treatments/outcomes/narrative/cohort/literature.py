"""What studies say about alignment and pain in a region: a neutral box with citations, for and against."""

from collections.abc import Mapping
from types import MappingProxyType

from clinic.common.wording import gettext_noop
from treatments.outcomes.narrative.days import Translate

EVIDENCE_AS_OF = gettext_noop("Studies known to this version, November 2026; none is of this clinic’s patients.")

EVIDENCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "low_back": (
            gettext_noop(
                "Levangie 1999 (PubMed 10382251), 144 people with low back pain and 138 without: pelvic asymmetry was "
                "not positively associated with pain in any way that seemed clinically meaningful; for the PSIS there "
                "was some evidence of a weak positive association."
            ),
            gettext_noop(
                "Laird 2014 (BMC Musculoskeletal Disorders 15:229), a review of 43 studies: people with and without "
                "low back pain did not differ in lumbar lordosis (8 studies) nor in standing pelvic tilt (3 studies)."
            ),
            gettext_noop(
                "Yu 2020 (10.1186/s12891-020-03617-3), 28 young adults with chronic low back pain and 28 without: pain "
                "was associated with asymmetry of the pelvic angle (odds ratio 1.17) and of the height of the PSIS "
                "(odds ratio 1.21). The study is small and looked at one point in time."
            ),
            gettext_noop(
                "Rannisto 2019 (PMC6417033), a randomised trial of 42 meat cutters with low back pain and a leg length "
                "difference of at least 5 mm: with insoles for the difference, pain on a scale of 10 fell by 2.6 more "
                "(1.4 to 3.7) than with other insoles."
            ),
        ),
        "knee": (
            gettext_noop(
                "Harvey 2010 (PMC2909027), 3026 people: with a leg length difference of 1 cm or more, symptomatic knee "
                "osteoarthritis was more frequent in the shorter leg (odds ratio 2.0, 1.6 to 2.6), and more often "
                "began during follow-up (odds ratio 1.7, 1.2 to 2.4)."
            ),
            gettext_noop(
                "The study compares people with one another. Whether pain in a knee changes when a measured difference "
                "changes was not its question."
            ),
        ),
        "neck": (
            gettext_noop(
                "No study was found that supports an association of pelvic tilt or obliquity with neck pain. That "
                "none was found is no evidence against one."
            ),
        ),
    }
)


def evidence(region: str, translate: Translate) -> tuple[str, ...]:
    """Give the sentences for a region, the date first; nothing for a region without any."""
    sentences = EVIDENCE.get(region, ())
    return (translate(EVIDENCE_AS_OF), *(translate(sentence) for sentence in sentences)) if sentences else ()
