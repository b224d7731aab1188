"""The table of placements as they stood on a day."""

from neoequity.books.pages.columns import (
    CellColumn,
    DayColumn,
    MoneyColumn,
    PriceColumn,
    SharesColumn,
    StatusColumn,
    TotalledTable,
)


class PlacementTable(TotalledTable):
    """Rows of `placements_as_of`, with shares and prices in the shares of the day."""

    number = CellColumn(
        "placements/parts/placement_number.html", sort="number", verbose_name="Placement"
    )
    agreement = CellColumn("placements/parts/agreement_link.html", sort="agreement__slug")
    status = StatusColumn("status")
    status_on = DayColumn("status_on", verbose_name="Since", width="lg")
    shares_offered = SharesColumn("offered_then", verbose_name="Shares offered")
    shares_then = SharesColumn("shares_then", verbose_name="Sold")
    unsold_then = SharesColumn("unsold_then", verbose_name="Left")
    minimum_price = PriceColumn("minimum_then", verbose_name="Minimum price", default="none")
    gross_then = MoneyColumn("gross_then", verbose_name="Gross sold", width="lg")

    class Meta:
        attrs = {"class": "table stack"}
