"""Verification of the chains: whether each is unbroken, and if not, what is wrong with it.

Of a whole chain the database says whether all digests fit. Where they do not, and for a proof that
continues an earlier one, the walk counts each digest itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from django.db import connection

from neoequity.books.chain.heads import chain_heads
from neoequity.books.models import ChainHead, Issuer, Seal
from neoequity.books.proof.difference import BooksUntil, Difference
from neoequity.books.proof.proving import MOST_OF_A_KIND, Proof, join_whole_tables
from neoequity.books.proof.reached import ORIGIN, Link, Reached, digest_of
from neoequity.books.proof.unbroken import is_unbroken
from neoequity.books.snapshot import one_snapshot
from neoequity.books.triggers.sealing import Sealed

# One index lookup per seal: no sort and no join, and the first rows come before the last is read.
_LINKS = """
    SELECT s.position, s.kind, s.entry, s.digest, CASE s.kind {payloads} END
    FROM books_seal s WHERE s.head_id = %s AND s.position > %s ORDER BY s.position
"""
_PAYLOAD = "WHEN '{kind}' THEN (SELECT {payload} FROM {table} e WHERE e.id = s.entry)"

_UNSEALED = """
    SELECT id FROM (
        SELECT e.id, {issuer} AS issuer, {day} AS day FROM {table} e {joins}
        WHERE {where} AND {newer} AND NOT EXISTS (
            SELECT 1 FROM books_seal s WHERE s.kind = '{kind}' AND s.entry = e.id)
    ) AS entries WHERE {condition} ORDER BY id LIMIT {most}
"""

# The last entry of a kind among those proven, of any chain; the index gives it at once.
_NEWER = """
    e.id > (SELECT COALESCE(max(s.entry), 0) FROM books_seal s WHERE s.kind = '{kind}'
            AND s.position <= CASE s.head_id {positions} ELSE 0 END)
"""

_NAMES = """
    SELECT e.id, {name}, {issuer}, {day} FROM {table} e {joins} WHERE e.id = ANY(%s)
"""


class _Link(NamedTuple):
    """A seal, and its entry's fields as they are now: None if the entry is missing."""

    position: int
    kind: str
    entry: int
    digest: str
    payload: str | None


class _Named(NamedTuple):
    """An entry in words, with its issuer and its day, None where missing."""

    name: str
    issuer: int | None = None
    day: date | None = None


class _Fault(NamedTuple):
    """What is wrong, in words that follow the entry's name if there is a `link`."""

    words: str
    link: _Link | None = None


def prove_chain(
    kinds: Sequence[Sealed], asked: BooksUntil | None = None, since: Reached = ORIGIN
) -> Proof:
    """Verify the chain of every issuer, or of the one `asked`, and look for unsealed entries.

    An entry that does not match its seal concerns its own day; a missing seal concerns any day.
    Goes on from where an earlier proof got, `since`, and looks at nothing before.
    The walk along a broken chain takes one pass over its entries, in constant memory.
    """
    with one_snapshot():
        if since is ORIGIN:
            join_whole_tables()
        heads = [head for head in chain_heads() if not asked or head.issuer_id == asked.issuer]
        differences = [
            *_without_chain(),
            *_without_issuer(),
            *(_stray() if since is ORIGIN else ()),
            *_gone(heads, since, asked),
            *chain.from_iterable(_differences_in(head, kinds, since.of(head)) for head in heads),
            *chain.from_iterable(_unsealed(kind, asked, heads, since) for kind in kinds),
        ]
        seals = sum(head.length - since.of(head).position for head in heads)
        return Proof(
            asked.concerned(differences) if asked else differences,
            f"{seals:,} seal{'s'[: seals != 1]}",
            constraints=0,
            triggers=0,
        )


def _without_chain() -> Iterator[Difference]:
    for issuer in Issuer.objects.filter(chain_head=None):
        yield Difference(f"{issuer} has no chain.", issuer.pk)


def _without_issuer() -> Iterator[Difference]:
    for head in ChainHead.objects.exclude(issuer__in=Issuer.objects.all()):
        yield Difference(f"The chain of an issuer with the key {head.issuer_id} belongs to nobody.")


def _stray() -> Iterator[Difference]:
    """Seals of no head: no walk would come by them."""
    stray = Seal.objects.exclude(head__in=ChainHead.objects.values_list("pk", flat=True)).count()
    if stray:
        yield Difference(f"{stray:,} seal{'s'[: stray != 1]} of no chain.")


def _gone(
    heads: Iterable[ChainHead], since: Reached, asked: BooksUntil | None
) -> Iterator[Difference]:
    """Chains that a proof had walked and that are not there; one without entries may go."""
    here = {head.issuer_id for head in heads}
    for issuer, link in since.chains.items():
        if link.position and issuer not in here and (not asked or asked.issuer == issuer):
            yield Difference(f"The chain of the issuer with the key {issuer} is missing.", issuer)


def _differences_in(head: ChainHead, kinds: Sequence[Sealed], after: Link) -> Iterator[Difference]:
    if after.position == 0 and is_unbroken(head, kinds, after):
        return
    if after.position and not _stands(head, after):
        yield Difference(
            f"Position {after.position} in the chain of {head.issuer.name} is not {after.digest}, "
            "as it was proven before.",
            head.issuer_id,
        )
    faults = list(islice(_faults(head, _links(head, kinds, after), after), MOST_OF_A_KIND + 1))
    names = _names_of([fault.link for fault in faults if fault.link], kinds)
    for fault in faults[:MOST_OF_A_KIND]:
        named = names[fault.link.kind, fault.link.entry] if fault.link else _Named("")
        yield Difference(named.name + fault.words, head.issuer_id, named.day)
    if len(faults) > MOST_OF_A_KIND:
        yield Difference(f"And more of this kind: the chain of {head.issuer.name}.", head.issuer_id)


def _stands(head: ChainHead, link: Link) -> bool:
    return Seal.objects.filter(head=head, position=link.position, digest=link.digest).exists()


def _links(head: ChainHead, kinds: Sequence[Sealed], after: Link) -> Iterator[_Link]:
    payloads = " ".join(_PAYLOAD.format(**kind._asdict(), payload=kind.payload) for kind in kinds)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_LINKS.format(payloads=payloads), [head.pk, after.position])
        yield from map(_Link._make, cursor)


def _faults(head: ChainHead, links: Iterable[_Link], after: Link) -> Iterator[_Fault]:
    """Each place where the chain is broken, in order, on the links that come after this one.

    After an entry that does not match, the walk goes on from its seal, so one change is one fault.
    """
    whose = f"the chain of {head.issuer.name}"
    position, digest = after
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
        # If the seal itself was changed, the next one builds on what it was before.
        before = [digest, *follows[:1]]
    if (head.length, head.digest) != (position, digest):
        yield _Fault(
            f"The head of {whose} is position {head.length}, {head.digest}; its seals end at "
            f"position {position}, {digest}."
        )


def _unsealed(
    kind: Sealed, books: BooksUntil | None, heads: Iterable[ChainHead], since: Reached
) -> Iterator[Difference]:
    newer = "true"
    if since is not ORIGIN:
        positions = " ".join(f"WHEN {head.pk} THEN {since.of(head).position}" for head in heads)
        newer = _NEWER.format(kind=kind.kind, positions=positions or "WHEN 0 THEN 0")
    with connection.cursor() as cursor:
        cursor.execute(
            _UNSEALED.format(
                # Rows between the entry and its issuer may be missing.
                **kind._replace(joins=kind.joins.replace("JOIN", "LEFT JOIN"))._asdict(),
                condition=books.condition if books else "true",
                newer=newer,
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
    names = {(link.kind, link.entry): _Named(_by_key(link.kind, link.entry)) for link in links}
    for kind in kinds:
        entries = [entry for name, entry in names if name == kind.kind]
        names |= {(kind.kind, entry): name for entry, name in _names(kind, entries).items()}
    return names


def _names(kind: Sealed, entries: Sequence[int]) -> dict[int, _Named]:
    """The names of these entries; their keys, if they or the rows that name them are missing."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(**kind._asdict()), [list(entries)])
        present = {entry: _Named(*columns) for entry, *columns in cursor.fetchall()}
    return {entry: _Named(_by_key(kind.kind, entry)) for entry in entries} | present


def _by_key(kind: str, entry: int) -> str:
    return f"The {kind} with the key {entry}"
