"""scripts/small_png.py: a plain surface keeps its exact colour, and a picture of many colours stays small and close."""

import importlib.util
import zlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "small_png.py"


@pytest.fixture(scope="module")
def small_png() -> ModuleType:
    spec = importlib.util.spec_from_file_location("small_png", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_surface_of_few_colours_comes_back_as_it_was(small_png: ModuleType) -> None:
    picture = np.array([[[1, 2, 3], [250, 251, 253]], [[0, 118, 110], [1, 2, 3]]], np.uint8)
    palette, places = small_png.with_few_colours(picture)
    assert (palette[places] == picture).all()


def test_many_colours_become_the_nearest_of_the_most_frequent(small_png: ModuleType) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (60, 80, 3), np.uint8)
    picture[:30] = (255, 255, 255)
    palette, places = small_png.with_few_colours(picture)
    assert len(palette) == small_png.MOST_COLOURS
    assert tuple(palette[0]) == (255, 255, 255)
    far = np.abs(palette[places].astype(int) - picture.astype(int)).sum(axis=2)
    assert far[:30].max() == 0
    assert far.mean() < 60


def test_what_is_written_is_a_png_of_that_size_and_its_lines(small_png: ModuleType) -> None:
    written = small_png.small_png(np.zeros((2, 3, 3), np.uint8))
    assert written.startswith(b"\x89PNG\r\n\x1a\n")
    assert written[16:24] == (3).to_bytes(4, "big") + (2).to_bytes(4, "big")
    begins = written.index(b"IDAT") + 4
    lines = zlib.decompressobj().decompress(written[begins:])
    assert lines == bytes(2 * (1 + 3)), "each line begins with its filter, then a byte for each pixel"
