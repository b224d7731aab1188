"""The kinds of notice: their names in addresses and keys, and their words."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind with its `heading` in the plural, and the `group` that pages and mails list it under.

    The value is part of a notice's key and of addresses: it never changes.
    """

    heading: str
    group: str

    def __new__(cls, value: str, heading: str, group: str) -> "Kind":
        kind = str.__new__(cls, value)
        kind._value_, kind.heading, kind.group = value, heading, group
        return kind

    SETTLEMENT_OVERDUE = "settlement_overdue", "Settlements overdue", "Settlements"
    SETTLEMENT_DUE = "settlement_due", "Settlements due", "Settlements"
    DELIVERY_HELD_UP = (
        *("delivery_held_up", "Deliveries that await the agent’s notice"),
        "Settlements",
    )
    DELIVERY_FAILED = "delivery_failed", "Failed deliveries due again", "Settlements"
    APPROVAL_WAITING = "approval_waiting", "Requests awaiting my decision", "Approvals"
    REQUEST_DECIDED = "request_decided", "New decisions on my requests", "Approvals"
    AGREEMENT_CAPACITY = "agreement_capacity", "Capacity of agreements", "Capacity"
    SHELF_CAPACITY = "shelf_capacity", "Capacity of shelves", "Capacity"
    WARRANT_OVERDUE = "warrant_overdue", "Warrants overdue", "Warrants"
    WARRANT_DUE = "warrant_due", "Warrants due", "Warrants"
    WARRANT_EXPIRING = "warrant_expiring", "Warrants about to expire", "Warrants"
    WARRANT_EXPIRED = "warrant_expired", "Warrant expiries not recorded", "Warrants"
    NOTICE_MISSING = "notice_missing", "Sales without the agent’s notice", "Documents"
    CONFIRMATION_MISSING = (
        *("confirmation_missing", "Deliveries without confirmation"),
        "Documents",
    )
    ACCEPTANCE_MISSING = (
        *("acceptance_missing", "Placements without the agent’s acceptance"),
        "Documents",
    )
    CONSENT_MISSING = "consent_missing", "Consents without a document", "Documents"
    OFFER_CLASH = "offer_clash", "Offers within a lock-up", "Lock-up"
    LOCK_UP_OPEN = "lock_up_open", "New lock-ups", "Lock-up"
    LOCK_UP_ENDING = "lock_up_ending", "Lock-ups about to end", "Lock-up"
    TERMINABLE = "terminable", "Agreements that can be terminated", "Agreements"
    TERMINATED = "terminated", "Agreements that end", "Agreements"
    SHELF_EXPIRING = "shelf_expiring", "Shelves about to expire", "Agreements"
    SALES_BLOCKED = "sales_blocked", "Sales blocked", "Agreements"
    PERIOD_OPEN = "period_open", "Open periods", "Periods"
    RECONCILIATION_MOVED = (
        *("reconciliation_moved", "Reconciliations moved since their sign-off"),
        "Periods",
    )
    RUNWAY = "runway", "Cash runway", "Cash"
    FILING_OVERDUE = "filing_overdue", "Filings overdue", "Filings"
    FILING_DUE = "filing_due", "Filings due", "Filings"
    SUPPLEMENT_MISSING = "supplement_missing", "Placements without a supplement", "Filings"
    REVIEW_OVERDUE = "review_overdue", "Register entries overdue for review", "Registers"
    ACCESS_REVIEW = "access_review", "Access reviews not signed off", "Access"
    ACCOUNT_EXPIRING = "account_expiring", "Accounts about to expire", "Access"
