"""One payment, however its sender writes days, signs and decimals, is the same payment."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.statements.terms.layout import Layout, from_json, to_json
from neoequity.statements.terms.reading import read
from tests.statements.files import AGENT, BANK, TRANSFER_AGENT, lines_of

DAYS: dict[str, tuple[str, ...]] = {
    "month_first": ("%m/%d/%Y", "%m-%d-%y", "%b %d, %Y", "%d-%b-%Y", "%Y-%m-%d 00:00:00"),
    "day_first": ("%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%Y-%m-%d"),
    "year_first": ("%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%d-%b-%Y"),
}
POINT_SIGNS: tuple[Callable[[Decimal], str], ...] = (
    lambda amount: f"{amount:,f}",
    lambda amount: f"({-amount:,f})" if amount < 0 else f"{amount:,f}",
    lambda amount: f"(${-amount:,f})" if amount < 0 else f"${amount:,f}",
    lambda amount: f"{abs(amount):,f}{'-' * (amount < 0)}",
    lambda amount: f"{abs(amount):f} {'DR' if amount < 0 else 'CR'}",
    lambda amount: f"{amount:f} USD",
)
AMOUNTS = st.decimals(-(10**9), 10**9, places=8) | st.decimals(-(10**9), 10**9, places=2)


@st.composite
def written(draw: st.DrawFn) -> tuple[date, Decimal, Layout, str, str]:
    """A day and an amount, a layout, and both as it writes them."""
    day, amount = draw(st.dates(date(1980, 1, 1), date(2079, 12, 31))), draw(AMOUNTS)
    dates = draw(st.sampled_from(sorted(DAYS)))
    text = draw(st.sampled_from(POINT_SIGNS))(amount)
    decimal_sign = draw(st.sampled_from(".,"))
    if decimal_sign == ",":
        text = text.translate(str.maketrans(".,", ",."))
    positive = draw(st.sampled_from(["in", "out"]))
    layout = BANK._replace(
        labels={},
        separator=";",
        dates=dates,
        decimal_sign=decimal_sign,
        positive=positive,
    )
    form = draw(st.sampled_from(DAYS[dates]))
    return day, amount if positive == "in" else -amount, layout, f"{day:{form}}", text


@settings(max_examples=250, deadline=None)
@given(written())
def test_a_payment_is_the_same_however_it_is_written(
    told: tuple[date, Decimal, Layout, str, str],
) -> None:
    day, amount, layout, day_text, amount_text = told
    content = lines_of("Posted;Bank Ref;Details;Amount", f"{day_text};B-1;Wire;{amount_text}")
    [line] = read(content, layout).lines

    assert (line.day, line.amount) == (day, amount)


@settings(max_examples=150, deadline=None)
@given(
    layout=st.sampled_from([AGENT, TRANSFER_AGENT, BANK]),
    place=st.integers(0, 2_000),
    length=st.integers(0, 12),
    instead=st.text(max_size=6)
    | st.sampled_from(['"', "{}", "[]", "null", "9" * 5_000, "\\ud800"]),
)
def test_a_damaged_layout_is_a_layout_or_refused(
    layout: Layout, place: int, length: int, instead: str
) -> None:
    content = to_json(layout)
    place %= len(content)
    damaged = content[:place] + instead + content[place + length :]
    told = said(damaged)
    if isinstance(told, Layout):
        assert from_json(to_json(told)) == told
    else:
        assert told
        assert all(sentence.endswith(".") for sentence in told)


def said(content: str) -> Layout | list[str]:
    """The layout or the reasons against its file; anything else is an error."""
    try:
        return from_json(content)
    except Refused as refused:
        return [reason.sentence for reason in refused.reasons]
