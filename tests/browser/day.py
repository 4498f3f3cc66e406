"""What people do at a screen, in the words that they read there: the same steps in every language."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Desk
from tests.builders import PASSWORD


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a day takes place: ``language`` is that of the clinic, ``device`` what Playwright is told of the desk."""

    name: str
    language: str
    device: dict[str, Any]
    touch: bool = False
    hides_menu: bool = False


LAPTOP = Setting("english-laptop", "en", {"locale": "en-GB", "viewport": {"width": 1366, "height": 768}})
TABLET = Setting(
    "chinese-tablet",
    "zh-hant",
    {"locale": "zh-HK", "viewport": {"width": 820, "height": 1180}, "has_touch": True},
    touch=True,
    hides_menu=True,
)


class Screen:
    """A desk in one setting. Everything is found by the name that the person reads, given here in English."""

    def __init__(self, desk: Desk, setting: Setting) -> None:
        self.desk, self.page, self.setting = desk, desk.page, setting

    def read(self, message: str, context: str = "", **gaps: Any) -> str:
        """The English text as it stands on the page."""
        with translation.override(self.setting.language):
            text = translation.pgettext(context, message) if context else translation.gettext(message)
            return text % gaps if gaps else text

    def press(self, name: str, *, of: str = "") -> None:
        """Press the button with this name; ``of`` whom, where several people have one."""
        self.touch(self._named("button", name, of))

    def follow(self, name: str, *, of: str = "") -> None:
        """Follow the link with this name."""
        self.touch(self._named("link", name, of))

    def go_to(self, title: str) -> None:
        """By the menu, which a tablet hides until it is asked for."""
        if self.setting.hides_menu:
            self.press("Navigation")
        self.follow(title)

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(self.read(label)).first.fill(text)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(self.read(label)).first.select_option(label=self.read(option))

    def tick(self, label: str) -> None:
        self.page.get_by_label(self.read(label)).first.check()

    def sees(self, message: str, **gaps: Any) -> Locator:
        """The text is on the page."""
        shown = self.page.get_by_text(self.read(message, **gaps)).first
        expect(shown).to_be_visible()
        return shown

    def log_in(self, username: str) -> None:
        """On the login page, which is there for whoever comes first and after somebody handed over."""
        if self.page.url == "about:blank":
            self.desk.open("/admin/")
        self.type("username", username)
        self.type("password", PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self._named("button", "Switch person", "")).to_be_visible()

    def hand_over(self) -> None:
        """Log out, for the next person."""
        self.press("Switch person")
        expect(self.page.get_by_label(self.read("username"))).to_be_visible()

    def touch(self, place: Locator) -> None:
        """With the finger on a tablet, else with the mouse."""
        if self.setting.touch:
            place.tap()
        else:
            place.click()

    def _named(self, role: Any, name: str, of: str) -> Locator:
        return self.page.get_by_role(role, name=f"{self.read(name)} {of}".strip(), exact=True).first
