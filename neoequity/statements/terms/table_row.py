"""One row of a sender's table as a line of the statement."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from neoequity.statements.terms.cells import day, number, whole_number
from neoequity.statements.terms.faults import shown
from neoequity.statements.terms.layout import USUAL_KINDS, Layout, plain
from neoequity.statements.terms.line import Line

#: Fields whose columns a totals row may add up.
FIGURES = ("shares", "gross", "commission", "fees", "net", "amount", "credit", "debit")
_NUMBERS = (*FIGURES, "price")
_DAYS = ("day", "settles_on")
_UNSIGNED = ("price", "gross", "net")
_IN, _OUT = {"cr", "c", "credit", "in"}, {"dr", "d", "debit", "out"}


class Read(NamedTuple):
    """A line, what its words mean, and its figures as printed and as its kind turns them."""

    line: Line
    meaning: str
    printed: Mapping[str, Decimal]
    turned: Mapping[str, Decimal]


class MisreadRowError(ValueError):
    """A row is not a line of a statement; `args` are the sentences why."""


def read_row(number_of_line: int, texts: Mapping[str, str], whole: str, layout: Layout) -> Read:
    """The line in the cells by field. Raises MisreadRowError with all that is wrong with it."""
    faults: list[str] = []
    values: dict[str, Any] = {}
    for field, text in texts.items():
        try:
            values[field] = _cell(field, text, layout)
        except ValueError as fault:
            faults.append(str(fault))
    if faults:
        raise MisreadRowError(*faults)
    values["text"] = texts.get("text") or whole
    return _line(number_of_line, values, layout)


def _cell(field: str, text: str, layout: Layout) -> Any:
    if field in _DAYS:
        read = day(text, layout.dates)
        if read is None and field == "day":
            raise ValueError("there is no date.")
        return read
    if field in _NUMBERS:
        is_shares = field == "shares"
        return (whole_number if is_shares else number)(text, layout.decimal_sign)
    if field == "kind":
        return _meaning(text, layout)
    if field == "direction":
        return _direction(text)
    return text or None


def _meaning(text: str, layout: Layout) -> str:
    for words, meaning in layout.kinds.items():
        if plain(words) == plain(text):
            return meaning
    raise ValueError(
        f"the layout does not say what {shown(text)} means; it knows {', '.join(layout.kinds)}."
    )


def _direction(text: str) -> int | None:
    words = plain(text)
    if words in _IN:
        return 1
    if words in _OUT:
        return -1
    if not text:
        return None
    raise ValueError(f"{shown(text)} is neither debit nor credit.")


def _line(number_of_line: int, values: dict[str, Any], layout: Layout) -> Read:
    meaning = values.pop("kind", USUAL_KINDS[layout.side])
    shares = values.get("shares")
    if meaning in {"sale", "delivery"} and shares is not None and shares < 0:
        meaning = "cancel"
    printed = {field: Decimal(values[field]) for field in FIGURES if values.get(field) is not None}
    amount = _amount(values, layout)
    turned = _turned(printed, meaning, amount)
    for field in ("credit", "debit", "direction"):
        values.pop(field, None)
    values["amount"] = amount
    kind = "balance" if meaning in {"opening", "closing"} else meaning
    _made_positive(values, kind)
    line = Line(layout.side, number_of_line, values.pop("day"), kind, values.pop("text"), **values)
    _refuse_without_figures(line)
    return Read(line, meaning, printed, turned)


def _amount(values: Mapping[str, Any], layout: Layout) -> Decimal | None:
    """Cash as the office sees it."""
    credit: Decimal | None = values.get("credit")
    debit: Decimal | None = values.get("debit")
    amount: Decimal | None = values.get("amount")
    if credit and debit:
        raise MisreadRowError("there is an amount in and an amount out.")
    if credit is not None or debit is not None:
        return -abs(debit) if debit else credit or Decimal(0)
    if amount is None:
        return None
    direction: int | None = values.get("direction")
    if direction is not None:
        if amount < 0 < direction:
            raise MisreadRowError("the amount is below zero, but it is a credit.")
        return abs(amount) * direction
    if "direction" in values and layout.side == "bank":
        raise MisreadRowError("there is neither debit nor credit.")
    return amount if layout.positive == "in" else -amount


def _turned(
    printed: Mapping[str, Decimal], meaning: str, amount: Decimal | None
) -> Mapping[str, Decimal]:
    """Figures as a total nets them: those of a cancel are taken off, an amount has its sign."""
    if meaning == "cancel":
        return {field: -abs(figure) for field, figure in printed.items()}
    if "amount" in printed and amount is not None:
        return {**printed, "amount": amount}
    return printed


def _made_positive(values: dict[str, Any], kind: str) -> None:
    """Take the sign from what is stated without one; commission and fees are often printed so."""
    always = ("commission", "fees")
    for field in (*always, *(("shares", *_UNSIGNED) if kind == "cancel" else ())):
        if values.get(field) is not None:
            values[field] = abs(values[field])
    for field in _UNSIGNED:
        if kind != "balance" and (values.get(field) or 0) < 0:
            raise MisreadRowError(f"the {field} is below zero.")


def _refuse_without_figures(line: Line) -> None:
    in_shares = line.side != "bank"
    if line.kind in {"sale", "delivery", "cancel"} and in_shares and not line.shares:
        raise MisreadRowError("there is no number of shares.")
    if line.side == "bank" and line.amount is None:
        raise MisreadRowError("there is no amount.")
    balance = line.shares if line.side == "transfer_agent" else line.amount
    if line.kind == "balance" and balance is None:
        raise MisreadRowError("there is no balance.")
    if line.kind == "payment" and line.amount is None:
        raise MisreadRowError("there is no amount.")


def is_a_day(text: str, layout: Layout) -> date | None:
    """The day in a cell; None if there is none or it cannot be read."""
    try:
        return day(text, layout.dates)
    except ValueError:
        return None
