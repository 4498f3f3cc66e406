"""The truth behind the demo, for whoever wants to hold a report against it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clinic.demo.cohorts import COHORTS
from clinic.demo.generator import Course

FILE = "demo-truth.json"


def truth_of(course: Course, record_number: str, region: str, side: str) -> dict[str, Any]:
    """What is true of one patient: the parameters of the course, and of each visit the deviation without error."""
    return {
        "record_number": record_number,
        "pain_region": region,
        "pain_side": side,
        "first_deviation": course.side * course.first_deviation,
        "recovery": course.recovery,
        "weeks": course.weeks,
        "natural_course": course.natural_course,
        "stopped_early": course.stopped_early,
        "true_deviations": [visit.true_deviation for visit in course.visits],
        "mistyped_visits": [number for number, visit in enumerate(course.visits, 1) if visit.mistyped],
    }


def write(seed: int, patients: dict[str, list[dict[str, Any]]], data_dir: Path) -> None:
    """Write the manifest; ``patients`` are the truths of each cohort's patients."""
    content = {
        "seed": seed,
        "measure": "pelvic_obliquity",
        "method": "palm",
        "unit": "deg",
        "cohorts": [
            {
                "name": cohort.name,
                "clinic": cohort.clinic.name,
                "cause": cohort.cause,
                "truth": asdict(cohort.truth),
                "patients": patients[cohort.name],
            }
            for cohort in COHORTS
        ],
    }
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / FILE).write_text(json.dumps(content, indent=2, ensure_ascii=False))
