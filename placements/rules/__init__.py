"""The rules of agreements, placements and sales: where Python states each, and where the database.

`test_same_verdict.py` checks that both refuse the same sales.
"""

from neoequity.books.rules import Section
from placements.rules.placements import PLACEMENT_RULES, SPLIT_RULES
from placements.rules.receipts import PART_RULES, RECEIPT_RULES
from placements.rules.sales import DELIVERY_RULES, REVERSAL_RULES, SALE_RULES
from placements.rules.versions import TERM_RULES, VERSION_RULES

SECTIONS = (
    Section("Terms of an agreement", TERM_RULES),
    Section("Versions of the terms", VERSION_RULES),
    Section("Placements", PLACEMENT_RULES),
    Section("Sales", SALE_RULES),
    Section("Reversals and adjustments", REVERSAL_RULES),
    Section("Deliveries", DELIVERY_RULES),
    Section("Receipts of cash", RECEIPT_RULES),
    Section("Parts of receipts", PART_RULES),
    Section("Stock splits, as placements see them", SPLIT_RULES),
)

#: What only the actions refuse, because the database cannot know.
ONLY_PYTHON = {
    "today": "The day that NEOEQUITY_TODAY sets is the product's; the database asks its own clock.",
    "decimals that no column keeps": "A column rounds what is sent before any rule sees it.",
    "the capacity of an earlier day": "What an amendment made room for is held against the totals "
    "of the days before it; the database holds the capacity in force.",
    "who acts": "At a database prompt everybody has the rights of the account that signed in.",
}

#: What only the actions refuse, although the database could know.
ONLY_ACTIONS = {
    "a day in the future": "Of a sale, the database asks it; of a move, a delivery, a split or a "
    "change of terms it does not.",
    "a delivery on a day that is no settlement day": "Only the action asks the calendar.",
    "an early delivery without its reason": "Only the action asks why; a remark may stay empty.",
    "a placement proposed before its agreement was signed": "The database refuses the later "
    "signing, not the earlier proposal; `verify_ledger` finds it.",
    "a text of spaces": "Where a text is asked for, the database refuses the empty one only.",
    "a largest commission that the fee tiers do not give": "Only the action calculates it.",
    "fee tiers that do not start at $0": "The database refuses the first sale, which has no rate.",
}
