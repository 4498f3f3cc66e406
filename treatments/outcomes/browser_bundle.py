"""The drawing library for browsers (Vega, Vega-Lite, Vega-Embed), written once by the library that also draws SVG.

So pages, files and documents draw the same description with the same versions, and nothing comes from a CDN.
`python -m treatments.outcomes.browser_bundle FILE` writes it; `static_files.py` calls that.
"""

import os
import sys
from pathlib import Path

import vl_convert

VEGA_LITE_VERSION = "6.4"
_NAME = "window.vegaEmbed = vegaEmbed;"


def write_bundle(target: Path) -> None:
    """Write the script, which adds `vegaEmbed` to the page and no other name. Takes a second."""
    bundle = vl_convert.javascript_bundle(_NAME, vl_version=VEGA_LITE_VERSION)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Renamed when complete: a second process never sees half a file.
    unfinished = target.with_suffix(f".{os.getpid()}")
    unfinished.write_text(f'(() => {{"use strict";{bundle}}})();\n', encoding="utf-8")
    unfinished.replace(target)


if __name__ == "__main__":
    write_bundle(Path(sys.argv[1]))
