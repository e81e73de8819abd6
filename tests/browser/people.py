"""A person at a browser: signs up, signs in, reads the mailbox, fills forms by their names in any language."""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, expect

from mado.demo.primitives import DEMO_PASSWORD


@dataclass
class Person:
    page: Page
    base: str
    language: str
    email: str

    @classmethod
    def at(
        cls, browser: Browser, base: str, *, language: str, email: str, zone: str, width: int = 1280, locale: str = ""
    ) -> "Person":
        """`language` is that of the screens, `locale` the browser's own where it is another."""
        context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900}, locale=locale or language, timezone_id=zone
        )
        context.set_default_timeout(15_000)
        return cls(context.new_page(), base, language, email)

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.base}/{self.language}{path}")
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    def fill(self, **fields: str | list[str]) -> None:
        """Text, select, radio (value) and checkbox groups (list of values), by field name."""
        for name, value in fields.items():
            if isinstance(value, list):
                for one in value:
                    self.page.locator(f'[name="{name}"][value="{one}"]').check()
                continue
            control = self.page.locator(f'[name="{name}"]')
            kind = control.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
            if kind == "radio":
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "select":
                control.first.select_option(value)
            else:
                control.first.fill(value)

    def press(self, selector: str) -> None:
        """Press the button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def save(self) -> None:
        """The primary button of the form in the page."""
        self.press("main form .button-primary")

    def sign_up(self, name: str) -> None:
        self.go("/account/signup/")
        self.fill(name=name, email=self.email, password1=DEMO_PASSWORD)
        self.save()
        code = self.code_from_mail()
        self.fill(code=code)
        self.save()

    def sign_in(self) -> None:
        self.go("/account/login/")
        self.fill(login=self.email, password=DEMO_PASSWORD)
        self.save()

    def code_from_mail(self) -> str:
        """The newest code in the mailbox page, read in another tab as one would."""
        tab = self.page.context.new_page()
        tab.goto(f"{self.base}/{self.language}/mailbox/?person={self.email}")
        newest = tab.locator("main a").evaluate_all(
            "links => links.map(l => l.href).find(h => /mailbox\\/\\d+\\/$/.test(h))"
        )
        tab.goto(newest)
        found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", tab.locator("main").inner_text(), re.MULTILINE)
        tab.close()
        assert found is not None
        return found.group(1)

    def link_in_mail(self, link: str, *, saying: str = "", within: int = 60) -> str:
        """Wait for a mail that says `saying` and has a link that matches `link`, newest first, in another tab as one
        would; returns the link."""
        tab = self.page.context.new_page()
        until = time.monotonic() + within
        while time.monotonic() < until:
            tab.goto(f"{self.base}/{self.language}/mailbox/?person={self.email}")
            mails = tab.locator("main a.row-title").evaluate_all("links => links.map(l => l.href)")
            for mail in mails:
                tab.goto(mail)
                links = tab.locator("main article a").evaluate_all("links => links.map(l => l.href)")
                found = next((href for href in links if re.search(link, href)), None)
                if found and saying in tab.locator("main article").inner_text():
                    tab.close()
                    return found
            tab.wait_for_timeout(500)
        raise AssertionError(f"{self.email} has no mail that says {saying!r} with a link like {link}")

    def fits(self) -> None:
        """Nothing on the page is wider than the screen."""
        size = self.page.viewport_size
        assert size is not None
        assert (self.page.url, self.page.evaluate("document.documentElement.scrollWidth")) == (
            self.page.url,
            size["width"],
        )

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def state(self) -> str:
        """The tone of the state badge on the page: waiting, agreed, mend, ended, draft."""
        classes = self.page.locator("main .state").first.get_attribute("class") or ""
        return re.sub(r".*state-(\w+).*", r"\1", classes)
