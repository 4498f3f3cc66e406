"""docs/clinical-measures.md says what the catalogue says."""

import runpy
import sys
from pathlib import Path

import pytest

from assessments.catalogue.document import BEGIN, END, with_catalogue
from assessments.measures import MEASURES
from assessments.pain_regions import REGIONS

PAGE = Path(__file__).parents[2] / "docs" / "clinical-measures.md"
EMPTY = f"Before.\n{BEGIN}{END}After.\n"


def test_the_page_agrees_with_the_catalogue() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_catalogue(page), (
        "Write it anew: python -m assessments.catalogue.document docs/clinical-measures.md"
    )


def test_every_measure_method_and_region_is_on_the_page() -> None:
    page = with_catalogue(EMPTY)
    for measure in MEASURES.values():
        assert f"(`{measure.code}`)" in page
        assert measure.caution in page
        assert all(method.source in page for method in measure.methods.values())
    assert all(f"`{code}`" in page for code in REGIONS)


@pytest.mark.parametrize(
    "line",
    [
        "| Refused outside | −20° to 20° |",
        "| Population band | 130° or more |",
        "| Computed from | left and right `leg_length_true` |",
        "| Palpation meter (PALM) | `palm` | 0.7° | 1.1° | 1.9° | 3° | derived: Hagins 1998",
        "| Caliper | `caliper` | unknown | unknown | unknown | unknown | unknown: No figure is known",
        "(computed only) | `tape_supine` | 3.5 mm | 4.7 mm | 9.7 mm | 13 mm | derived: Badii 2014",
        "| shoulder | `shoulder` | left, right | 2.17 points and 30% | Michener 2011",
    ],
)
def test_the_page_shows_limits_errors_and_sources(line: str) -> None:
    assert line in with_catalogue(EMPTY)


def test_what_stands_around_the_written_part_stays() -> None:
    page = with_catalogue(EMPTY)
    assert page.startswith("Before.\n")
    assert page.endswith("After.\n")
    assert with_catalogue(page) == page


@pytest.mark.parametrize("page", ["", BEGIN, END])
def test_a_page_without_both_markers_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="two markers"):
        with_catalogue(page)


def test_one_command_writes_the_page_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text(EMPTY, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["document", str(page)])
    monkeypatch.delitem(sys.modules, "assessments.catalogue.document")
    runpy.run_module("assessments.catalogue.document", run_name="__main__")
    assert page.read_text(encoding="utf-8") == with_catalogue(EMPTY)
