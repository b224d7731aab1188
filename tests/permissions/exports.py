"""The permission table, fourth part: every dataset."""

from neoequity.books.kinds import Dataset, record_kinds
from tests.permissions.pages import Page
from tests.permissions.people import READ

EXPORTS = {
    name: Page(f"/exports/{name}.csv", READ)
    for name in (
        "sales",
        "agreements",
        "placements",
        "warrants",
        "warrant_entries",
        "receipts",
        "closings",
        "history",
        "compensation",
        "limits",
        "lock_ups",
        "share_events",
        "statements",
        "statement_files",
        "layouts",
        "matches",
        "accepted_differences",
        "senders",
        "sender_accounts",
        "reconciliation",
        "sign_offs",
        *(kind.dataset.name for kind in record_kinds() if isinstance(kind.dataset, Dataset)),
    )
}

#: The same as workbooks: on the same terms, and so no cells of their own in the table.
WORKBOOKS = {
    name: page._replace(address=page.address.replace(".csv", ".xlsx"))
    for name, page in EXPORTS.items()
}
