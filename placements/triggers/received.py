"""SQL for what entries have received of the receipts that stand."""


def received(entries: str) -> str:
    """SQL for rows (id, net, received): the entries among these that have parts, now."""
    return f"""
    SELECT s.id, s.net, COALESCE(SUM(p.amount) FILTER (WHERE NOT EXISTS (
               SELECT 1 FROM placements_receipt u WHERE u.undoes_id = p.receipt_id)), 0) AS received
    FROM placements_sale s JOIN placements_receiptpart p ON p.entry_id = s.id
    WHERE s.id IN ({entries})
    GROUP BY s.id"""  # constants
