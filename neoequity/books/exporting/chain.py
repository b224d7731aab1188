"""An issuer's chain as a file: each seal with the fields it covers, to be recomputed."""

from collections.abc import Sequence

from neoequity.books.exporting.copying import Query
from neoequity.books.models import ChainHead
from neoequity.books.triggers.sealing import Sealed

CHAIN = ("position", "kind", "digest", "fields")

# docs/chain.md says how a digest follows from the previous one and the fields.
_CHAIN = """
    SELECT 0, 'origin', encode(sha256(convert_to(h.origin, 'UTF8')), 'hex'), h.origin
    FROM books_chainhead h WHERE h.id = %(head)s
    UNION ALL (
    SELECT s.position, s.kind, s.digest, CASE s.kind {payloads} END
    FROM books_seal s WHERE s.head_id = %(head)s AND s.position <= %(until)s
    ORDER BY s.position)
"""
_PAYLOAD = "WHEN '{kind}' THEN (SELECT {payload} FROM {table} e WHERE e.id = s.entry)"


def chain_query(head: ChainHead, kinds: Sequence[Sealed], *, until: int) -> Query:
    """The chain up to a position, in order; the first line is its origin."""
    payloads = " ".join(_PAYLOAD.format(**kind._asdict(), payload=kind.payload) for kind in kinds)
    return Query(_CHAIN.format(payloads=payloads), {"head": head.pk, "until": until})
