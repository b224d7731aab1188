"""The table of the register: the agent's warrants as they stood on a day."""

from neoequity.books.pages.columns import (
    CellColumn,
    DayColumn,
    PriceColumn,
    SharesColumn,
    TotalledTable,
)


class WarrantTable(TotalledTable):
    """Rows of `warrants_as_of` in the shares of the day, with `price_then`, `state_then`,
    `holders_then` and `fractions_then`."""

    number = CellColumn(
        "warrants/parts/warrant_number.html",
        sort="number",
        classes=("text-nowrap",),
        verbose_name="Warrant",
        footer="Total",
    )
    agreement = CellColumn(
        "placements/parts/agreement_link.html", sort="agreement__slug", classes=("text-nowrap",)
    )
    placement = CellColumn("warrants/parts/placement_link.html", sort="placement__number")
    holder = CellColumn(
        "warrants/parts/holder_links.html", verbose_name="Held by", classes=("names",)
    )
    state = CellColumn("warrants/parts/state.html", verbose_name="State")
    issued_on = DayColumn("issued_on", verbose_name="Issued", width="lg")
    expires_on = DayColumn("expires_on", verbose_name="Until")
    price_then = PriceColumn("price_then", verbose_name="Exercise price")
    issued_then = SharesColumn("issued_then", verbose_name="Issued for", width="lg")
    exercised_then = SharesColumn("exercised_then", verbose_name="Exercised", width="lg")
    cancelled_then = SharesColumn("cancelled_then", verbose_name="Cancelled", width="lg")
    expired_then = SharesColumn("expired_then", verbose_name="Expired", width="lg")
    fractions_then = SharesColumn("fractions_then", verbose_name="Fractions dropped", width="lg")
    outstanding_then = SharesColumn("outstanding_then", verbose_name="Outstanding")

    class Meta:
        order_by = ("number",)
        attrs = {"class": "table stack"}
        empty_text = "No warrants."
