#!/usr/bin/env python3
"""The texts that people read, and their translations: ``make messages ARGS="extract compile"``.

``extract`` collects every text of the code and the templates into the .po files, keeping what is translated;
``compile`` writes the .mo files that the product reads. Neither needs gettext's programs, and a user needs neither.
"""

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from gettext import GNUTranslations
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract as extract_texts
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parents[1]
LOCALES = PROJECT / "clinic" / "locale"
LANGUAGES = ("zh_Hant",)
FOLDERS = ("clinic", "patients", "assessments", "treatments")
UNTRANSLATED_LIBRARIES = ("unfold", "phonenumber_field")
"""Libraries whose words stand among ours, and that bring no Traditional Chinese along."""
UNUSED = ("import_export", "guardian", "simple_history", "wysiwyg.html", "auth")
"""Parts of them that no page of ours shows."""
TEMPLATE_SUFFIXES = (".html", ".txt")
DJANGO_APPS = ("contrib/admin", "contrib/auth", "contrib/postgres")
FUNCTIONS: Mapping[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}

Text = str | tuple[str, ...]


def main() -> int:
    words = sys.argv[1:]
    if not words or not set(words) <= set(COMMANDS):
        print(f"usage: scripts/messages.py {' | '.join(COMMANDS)} ...")
        return 2
    for word in words:
        for language in LANGUAGES:
            COMMANDS[word](language)
    return 0


def extract(language: str) -> None:
    """Bring the .po file up to the code: new texts come in empty, texts that are gone leave."""
    path = po_file(language)
    catalog = read(language) if path.exists() else new_catalog(language)
    template = new_catalog(language)
    for file, text in texts():
        template.add(text, locations=[(file, 0)])
    # Only what changed shows in a diff: neither the day of the run nor guesses at similar texts.
    template.creation_date = catalog.creation_date
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalog, width=100, sort_by_file=True, include_lineno=False)
    untranslated = sum(1 for message in catalog if message.id and not message.string)
    print(f"{path.relative_to(PROJECT)}: {len(catalog)} texts, {untranslated} without a translation")


def compile_(language: str) -> None:
    """Write the .mo file from the .po file; texts without a translation stay English."""
    path = po_file(language).with_suffix(".mo")
    path.write_bytes(compiled(read(language)))
    print(f"{path.relative_to(PROJECT)}: written")


def texts() -> Iterator[tuple[str, Text]]:
    """Give every text that people read with the file it stands in, in a fixed order."""
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.suffix in (".py", *TEMPLATE_SUFFIXES) and "migrations" not in path.parts:
                yield from ((str(path.relative_to(PROJECT)), text) for text in texts_in(path))
    for library in UNTRANSLATED_LIBRARIES:
        yield from ((library, text) for text in texts_of(library) if not django_translates(text))


def texts_of(library: str) -> Iterator[Text]:
    """Give every text of an installed library."""
    for place in find_spec(library).submodule_search_locations:  # type: ignore[union-attr]
        for path in sorted(Path(place).rglob("*")):
            used = not {"migrations", *UNUSED} & {*path.parts}
            if used and path.suffix in (".py", *TEMPLATE_SUFFIXES):
                yield from texts_in(path)


def django_translates(text: Text) -> bool:
    """Whether Django's own translations hold the text; then the library's page shows that."""
    return any(known.gettext(first_form(text)) != first_form(text) for known in django_translations())


def first_form(text: Text) -> str:
    return text if isinstance(text, str) else text[0]


@cache
def django_translations() -> list[GNUTranslations]:
    place = Path(find_spec("django").submodule_search_locations[0])  # type: ignore[union-attr, index]
    files = [place / app / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.mo" for app in ("conf", *DJANGO_APPS)]
    return [GNUTranslations(file.open("rb")) for file in files]


def texts_in(path: Path) -> Iterator[Text]:
    """Give the texts of one file; a template is turned into calls of gettext first."""
    source = path.read_text(encoding="utf-8")
    if path.suffix not in TEMPLATE_SUFFIXES:
        yield from texts_in_code(source)
        return
    lines = templatize(source, origin=str(path)).splitlines()
    code = "\n".join(line.strip() for line in lines)
    for _line, text, _comments, _context in extract_texts("python", BytesIO(code.encode()), FUNCTIONS):
        yield text


def texts_in_code(source: str) -> Iterator[Text]:
    """Give the texts that Python code marks, in order, also those inside of f-strings."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in FUNCTIONS and given:
            yield (given[0], given[1]) if FUNCTIONS[name] else given[0]


def new_catalog(language: str) -> Catalog:
    return Catalog(locale=language, project="Plumbline", charset="utf-8", fuzzy=False)


def read(language: str) -> Catalog:
    with po_file(language).open("rb") as source:
        return read_po(source, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """Give the bytes of the .mo file."""
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def po_file(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


COMMANDS: Mapping[str, Callable[[str], None]] = {"extract": extract, "compile": compile_}

if __name__ == "__main__":
    sys.exit(main())
