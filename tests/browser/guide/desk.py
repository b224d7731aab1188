"""The people of the guide at their desks: a browser each, in the product as it is served."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.served import Product

TREASURY, CFO = "demo-treasury", "demo-cfo"
CONTROLLER, AUDITOR = "demo-controller", "demo-auditor"
#: Whoever prepared the books, and may do everything; here only accounts.
FIRST = Product.user

DESK = (1280, 860)
PHONE = (390, 844)

Scheme = Literal["light", "dark"]
_PRINTED = re.compile(r"^  (demo-\S+) +(\S{16})  ", re.MULTILINE)


def passwords(printed: str) -> dict[str, str]:
    """The passwords of the demo people, as the first start printed them, and that of the first."""
    return {**dict(_PRINTED.findall(printed)), FIRST: Product.password}


class Window(NamedTuple):
    """Who looks, how wide and in which colors."""

    person: str
    size: tuple[int, int] = DESK
    scheme: Scheme = "light"


class Desk:
    """Opens the product for a person, who stays signed in until the guide ends."""

    def __init__(self, browser: Browser, product: Product, secrets: Mapping[str, str]) -> None:
        self.browser = browser
        self.product = product
        self.secrets = secrets
        self._open: dict[Window, tuple[BrowserContext, Page]] = {}

    def of(self, person: str, size: tuple[int, int] = DESK, scheme: Scheme = "light") -> Page:
        """The person's page; the first time, they sign in."""
        window = Window(person, size, scheme)
        if window not in self._open:
            page = self.stranger(window)
            page.get_by_label("Username").fill(person)
            page.get_by_label("Password").fill(self.secrets[person])
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_label("Username")).to_have_count(0)
        return self._open[window][1]

    def stranger(self, window: Window) -> Page:
        """The sign-in page, in a fresh browser."""
        width, height = window.size
        told: dict[str, Any] = {"viewport": {"width": width, "height": height}}
        context = self.browser.new_context(
            **told, base_url=self.product.url, color_scheme=window.scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto("/")
        self._open[window] = (context, page)
        return page

    def turn_to(self, day: str) -> None:
        """Serve the product on another day."""
        if self.product.environment.get("NEOEQUITY_TODAY") != day or not self.product.server:
            self.product.stop()
            self.product.start(day)

    def has(self, address: str) -> bool:
        """Whether the product has such a page."""
        answer = self.of(TREASURY).request.get(address, max_redirects=0)
        return answer.status != 404

    def close(self) -> None:
        """All windows."""
        for context, _ in self._open.values():
            with suppress(Exception):
                context.close()
        self._open.clear()


Act = Callable[[Desk], Page]
