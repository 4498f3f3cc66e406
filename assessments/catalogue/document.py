"""The catalogue written out for people: the generated part of docs/clinical-measures.md.

``python -m assessments.catalogue.document docs/clinical-measures.md`` writes it anew after a change.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from assessments.measures import MEASURES, Interval, Measure, Method, accepted_units
from assessments.pain_regions import REGIONS, Region

BEGIN = "<!-- written from the catalogue: do not edit by hand -->\n"
END = "<!-- end of the part written from the catalogue -->\n"


def with_catalogue(document: str) -> str:
    """Give the document with the part between the two markers replaced by the catalogue as it is now.

    Raises ValueError if the markers are missing.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("The document lacks the two markers around the part written from the catalogue.")
    return f"{before}{BEGIN}\n{catalogue_in_words()}\n{END}{after}"


def catalogue_in_words() -> str:
    """Write one section per measure and a table of the pain regions, as Markdown."""
    sections = [_measure_section(measure) for measure in MEASURES.values()]
    return "\n\n".join(["## Measures", *sections, "## Pain regions", _region_table(REGIONS.values())])


def _measure_section(measure: Measure) -> str:
    facts = _table(("", ""), _facts(measure))
    methods = _table(
        (
            "method",
            "code",
            "SEM same rater",
            "SEM two raters",
            "MDC95 same rater",
            "MDC95 two raters",
            "source",
        ),
        (_method_row(measure, method) for method in measure.methods.values()),
    )
    return f"### {measure.label} (`{measure.code}`)\n\n{facts}\n\n{methods}"


def _facts(measure: Measure) -> list[tuple[str, str]]:
    facts = [
        ("What", measure.definition),
        ("Sides", ", ".join(measure.sides)),
        ("Unit", f"{measure.unit}; may be entered in {', '.join(accepted_units(measure))}"),
        ("Sign", measure.sign),
        ("Refused outside", _range(measure.hard, measure)),
        ("Warned about outside", _range(measure.soft, measure)),
        ("Population band", _range(measure.reference, measure)),
        ("Neutral", "none" if measure.neutral is None else measure.unit.amount(measure.neutral)),
        ("Bounds and band from", measure.bounds_source),
        ("What it cannot say", measure.caution),
    ]
    if measure.derived_from is not None:
        facts.insert(1, ("Computed from", f"left and right `{measure.derived_from}`"))
    return facts


def _range(interval: Interval | None, measure: Measure) -> str:
    return "none" if interval is None else interval.in_words(measure.unit).text()


def _method_row(measure: Measure, method: Method) -> tuple[str, ...]:
    figures = (
        method.sem(same_rater=True),
        method.sem(same_rater=False),
        method.mdc95(same_rater=True),
        method.mdc95(same_rater=False),
    )
    label = method.label if method.enterable else f"{method.label} (computed only)"
    amounts = ("unknown" if x is None else measure.unit.amount(round(x, 1)) for x in figures)
    return (label, f"`{method.code}`", *amounts, f"{method.evidence}: {method.source}")


def _region_table(regions: Iterable[Region]) -> str:
    head = ("region", "code", "sides", "improved means a fall of at least", "source")
    return _table(head, (_region_row(region) for region in regions))


def _region_row(region: Region) -> tuple[str, ...]:
    important = region.important_change
    fall = f"{important.points:g} points and {important.fraction:.0%}"
    return (region.label, f"`{region.code}`", ", ".join(region.sides), fall, important.source)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, tuple("---" for _ in head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(with_catalogue(path.read_text(encoding="utf-8")), encoding="utf-8")
