"""Using a page of the admin as a person does: open it, fill in some fields, send all of them."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clinic.practice.models import Membership


def logged_in(member: Membership) -> Client:
    """The member's browser, after the login."""
    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(kind: str, name: str, *args: Any) -> str:
    """``page("patients_patient", "change", uuid)``"""
    return reverse(f"admin:{kind}_{name}", args=args)


def filled(client: Client, path: str, **typed: Any) -> dict[str, Any]:
    """What the opened page would send with these fields changed; None leaves a field out."""
    sent: dict[str, Any] = {**form_values(client.get(path)), **typed}
    return {name: value for name, value in sent.items() if value is not None}


def form_values(shown: HttpResponse) -> dict[str, Any]:
    """What the page as it is shown would send."""
    reader = _FormReader()
    reader.feed(shown.content.decode())
    return reader.fields


def send(client: Client, path: str, **typed: Any) -> Any:
    """Open the page, change these fields, save."""
    return client.post(path, filled(client, path, **typed))


def words(response: HttpResponse) -> str:
    """The page as it is read, without markup and with single spaces."""
    reader = _TextReader()
    reader.feed(response.content.decode())
    return " ".join(" ".join(reader.words).split())


class _FormReader(HTMLParser):
    """The names and values of the form's fields, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name:
            self._input(given.get("type"), name, given.get("value"), checked="checked" in given)
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = value
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = ""

    def _input(self, kind: str | None, name: str, value: str | None, *, checked: bool) -> None:
        if kind in ("checkbox", "radio"):
            if checked:
                self.fields.setdefault(name, []).append("on" if value is None else value)
        elif kind != "submit" and name != "q":
            self.fields[name] = value or ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipped = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._skipped = False

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.words.append(data)
