"""What a column of a file may be, and what its name suggests."""

import re
from collections.abc import Mapping

NOT_USED = ""
COLUMNS = {
    "agreement": "Agreement",
    "placement": "Placement",
    "trade_date": "Trade date",
    "shares": "Shares",
    "price": "Price per share",
    "gross": "Gross",
    "method": "Method",
    "agent_reference": "Agent's reference",
    "settlement_date": "Settlement date",
    "settlement_reason": "Settlement reason",
    "commission": "Commission",
    "deductions": "Further deductions",
    "remark": "Remark",
}

#: Names as agents write them, in small letters and without signs. An amount alone may be net.
_NAMES = {
    "agreement": "agreement, facility, sales agreement, program, programme",
    "placement": (
        "placement, placement no, placement number, placement notice, placement id, notice no"
    ),
    "trade_date": (
        "trade date, date, trade dt, td, t date, traded, traded on, trade day, deal date, "
        "transaction date, tran date, exec date, execution date, date of sale, sale date"
    ),
    "shares": (
        "shares, share, qty, quantity, shares sold, share qty, no of shares, number of shares, "
        "size, volume, filled, filled qty, exec qty, executed qty, trade qty, quantity sold"
    ),
    "price": (
        "price, px, avg price, average price, avg px, average px, price per share, share price, "
        "exec price, execution price, sale price, trade price, unit price, avg sale price, "
        "average sale price, vwap"
    ),
    "gross": (
        "gross, gross proceeds, gross amount, gross amt, gross sales, gross usd, principal, "
        "principal amount, notional, gross principal, gross consideration"
    ),
    "method": "method, method of sale, sale method, manner, manner of sale, how sold",
    "agent_reference": (
        "agent reference, agents reference, agent ref, reference, ref, ref no, reference no, "
        "reference number, trade ref, trade reference, trade id, trade no, trade number, ticket, "
        "ticket no, confirm no, confirm, confirmation, confirmation no, confirmation number, id"
    ),
    "settlement_date": (
        "settlement date, settle date, settle, settlement, settles, settles on, sd, s date, "
        "settlement dt, settle dt, contractual settlement date, value date"
    ),
    "settlement_reason": "settlement reason, reason",
    "commission": "commission, commissions, comm, agent commission, agents commission",
    "deductions": "deductions, further deductions, other deductions",
    "remark": "remark, remarks, comment, comments, note, notes",
}
_MEANS = {name: column for column, names in _NAMES.items() for name in names.split(", ")}
_SIGNS = re.compile(r"[\W_]+")


def guess(name: str) -> str:
    """The column that a name suggests, or NOT_USED."""
    return _MEANS.get(_plain(name), NOT_USED)


def guesses(headers: list[str], chosen_before: Mapping[str, str]) -> list[str]:
    """The column of each header: as chosen before, else by its name; each column once."""
    taken: set[str] = set()
    columns = [chosen_before.get(remembered_as(header), NOT_USED) for header in headers]
    for place, header in enumerate(headers):
        if remembered_as(header) not in chosen_before:
            columns[place] = guess(header)
    for place, column in enumerate(columns):
        columns[place] = NOT_USED if column in taken else column
        taken.add(column)
    return columns


def remembered_as(header: str) -> str:
    """The name under which a person's choice for a header is remembered, at most 100 characters."""
    return _plain(header)[:100].strip() or "-"


def _plain(name: str) -> str:
    """In small letters, with one space for whatever stands between: Trade_Date, “Trade Date:”."""
    name = name.lower().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return _SIGNS.sub(" ", name.replace("#", " no ")).strip()
