"""Words a person will read, written down where Django is out of reach.

Pure modules mark their English sentences here; the edge (form, serializer, page) translates them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Mark an English message for translation and give it back unchanged.

    makemessages recognises the name, so the text reaches the translators without this module knowing Django.
    """
    return message


def _untranslated(message: str) -> str:
    return message


@dataclass(frozen=True)
class Message:
    """A sentence with named gaps, for example ``Message("%(label)s is too long", {"label": ...})``.

    ``template`` is an English message id with ``%(name)s`` gaps. A parameter may be a Message itself (a label
    that needs translating too), a plain text or a number.
    """

    template: str
    params: Mapping[str, Message | str | float] = field(default_factory=dict, hash=False)

    def text(self, translate: Callable[[str], str] = _untranslated) -> str:
        """Give the sentence, translated by ``translate`` (gettext at the edge; English without it)."""
        template = translate(self.template)
        if not self.params:
            return template
        filled = {
            name: value.text(translate) if isinstance(value, Message) else value for name, value in self.params.items()
        }
        return template % filled
