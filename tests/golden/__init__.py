"""Answers as they were once looked at and found right."""

import json
import os
from pathlib import Path
from typing import Any


def golden_json(name: str, content: Any) -> None:
    """Compare with the stored answer. `UPDATE_GOLDEN=1 pytest ...` stores the present one, to be read in the diff."""
    path = Path(__file__).parent / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert content == json.loads(path.read_text(encoding="utf-8"))
