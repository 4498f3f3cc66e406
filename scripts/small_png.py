"""A screenshot as a small PNG: at most 256 colours, each pixel one byte.

A page is drawn with few colours; what is lost are shades of the edges of letters that nobody sees.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

MOST_COLOURS = 256
COARSE = 2
"""Shades that differ in these lowest bits of a channel are taken as one: the edges of letters have thousands."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE_IMAGE = 3
"""PNG's colour type of one byte for each pixel that points into a palette."""


def small_png(pixels: NDArray[np.uint8]) -> bytes:
    """The PNG of an image of (height, width, red-green-blue)."""
    palette, places = with_few_colours(pixels)
    height, width = places.shape
    header = struct.pack(">IIBBBBB", width, height, 8, PALETTE_IMAGE, 0, 0, 0)
    # Each line begins with the number of its filter; 0, none, suits an image whose bytes are places in a palette.
    lines = np.insert(places, 0, 0, axis=1)
    return b"".join(
        [
            SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", palette.tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)),
            _chunk(b"IEND", b""),
        ]
    )


def with_few_colours(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The palette of the most frequent colours, and for each pixel the place of the nearest one in it."""
    coarse = (pixels.astype(np.uint32) >> COARSE) << COARSE
    codes = coarse[..., 0] << 16 | coarse[..., 1] << 8 | coarse[..., 2]
    shades, first, shade_of, counts = np.unique(codes, return_index=True, return_inverse=True, return_counts=True)
    # A shade is told by its first pixel as it is, so that a plain surface keeps its exact colour.
    colours = pixels.reshape(-1, 3)[first]
    palette = colours[np.argsort(-counts, kind="stable")[:MOST_COLOURS]]
    nearest = np.empty(len(shades), np.uint8)
    for place, colour in enumerate(colours):
        nearest[place] = np.square(palette.astype(np.int32) - colour.astype(np.int32)).sum(axis=1).argmin()
    return palette, nearest[shade_of].reshape(codes.shape)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
