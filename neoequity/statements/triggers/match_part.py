"""What the database keeps of the parts of matches, which the seal of their match covers."""

import pgtrigger

from neoequity.books.triggers import after_insert, refuse, refuse_truncate, refuse_where, steps

_COLUMNS = ("id", "match_id", "line_id", "entry_id", "receipt_id", "amount", "shares")
_TEXTS = ", ".join(f"p.{column}::text" for column in _COLUMNS)


#: The SHA-256 of parts `p`, each a JSON array of texts, joined by newlines: an SQL aggregate.
DIGEST = f"""encode(sha256(convert_to(COALESCE(string_agg(
            json_build_array({_TEXTS})::text, E'\\n' ORDER BY p.id), ''), 'UTF8')), 'hex')"""


def parts_digest(match: str) -> str:
    """SQL for the digest of a match's parts; `match` is SQL for its id."""
    return f"(SELECT {DIGEST} FROM statements_matchpart p WHERE p.match_id = {match})"


BEFORE_THEIR_MATCH = refuse_where(
    "SELECT 1 FROM posted p JOIN statements_match m ON m.id = p.match_id",
    "Parts are posted with their match; it takes none afterwards.",
)

_STAY = "Parts of matches are never changed or deleted once they are posted."

MATCH_PART_TRIGGERS = [
    refuse_truncate("parts_of_matches_are_not_truncated", _STAY),
    refuse("parts_of_matches_stay", pgtrigger.Update | pgtrigger.Delete, _STAY),
    after_insert("parts_come_before_their_match", steps(BEFORE_THEIR_MATCH=BEFORE_THEIR_MATCH)),
]
