"""The guide and the product cannot drift: its text is that of its steps, and these can be done."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.guide.chapters import STEPS
from tests.browser.guide.desk import Desk, passwords
from tests.browser.guide.write import GUIDE, LARGEST, PICTURES, text_of, walk
from tests.browser.served import Product
from tests.offices import Office, Opened

_PICTURE = re.compile(r"!\[[^\]]+\]\(guide/([a-z-]+\.webp)\)")


def test_the_guide_says_what_its_steps_say() -> None:
    written = GUIDE.read_text(encoding="utf-8")
    shown = set(_PICTURE.findall(written))
    assert written == text_of([step for step in STEPS if not step.needs or step.picture in shown])


def test_every_picture_of_the_guide_is_there_small_and_shown() -> None:
    shown = _PICTURE.findall(GUIDE.read_text(encoding="utf-8"))
    kept = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert sorted(shown) == sorted(kept)
    assert max(kept.values()) <= LARGEST
    assert sum(kept.values()) <= 2_500_000


def test_no_two_steps_share_a_picture_or_lack_a_text() -> None:
    assert len({step.picture for step in STEPS}) == len(STEPS)
    assert [step.heading for step in STEPS if len(step.text) < 80] == []


@pytest.mark.browser
def test_all_steps_of_the_guide_can_be_done(
    chromium: Browser, tmp_path: Path, opened: Opened, prepared: Office
) -> None:
    books = opened("guide", like=prepared)
    product = Product(tmp_path, books)
    try:
        desk = Desk(chromium, product, passwords(books.printed))
        done = walk(desk)
        desk.close()
    finally:
        product.remove()
    assert {step.heading for step in STEPS if not step.needs} <= {step.heading for step in done}
