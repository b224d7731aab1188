"""What the database keeps of the accounts of the office's chart."""

from neoequity.company.triggers import company_seal, company_triggers

ACCOUNT = company_seal("account", "'Ledger account ' || e.id", "role code name")
ACCOUNT_TRIGGERS = company_triggers(ACCOUNT, plural="ledger accounts")
