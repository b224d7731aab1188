"""What the database keeps of open items: an owner only for what is still open."""

import pgtrigger

from neoequity.books.triggers import refuse_where, rule
from neoequity.books.triggers.tracking import history_guard
from neoequity.statements.triggers.quantities import WHOLES, taken

ONLY_FOR_WHAT_IS_OPEN = refuse_where(
    "SELECT 1 WHERE NOT EXISTS ("
    + "\nUNION ALL\n".join(
        f"""
        SELECT 1 FROM {whole} w
        LEFT JOIN {taken(column, f"SELECT NEW.{column}")} t ON t.key = w.id AND t.side = w.side
        WHERE w.id = NEW.{column} AND w.side = NEW.side AND w.issuer_id = NEW.issuer_id
          AND (w.amount <> COALESCE(t.amount, 0) OR w.shares <> COALESCE(t.shares, 0))"""
        for column, whole in WHOLES.items()
    )
    + ")",
    "Only what is open on its side has an owner.",
)

OPEN_ITEM_TRIGGERS = [
    history_guard(),
    rule(
        "open_items_are_open",
        pgtrigger.Insert | pgtrigger.Update,
        ONLY_FOR_WHAT_IS_OPEN + "RETURN NEW;",
        when=pgtrigger.After,
    ),
]
