"""The admin: rows are entered and corrected through the same actions as on the pages."""

from placements.admin import (
    agreements,
    attachments,
    days,
    deliveries,
    periods,
    placements,
    receipts,
    sales,
    shelves,
)

__all__ = [
    "agreements",
    "attachments",
    "days",
    "deliveries",
    "periods",
    "placements",
    "receipts",
    "sales",
    "shelves",
]
