"""The chains walked again, seal by seal; the digests are counted here, not by the database."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import chain, islice
from typing import NamedTuple

from django.db import connection

from neoequity.books.chain.heads import chain_heads
from neoequity.books.models import ChainHead, Issuer
from neoequity.books.proof.difference import BooksUntil, Difference
from neoequity.books.proof.proving import MOST_OF_A_KIND, Proof
from neoequity.books.snapshot import one_snapshot
from neoequity.books.triggers.sealing import Sealed

# One step down an index for each seal: no sort, no join, and nothing waits for the last row.
_LINKS = """
    SELECT s.position, s.kind, s.entry, s.digest, CASE s.kind {payloads} END
    FROM books_seal s WHERE s.head_id = %s ORDER BY s.position
"""
_PAYLOAD = "WHEN '{kind}' THEN (SELECT {payload} FROM {table} e WHERE e.id = s.entry)"

_UNSEALED = """
    SELECT id FROM (
        SELECT e.id, {issuer} AS issuer, {day} AS day FROM {table} e {joins}
        WHERE {where} AND NOT EXISTS (
            SELECT 1 FROM books_seal s WHERE s.kind = '{kind}' AND s.entry = e.id)
    ) AS entries WHERE {asked} ORDER BY id LIMIT {most}
"""

_NAMES = """
    SELECT e.id, {name}, {issuer}, {day} FROM {table} e {joins} WHERE e.id = ANY(%s)
"""


class _Link(NamedTuple):
    """A seal, and what its entry says today: None where there is no such entry."""

    position: int
    kind: str
    entry: int
    digest: str
    payload: str | None


class _Named(NamedTuple):
    """An entry in words, with its issuer and its day; None for what is gone, or has no day."""

    name: str
    issuer: int | None = None
    day: date | None = None


class _Fault(NamedTuple):
    """What is wrong, in words that follow the name of the entry where there is a `link`."""

    told: str
    link: _Link | None = None


def prove_chain(kinds: Sequence[Sealed], asked: BooksUntil | None = None) -> Proof:
    """Walk the chain of every issuer, or the one, and look for entries without a seal.

    An entry that does not fit its seal concerns its own day; a chain that lacks one, any day.
    Costs one pass over the entries; what is in memory does not grow with them.
    """
    with one_snapshot():
        heads = [head for head in chain_heads() if not asked or head.issuer_id == asked.issuer]
        found = [
            *_without_chain(),
            *chain.from_iterable(_differences_in(head, kinds) for head in heads),
            *chain.from_iterable(_unsealed(kind, asked) for kind in kinds),
        ]
        seals = sum(head.length for head in heads)
        return Proof(
            asked.concerned(found) if asked else found,
            f"{seals:,} seal{'s'[: seals != 1]}",
            constraints=0,
            triggers=0,
        )


def _without_chain() -> Iterator[Difference]:
    for issuer in Issuer.objects.filter(chain_head=None):
        yield Difference(f"{issuer} has no chain.", issuer.pk)


def _differences_in(head: ChainHead, kinds: Sequence[Sealed]) -> Iterator[Difference]:
    faults = list(islice(_faults(head, _links(head, kinds)), MOST_OF_A_KIND + 1))
    names = _names_of([fault.link for fault in faults if fault.link], kinds)
    for fault in faults[:MOST_OF_A_KIND]:
        named = names[fault.link.kind, fault.link.entry] if fault.link else _Named("")
        yield Difference(named.name + fault.told, head.issuer_id, named.day)
    if len(faults) > MOST_OF_A_KIND:
        yield Difference(f"And more of this kind: the chain of {head.issuer.name}.", head.issuer_id)


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


def _unsealed(kind: Sealed, asked: BooksUntil | None) -> Iterator[Difference]:
    with connection.cursor() as cursor:
        condition = asked.condition if asked else "true"
        cursor.execute(
            _UNSEALED.format(
                # What leads from an entry to its issuer may be gone.
                **kind._replace(joins=kind.joins.replace("JOIN", "LEFT JOIN"))._asdict(),
                asked=condition,
                most=MOST_OF_A_KIND + 1,
            )
        )
        entries = [entry for (entry,) in cursor.fetchall()]
    names = _names(kind, entries)
    for entry in entries[:MOST_OF_A_KIND]:
        name, issuer, day = names[entry]
        yield Difference(f"{name} has no seal in any chain.", issuer, day)
    if len(entries) > MOST_OF_A_KIND:
        yield Difference(f"And more of this kind: entries without a seal ({kind.kind}).")


def _names_of(links: Iterable[_Link], kinds: Iterable[Sealed]) -> dict[tuple[str, int], _Named]:
    found = {(link.kind, link.entry): _Named(_by_key(link.kind, link.entry)) for link in links}
    for kind in kinds:
        entries = [entry for name, entry in found if name == kind.kind]
        found |= {(kind.kind, entry): name for entry, name in _names(kind, entries).items()}
    return found


def _names(kind: Sealed, entries: Sequence[int]) -> dict[int, _Named]:
    """The names of these entries; by their keys where they, or what names them, are gone."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(**kind._asdict()), [list(entries)])
        found = {entry: _Named(*told) for entry, *told in cursor.fetchall()}
    return {entry: _Named(_by_key(kind.kind, entry)) for entry in entries} | found


def _by_key(kind: str, entry: int) -> str:
    return f"The {kind} with the key {entry}"
