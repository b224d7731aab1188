"""What was sold, in the sentences of a prospectus supplement and of the notes to a 10-Q or 10-K."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from neoequity.books.days import on_page, written
from neoequity.books.money import dollars, of_shares, per_share
from neoequity.reports.programme import Programme
from neoequity.reports.sold import Figures
from neoequity.reports.spans import Span, during, listed, year_to

_FOUR_DECIMALS = Decimal("0.0001")
_METHODS = {
    "negotiated": "in privately negotiated transactions",
    "nasdaq": "directly into Nasdaq",
    "market_maker": "through a market maker",
    "ecn": "through an electronic communications network",
    "other": "by other lawful means",
}


def supplement_words(programme: Programme, span: Span) -> str:
    """The paragraph of a supplement: what was sold in the span under one agreement."""
    book, figures = programme.book, programme.book.sold.within(span)
    agent = programme.terms_on(span.until).agent
    how = listed([_METHODS[method] for method in book.methods(span)])
    sentences = [_sold(programme, span, figures, agent, how)]
    if figures.shares > 0 and book.takes_back(span):
        sentences.append("These figures are net of sales made earlier that were reversed.")
    return " ".join([*sentences, _left(programme, span.until), *restated(programme)])


def note_words(programme: Programme, quarter: Span) -> str:
    """The paragraph of the note: agreement, quarter, year and total, issued and not yet issued."""
    return " ".join(_note(programme, quarter))


def _note(programme: Programme, quarter: Span) -> Iterator[str]:
    sold, day = programme.book.sold, quarter.until
    in_quarter, in_year, total = sold.within(quarter), sold.within(year_to(day)), sold.until(day)
    yield _entered(programme, day)
    yield _sold(programme, quarter, in_quarter)
    if in_year not in (in_quarter, total):
        yield _sold(programme, year_to(day), in_year)
    if total != in_quarter:
        yield _sold(programme, Span(programme.signed_on, day), total)
    elif total.shares:
        yield f"These are all sales under the {programme.name} to date."
    yield from _issued(programme, quarter)
    yield _left(programme, day)
    if programme.ended_on is not None:
        yield f"The {programme.name} ended on {written(programme.ended_on)}."
    yield from restated(programme)


def _entered(programme: Programme, day: date) -> str:
    terms = programme.terms_on(day)
    at = ""
    if programme.highest_rate is not None:
        at = f", for a commission of up to {_percent(programme.highest_rate)} of gross proceeds"
    return (
        f"On {written(programme.signed_on)}, we entered into the {programme.name} with "
        f"{terms.agent}, under which we may offer and sell from time to time shares of our common "
        f"stock with aggregate gross proceeds of up to {_whole(terms.capacity)}{at}."
    )


def _sold(
    programme: Programme, span: Span, figures: Figures, agent: str = "", how: str = ""
) -> str:
    """What was sold, through whom and how; net of reversals where they outweigh the sales."""
    if figures == Figures():
        return f"{during(span)}, we sold no shares of our common stock under the {programme.name}."
    if figures.shares <= 0:
        return (
            f"{during(span)}, sales under the {programme.name}, net of reversals and adjustments, "
            f"came to {_signed(figures.shares)} shares, gross proceeds to "
            f"{dollars(figures.gross)}, commissions to {dollars(figures.commission)} and net "
            f"proceeds to {dollars(figures.net)}."
        )
    price = figures.average_price
    return "".join(
        [
            f"{during(span)}, we sold {of_shares(figures.shares)} of our common stock",
            f" through {agent}" if agent else "",
            f" under the {programme.name}",
            f", {how}," if how else "",
            f" at an average price of {_four_decimals(price)} per share" if price else "",
            f", for gross proceeds of {dollars(figures.gross)} and net proceeds of ",
            f"{dollars(figures.net)} after commissions of {dollars(figures.commission)}",
            f" and deductions of {dollars(figures.deductions)}" if figures.deductions else "",
            ".",
        ]
    )


def _issued(programme: Programme, quarter: Span) -> Iterator[str]:
    """What was issued of it, and what was sold and is issued later."""
    issued, waiting = programme.book.issued.within(quarter), programme.book.waiting(quarter)
    if issued.shares:
        yield (
            f"{during(quarter)}, we issued {_signed(issued.shares)} shares for net proceeds of "
            f"{dollars(issued.net)}."
        )
    if waiting.shares:
        yield (
            f"Of the shares sold in that period, {waiting.shares:,} had not been issued at its "
            f"end; their net proceeds of {dollars(waiting.net)} are due on delivery."
        )


def _left(programme: Programme, day: date) -> str:
    capacity, left = programme.terms_on(day).capacity, programme.remaining(day)
    if ended := programme.terminated_by(day):
        return (
            f"The {programme.name} was terminated on {written(ended)}; no further sales of its "
            f"{_whole(capacity)} can be made."
        )
    if left < 0:
        return (
            f"As of {written(day)}, sales under the {programme.name} exceeded its capacity of "
            f"{_whole(capacity)} by {dollars(-left)}."
        )
    return (
        f"As of {written(day)}, {_whole(left)} of {_whole(capacity)} remained available for sale "
        f"under the {programme.name}."
    )


def restated(programme: Programme) -> Iterator[str]:
    """The sentence about stock splits, if there were any since the signing."""
    if programme.splits:
        splits = listed([on_page(str(split)) for split in programme.splits])
        yield f"Numbers of shares and prices per share are adjusted for {splits}."


def _signed(shares: int) -> str:
    return f"{shares:,}" if shares >= 0 else f"({-shares:,})"


def _percent(rate: Decimal) -> str:
    """4.00%, with more decimals where the rate has them: 0.1290%."""
    return f"{100 * rate:.4f}".removesuffix("00") + "%"


def _whole(amount: Decimal) -> str:
    """Dollars without cents where there are none."""
    return dollars(amount).removesuffix(".00")


def _four_decimals(price: Decimal) -> str:
    """An average as a filing prints it; the tables keep six decimals."""
    return per_share(price.quantize(_FOUR_DECIMALS, ROUND_HALF_UP))
