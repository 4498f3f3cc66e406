"""Words that claim a cause. No generated sentence may hold one of them, in any language."""

import re
from collections.abc import Mapping
from types import MappingProxyType

FORBIDDEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "as a result",
            "because of",
            "caused by",
            "causes",
            "corrects",
            "due to",
            "effective",
            "led to",
            "proves",
            "works",
        ),
        "zh-hant": ("導致", "因為", "由於", "證明", "有效", "矯正"),
    }
)


def forbidden_words(text: str, language: str = "en") -> tuple[str, ...]:
    """List the forbidden words that a text holds; empty is good. KeyError: no list for that language.

    English is matched by whole words in any case; Chinese has no word boundaries.
    """
    edge = r"\b" if language == "en" else ""
    flat = " ".join(text.split())
    return tuple(
        word for word in FORBIDDEN[language] if re.search(f"{edge}{re.escape(word)}{edge}", flat, re.IGNORECASE)
    )
