"""The table of sales, with totals over all that match the filter."""

from typing import TYPE_CHECKING

from neoequity.books.pages.columns import (
    CellColumn,
    Column,
    DayColumn,
    MoneyColumn,
    PriceColumn,
    SharesColumn,
    TotalledTable,
)
from placements.selectors.sales import REVERSED

if TYPE_CHECKING:
    from placements.selectors.sales import DatedSale


def _row_class(record: "DatedSale") -> str:
    return "reversed" if record.status == REVERSED else ""


def _total(table: TotalledTable) -> str:
    return str(table.totals.get("label", "Total"))


class SaleTable(TotalledTable):
    """Rows of `sales_as_of` with their agreement, placement and what they reverse."""

    number = CellColumn("placements/parts/sale_number.html", verbose_name="Sale", footer=_total)
    agreement = CellColumn(
        "placements/parts/agreement_link.html", sort="agreement__slug", classes=("text-nowrap",)
    )
    placement = CellColumn(
        "placements/parts/placement_number.html", sort="placement__number", width="lg"
    )
    trade_date = DayColumn("trade_date", verbose_name="Traded")
    settlement_date = DayColumn("settlement_date", verbose_name="Settles", width="xl")
    status = CellColumn("placements/parts/sale_status.html", sort="status")
    method = Column("method", width="xxl")
    shares = SharesColumn("shares")
    price = PriceColumn("price", width="lg")
    gross = MoneyColumn("gross")
    commission = MoneyColumn("commission", width="lg")
    deductions = MoneyColumn("deductions", width="xxl")
    net = MoneyColumn("net")

    class Meta:
        order_by = ("-trade_date",)
        row_attrs = {"class": _row_class}
        attrs = {"class": "table stack"}
        empty_text = "No sales."
