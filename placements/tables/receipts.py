"""The table of receipts."""

from typing import Any

from neoequity.books.pages.columns import (
    CellColumn,
    Column,
    DayColumn,
    MoneyColumn,
    TotalledTable,
)


def _row_class(record: Any) -> str:
    return "reversed" if record.undone or record.undoes_id is not None else ""


class ReceiptTable(TotalledTable):
    """Rows of `receipts_as_of` with their agreement and what they undo."""

    number = CellColumn("placements/parts/receipt_number.html", verbose_name="Receipt")
    agreement = CellColumn(
        "placements/parts/agreement_link.html", sort="agreement__slug", classes=("text-nowrap",)
    )
    received_on = DayColumn("received_on", verbose_name="Received")
    bank_reference = Column("bank_reference", verbose_name="Bank's reference")
    amount = MoneyColumn("amount")
    allocated = MoneyColumn("allocated", width="lg", orderable=False)
    left = MoneyColumn("left", verbose_name="Left to allocate", orderable=False)

    class Meta:
        order_by = ("-received_on",)
        row_attrs = {"class": _row_class}
        attrs = {"class": "table stack"}
        empty_text = "No receipts."
