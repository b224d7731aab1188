"""SQL that keeps numbers within an agreement in the order of recording."""

from neoequity.books.triggers import refuse_where


def numbers_run_on(table: str, sentence: str) -> str:
    """SQL that refuses posted rows whose numbers do not follow the last one of their agreement."""
    return refuse_where(
        f"""
    SELECT 1 FROM (SELECT agreement_id, MIN(number) AS first, MAX(number) AS last, COUNT(*) AS rows
                   FROM posted GROUP BY agreement_id) n
    WHERE n.last - n.first + 1 <> n.rows
       OR n.last <> (SELECT MAX(number) FROM {table} WHERE agreement_id = n.agreement_id)
       OR n.first <> 1 + COALESCE((SELECT MAX(number) FROM {table}
                                   WHERE agreement_id = n.agreement_id AND number < n.first), 0)
    """,  # constants
        sentence,
    )
