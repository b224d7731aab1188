"""The pages of a sale that was reversed and of its reversal."""

import pytest
from django.test import Client

from placements.models import Sale
from tests.pages.plain_text import links, words


def test_a_sale_and_its_reversal_point_at_each_other_from_the_day_it_counts(
    reader: Client, ledger: dict[str, Sale]
) -> None:
    wrong, reversal = ledger["wrong"], ledger["reversal"]
    assert reversal.get_absolute_url() in links(reader.get(wrong.get_absolute_url()))
    back = reader.get(reversal.get_absolute_url())
    assert wrong.get_absolute_url() in links(back)
    assert "reverses sale 2 with effect from Nov 12, 2001: A wrong price." in words(back)
    text = reader.get(wrong.get_absolute_url()).content.decode()
    figures = text.partition('aria-label="Figures"')[2].partition("</section>")[0]
    assert "<strong>Reversed on Nov 12, 2001</strong>" in figures
    assert figures.index("Reversed on") < figures.index("$")
    assert figures.count(f"<s>${wrong.net:,.2f}</s>") == 1
    assert 'class="total"' not in figures
    before = reader.get(wrong.get_absolute_url(), {"as_of": "2001-11-11"})
    assert "was reversed" not in words(before)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("wrong", "Sale 2 was already reversed on Nov 12, 2001, by entry 3"),
        ("reversal", "Sale 3 is itself a reversal and cannot be reversed."),
    ],
)
def test_what_cannot_be_reversed_again_says_so_before_and_after(
    writer: Client, ledger: dict[str, Sale], name: str, sentence: str
) -> None:
    url = f"{ledger[name].get_absolute_url()}reverse/"
    response = writer.get(url)
    assert sentence in words(response)
    assert b"Reverse the sale</button>" not in response.content
    refused = writer.post(url, {"on": "2001-11-13", "reason": "Again."})
    assert refused.status_code == 422
    assert sentence in words(refused)
    assert Sale.objects.count() == 5
