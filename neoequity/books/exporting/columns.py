"""What the columns of exports hold, by their names, which mean the same in every export."""

from collections.abc import Iterable, Mapping

from neoequity.books.exporting.sheets import Column, Kind

_NAMED: Mapping[Kind, str] = {
    Kind.NUMBER: (
        "placement sale reverses adjusts warrant entry closing chain_position record replaces "
        "claim review receipt undoes notice failure instruction statement_number line new_lines "
        "lines_booked_already version sign_off chain_length match "
        "accepted_difference"
    ),
    Kind.SHARES: (
        "shares shares_sold shares_offered shares_issued shares_to_date exercised cancelled "
        "outstanding change volume held acquirable within_60_days ours_shares theirs_shares "
        "difference_shares"
    ),
    Kind.PRICE: (
        "price minimum_price average_price exercise_price market_price close bid binds_below_price"
    ),
    Kind.MONEY: (
        "gross commission net deductions cash amount settled_amount capacity reserved settled "
        "unsettled gross_sold gross_settled remaining_capacity cumulative_gross gross_to_date "
        "commission_to_date net_to_date settled_to_date deductions_to_date cash_received "
        "matched difference fees gross_difference "
        "commission_difference fees_difference net_difference opening_balance closing_balance "
        "ours theirs"
    ),
    Kind.PERCENT: "stated_rate probability percent_of_gross",
    Kind.DAY: (
        "day date dated on from to until trade_date settlement_date cashless_from "
        "transferable_from registrable_from new_day settlement_day first_day last_day"
    ),
}
_KINDS = {name: kind for kind, names in _NAMED.items() for name in names.split()}


def kind_of(name: str) -> Kind:
    """What the columns of this name hold; a name that is not known here is that of text."""
    if name.endswith("_at"):
        return Kind.MOMENT
    if name.endswith("_on"):
        return Kind.DAY
    return _KINDS.get(name, Kind.TEXT)


def columns_of(
    names: Iterable[str], totaled: Iterable[str] = (), apart: Mapping[str, str] | None = None
) -> list[Column]:
    """The columns of an export, with the same headings as in its CSV; `totaled` are added up.

    But for those that are `apart`, each with the reason.
    """
    added, why = frozenset(totaled), apart or {}
    return [Column(name, name, kind_of(name), name in added, why.get(name, "")) for name in names]
