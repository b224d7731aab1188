"""The chains walked again, seal by seal; the digests are counted here, not by the database."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, islice
from typing import NamedTuple

from django.db import connection

from placements.models import ChainHead, Issuer
from placements.models.sealing import Sealed
from placements.selectors.chain import chain_heads
from placements.selectors.ledger import MOST_OF_A_KIND, Proof
from placements.selectors.snapshot import one_snapshot

# One step down an index for each seal: no sort, no join, and nothing waits for the last row.
_LINKS = """
    SELECT s.position, s.kind, s.entry, s.digest, CASE s.kind {payloads} END
    FROM placements_seal s WHERE s.head_id = %s ORDER BY s.position
"""
_PAYLOAD = "WHEN '{kind}' THEN (SELECT {payload} FROM {table} e WHERE e.id = s.entry)"

_UNSEALED = """
    SELECT e.id FROM {table} e
    WHERE {where}
      AND NOT EXISTS (SELECT 1 FROM placements_seal s WHERE s.kind = '{kind}' AND s.entry = e.id)
    ORDER BY e.id LIMIT {most}
"""

_NAMES = "SELECT e.id, {name} FROM {table} e {joins} WHERE e.id = ANY(%s)"


class _Link(NamedTuple):
    """A seal, and what its entry says today: None where there is no such entry."""

    position: int
    kind: str
    entry: int
    digest: str
    payload: str | None


class _Fault(NamedTuple):
    """What is wrong, in words that follow the name of the entry where there is a `link`."""

    told: str
    link: _Link | None = None


def prove_chain(kinds: Sequence[Sealed]) -> Proof:
    """Walk the chain of every issuer, and look for entries of these kinds that have no seal.

    Costs one pass over the entries; what is in memory does not grow with them.
    """
    with one_snapshot():
        heads = chain_heads()
        differences = [
            *(f"{issuer} has no chain." for issuer in Issuer.objects.filter(chain_head=None)),
            *chain.from_iterable(_differences_in(head, kinds) for head in heads),
            *chain.from_iterable(map(_unsealed, kinds)),
        ]
        seals = sum(head.length for head in heads)
        return Proof(differences, f"{seals:,} seal{'s'[: seals != 1]}", constraints=0, triggers=0)


def _differences_in(head: ChainHead, kinds: Sequence[Sealed]) -> Iterator[str]:
    faults = list(islice(_faults(head, _links(head, kinds)), MOST_OF_A_KIND + 1))
    names = _names_of([fault.link for fault in faults if fault.link], kinds)
    for fault in faults[:MOST_OF_A_KIND]:
        name = names[fault.link.kind, fault.link.entry] if fault.link else ""
        yield name + fault.told
    if len(faults) > MOST_OF_A_KIND:
        yield f"And more of this kind: the chain of {head.issuer.name}."


def _links(head: ChainHead, kinds: Sequence[Sealed]) -> Iterator[_Link]:
    payloads = " ".join(_PAYLOAD.format(**kind._asdict(), payload=kind.payload) for kind in kinds)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_LINKS.format(payloads=payloads), [head.pk])
        yield from map(_Link._make, cursor)


def _faults(head: ChainHead, links: Iterable[_Link]) -> Iterator[_Fault]:
    """Each place where the chain does not hold, the first one first.

    After an entry that does not fit, the walk goes on from its seal, so one change is told once.
    """
    whose = f"the chain of {head.issuer.name}"
    position, digest = 0, digest_of(head.origin)
    before = [digest]
    for link in links:
        position += 1
        if link.position != position:
            yield _Fault(f"Position {position} is missing in {whose}; {link.position} follows.")
            before, position = [], link.position
        digest, follows = link.digest, []
        if link.payload is None:
            yield _Fault(f", sealed at position {position} in {whose}, is missing.", link)
        else:
            follows = [digest_of(each + link.payload) for each in before]
            if follows and digest not in follows:
                yield _Fault(
                    f" does not fit its seal, position {position} in {whose}: one of them was "
                    "changed after it was recorded.",
                    link,
                )
        # Where the seal itself was changed, the next one stands on what it was before.
        before = [digest, *follows[:1]]
    if (head.length, head.digest) != (position, digest):
        yield _Fault(
            f"The head of {whose} is position {head.length}, {head.digest}; its seals end at "
            f"position {position}, {digest}."
        )


def digest_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def _unsealed(kind: Sealed) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED.format(**kind._asdict(), most=MOST_OF_A_KIND + 1))
        entries = [entry for (entry,) in cursor.fetchall()]
    names = _names(kind, entries)
    yield from (f"{names[entry]} has no seal in any chain." for entry in entries[:MOST_OF_A_KIND])
    if len(entries) > MOST_OF_A_KIND:
        yield f"And more of this kind: entries without a seal ({kind.kind})."


def _names_of(links: Iterable[_Link], kinds: Iterable[Sealed]) -> dict[tuple[str, int], str]:
    found = {(link.kind, link.entry): _by_key(link.kind, link.entry) for link in links}
    for kind in kinds:
        entries = [entry for name, entry in found if name == kind.kind]
        found |= {(kind.kind, entry): name for entry, name in _names(kind, entries).items()}
    return found


def _names(kind: Sealed, entries: Sequence[int]) -> dict[int, str]:
    """The names of these entries; by their keys where they, or what names them, are gone."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(**kind._asdict()), [list(entries)])
        return {entry: _by_key(kind.kind, entry) for entry in entries} | dict(cursor.fetchall())


def _by_key(kind: str, entry: int) -> str:
    return f"The {kind} with the key {entry}"
