"""The closed lists of the company's records: what stands in a choice, with its title."""

from collections.abc import Mapping

#: What changes the number of shares outstanding, besides deliveries and the warrant register.
SHARE_EVENTS: Mapping[str, str] = {
    "issue": "Shares issued",
    "exercise": "Exercise of options or warrants outside the register",
    "conversion": "Conversion",
    "grant": "Stock grant",
    "cancellation": "Cancellation",
}

#: What the lock-up forbids without the agent's consent (p. S-11).
OFFERS: Mapping[str, str] = {
    "offer": "Offer of securities",
    "sale": "Sale of securities",
    "grant": "Grant of options or stock",
    "call": "Call notice of warrants",
    "convertible": "Issue of convertible securities",
}

#: What an agent or the company's own offering costs (p. S-12).
EXPENSES: Mapping[str, str] = {
    "reimbursement": "Agent's expenses, reimbursed",
    "refund": "Agent's expenses, refunded",
    "retainer": "Advisory retainer",
    "deposit_drawn": "Drawn from the advisory deposit",
    "offering": "Company's own offering expenses",
}

#: The kinds of other money (pp. S-4 and S-7, and the Form 8-K of March 19, 2001).
MONEY: Mapping[str, str] = {
    "stock": "Stock",
    "debenture": "Convertible debenture",
    "penalty": "Penalty",
    "warrants": "Exercise of warrants",
    "initial_payment": "Initial payment",
    "milestone": "Milestone payment",
}

MONEY_STATES: Mapping[str, str] = {
    "expected": "Expected",
    "received": "Received",
    "paid": "Paid",
    "declined": "Declined",
    "lapsed": "Lapsed",
}

REGISTERS: Mapping[str, str] = {
    "persons": "Persons authorized to propose placements",
    "participants": "Distribution participants and Regulation M notes",
    "clauses": "Clauses without an amount of money",
    "voting": "Voting agreements",
    "stockholder_consents": "Stockholders' consents",
    "proceeds_planned": "Use of proceeds, planned",
    "proceeds_actual": "Use of proceeds, actual",
}

#: What an account of the office's chart is used for in the journal, with its name without a code.
ACCOUNTS: Mapping[str, str] = {
    "cash": "Cash",
    "agent": "Due to/from agent",
    "deferred_costs": "Deferred offering costs",
    "payables": "Accounts payable, offering expenses",
    "common_stock": "Common stock",
    "paid_in_capital": "Additional paid-in capital",
}
