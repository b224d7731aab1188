"""Writes docs/guide.md and its pictures from the product as it is served: `make guide`.

The pictures are the same for the same product: the days are fixed, and what differs from run to run
(the moments of recording, the digests of seals) is shown by one stand-in.
"""

import base64
import shutil
import sys
import tempfile
from datetime import date
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from neoequity.books.days import written
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.guide.chapters import STEPS
from tests.browser.guide.desk import Desk, passwords
from tests.browser.guide.steps import Step
from tests.browser.served import ROOT, Product

GUIDE = ROOT / "docs" / "guide.md"
PICTURES = ROOT / "docs" / "guide"
LARGEST = 80_000  # bytes of a picture

_OPENING = """# Guide

How an office works with NeoEquity in a day, from the first sign-in to the auditors’ pack. The
pictures show the example: the offering that NeoTherapeutics, Inc. made through Cantor Fitzgerald &
Co. in 2001. The placements behind its published sales are reconstructions.

This page and its pictures are written by `make guide` from the product itself; the text stands in
`tests/browser/guide/`. Terms are explained in the product’s glossary, under *Help* at the foot of
every page.
"""
#: Moments of recording and digests of seals, wherever they stand.
_STILL = r"""([today, later]) => {
  const moment = /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2}, (20[2-9]\d)/g;
  const digest = /\b[0-9a-f]{12,64}\b/g;
  const thisYear = String(new Date().getFullYear());
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data
      .replace(moment, (_, year) => year > thisYear ? later : today)
      .replace(/\b\d{2}:\d{2}(:\d{2})?\b/g, (_, seconds) => seconds ? '10:30:00' : '10:30')
      .replace(digest, each => '5f3a9c0e71b2d846'.repeat(4).slice(0, each.length));
  }
}"""
_TO_WEBP = """async ([picture, quality]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + picture;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}"""


def text_of(steps: list[Step]) -> str:
    """The guide in Markdown."""
    parts = [_OPENING]
    for chapter, own in groupby(steps, key=lambda step: step.chapter):
        parts.append(f"## {chapter}\n")
        for number, step in enumerate(own, start=1):
            alternative = f"{chapter}: {step.heading.lower()}"
            parts.append(f"### {number}. {step.heading}\n\n{step.text}\n")
            parts.append(f"![{alternative}](guide/{step.picture})\n")
    return "\n".join(parts)


def walk(desk: Desk, pictures: Path | None = None) -> list[Step]:
    """Do what the steps say, one after the other; returns those that the product has.

    With a directory, a picture of each is written there.
    """
    done = []
    for step in STEPS:
        desk.turn_to(step.day)
        if step.needs and not desk.has(step.needs):
            continue
        page = step.act(desk)
        done.append(step)
        if pictures is not None:
            write_picture(desk.browser, page, pictures / step.picture, step.day)
    return done


def write_picture(browser: Browser, page: Page, path: Path, day: str) -> None:
    """The page as the reader sees it, without loss where it stays small."""
    on = date.fromisoformat(day)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.evaluate(_STILL, [written(on), written(on.replace(year=on.year + 1))])
    shot = page.screenshot(animations="disabled", caret="hide", scale="css")
    plain = browser.new_page()
    picture = b""
    for quality in (1.0, 0.9, 0.8, 0.7):  # 1.0 is without loss
        picture = base64.b64decode(
            plain.evaluate(_TO_WEBP, [base64.b64encode(shot).decode(), quality])
        )
        if len(picture) <= LARGEST:
            break
    plain.close()
    path.write_bytes(picture)


def main() -> None:
    """Serve a fresh product in a directory of its own, walk through it and write the guide."""
    if CHROMIUM is None:
        sys.exit("There is no Chromium, which takes the pictures.")
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        product = Product(Path(directory))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pictures = Path(directory) / "pictures"
        pictures.mkdir()
        try:
            product.start(STEPS[0].day)
            desk = Desk(browser, product, passwords(product.log_path.read_text(encoding="utf-8")))
            done = walk(desk, pictures)
            desk.close()
        finally:
            browser.close()
            product.remove()
        shutil.rmtree(PICTURES, ignore_errors=True)
        shutil.copytree(pictures, PICTURES)
    GUIDE.write_text(text_of(done), encoding="utf-8")
    size = sum(path.stat().st_size for path in PICTURES.iterdir())
    sys.stdout.write(f"docs/guide.md has {len(done)} steps; their pictures are {size:,} bytes.\n")


if __name__ == "__main__":
    main()
