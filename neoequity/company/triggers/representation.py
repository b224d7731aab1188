"""What the database keeps of representation dates, and the sales that it keeps back."""

from neoequity.books.triggers import after_insert, refuse_where
from neoequity.books.triggers.sealing import DAY
from neoequity.company.terms.representation import PAPERS
from neoequity.company.triggers import company_seal, company_triggers

REPRESENTATION = company_seal(
    "representationdate",
    "'Representation date ' || e.id",
    "agreement_id falls_on certificate comfort_letter opinions waiver approval_id",
    falls_on=DAY,
)
REPRESENTATION_TRIGGERS = company_triggers(REPRESENTATION, plural="representation dates")

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

# Its name makes it run after the trigger of sales that takes the locks.
SALE_TRIGGERS = [after_insert("sales_wait_for_papers", SALES_WAIT_FOR_PAPERS)]
