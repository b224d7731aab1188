"""Which kind of document proves which record of the placements (p. S-11)."""

NOTICE, ACCEPTANCE, CONFIRMATION = "notice", "acceptance", "confirmation"
DOCUMENT_KINDS = {
    NOTICE: "Agent's notice",
    ACCEPTANCE: "Agent's acceptance",
    CONFIRMATION: "Confirmation of delivery",
    "contract": "Signed agreement",
    "amendment": "Amendment",
    "term_sheet": "Term sheet",
    "other": "Other",
}
#: What proves a receipt, by name, with their titles; the kernel attaches it.
BANK_ADVICE = {"bank_advice": "Bank advice", "other": "Other"}
#: The kinds of document that prove each record: the agent's notice a sale, and so on (p. S-11).
PROVES = {
    "agreement": ("contract", "amendment", "other"),
    "placement": (ACCEPTANCE, "term_sheet", "other"),
    "sale": (NOTICE, "other"),
    "delivery": (CONFIRMATION, "other"),
}


def kinds_that_prove(record: str) -> dict[str, str]:
    """The kinds of document that prove such a record, by name, with their titles."""
    return {kind: DOCUMENT_KINDS[kind] for kind in PROVES[record]}
