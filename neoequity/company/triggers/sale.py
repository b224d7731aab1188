"""What the company keeps out of the sales: those of a blackout, and those that wait for papers."""

from neoequity.books.triggers import after_insert, refuse_where
from neoequity.company.terms.representation import PAPERS
from neoequity.company.triggers.blackout import IN_A_BLACKOUT
from neoequity.company.triggers.representation_date import REPRESENTATION

SALES_KEEP_OUT_OF_BLACKOUTS = refuse_where(
    IN_A_BLACKOUT.format(
        days="""SELECT DISTINCT agreement_id, trade_date AS day FROM posted
                WHERE reverses_id IS NULL AND adjusts_id IS NULL"""
    ),
    "Nothing is sold in a blackout of the issuer.",
)

_DUE = ", ".join(f"('{paper}', r.{paper})" for paper in PAPERS)

SALES_WAIT_FOR_PAPERS = refuse_where(
    f"""
    SELECT 1 FROM (SELECT agreement_id, MAX(trade_date) AS day FROM posted
                   WHERE reverses_id IS NULL AND adjusts_id IS NULL GROUP BY agreement_id) d
    JOIN company_representationdate r ON r.agreement_id = d.agreement_id
        AND r.falls_on <= d.day AND r.waiver = ''
    WHERE NOT EXISTS (SELECT 1 FROM company_representationdate n WHERE n.replaces_id = r.id)
      AND EXISTS (
        SELECT 1 FROM (VALUES {_DUE}) AS p (kind, due)
        WHERE p.due AND NOT EXISTS (
            SELECT 1 FROM books_recordattachment t
            WHERE t.sealed_as = '{REPRESENTATION.kind}' AND t.entry = r.id AND t.kind = p.kind))
    """,
    "Nothing is sold from a representation date on while papers that were due on it are missing.",
)

# Their names make them run after the trigger of sales that takes the locks.
SALE_TRIGGERS = [
    after_insert("sales_keep_out_of_blackouts", SALES_KEEP_OUT_OF_BLACKOUTS),
    after_insert("sales_wait_for_papers", SALES_WAIT_FOR_PAPERS),
]
