"""What the database keeps of expenses: the agent's stay within the agreement's cap (p. S-12)."""

from neoequity.books.triggers import refuse_where
from neoequity.company.triggers import company_seal, company_triggers
from placements.triggers.locking import lock_agreements

EXPENSE = company_seal(
    "expense", "'Expense ' || e.id", "agreement_id category amount purpose approval_id"
)

WITHIN_THE_CAP = refuse_where(
    """
    SELECT 1 FROM placements_agreement a
    WHERE a.id IN (SELECT agreement_id FROM posted) AND a.expense_cap < (
        SELECT SUM(CASE x.category WHEN 'reimbursement' THEN x.amount ELSE -x.amount END)
        FROM company_expense x
        WHERE x.agreement_id = a.id AND x.category IN ('reimbursement', 'refund')
          AND NOT EXISTS (SELECT 1 FROM company_expense later WHERE later.replaces_id = x.id))
    """,
    "The agent's expenses under an agreement stay within its cap.",
)

EXPENSE_TRIGGERS = company_triggers(
    EXPENSE,
    plural="expenses",
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    WITHIN_THE_CAP=WITHIN_THE_CAP,
)
