"""A page as a person reads it: its words without the markup, and where its links lead."""

import re
from html import unescape
from typing import Protocol

_MARKUP = re.compile(r"<(script|style|title)\b.*?</\1>|<[^>]*>", re.DOTALL)


class Page(Protocol):
    """The answer of a test client."""

    @property
    def content(self) -> bytes:
        """Its bytes."""


def words(page: Page) -> str:
    """The text of the page, white space as single blanks."""
    text = unescape(_MARKUP.sub(" ", page.content.decode()))
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(text.split()))


def links(page: Page) -> list[str]:
    """Where the page's links lead, in their order."""
    found = re.findall(r'<a\b[^>]*href="([^"]*)"', page.content.decode())
    return [unescape(link) for link in found]


def breaks_the_policy(page: Page) -> list[str]:
    """Markup that the strict Content-Security-Policy would block: inline styles and scripts."""
    inline = re.compile(r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=|javascript:""")
    return inline.findall(page.content.decode())
