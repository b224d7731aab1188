"""The pages of daily work hold nothing inline that the strict Content-Security-Policy blocks."""

import pytest
from django.test import Client

from placements.models import Sale
from tests.pages.plain_text import breaks_the_policy

PAGES = [
    "/placements/",
    "/placements/new/",
    "/placements/sales-agreement/1/",
    "/placements/sales-agreement/1/close/",
    "/sales/",
    "/sales/new/",
    "/sales/sales-agreement/1/",
    "/sales/sales-agreement/1/reverse/",
    "/settlements/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_brings_no_inline_style_or_script(
    writer: Client, ledger: dict[str, Sale], page: str
) -> None:
    assert breaks_the_policy(writer.get(page)) == []


def test_the_preview_brings_no_inline_style_or_script(
    writer: Client, ledger: dict[str, Sale]
) -> None:
    typed = {"placement": ledger["settled"].placement_id, "trade_date": "2001-11-10"}
    assert breaks_the_policy(writer.post("/sales/preview/", typed)) == []
