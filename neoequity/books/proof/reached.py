"""How far a proof got: the last seal of each chain, and the last change of the change log."""

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from neoequity.books.models import ChainHead, ChangeLog, LedgerProof
from neoequity.books.triggers.change_log import LOG_ORIGIN


class Link(NamedTuple):
    """A position of a chain with its digest; position 0 is its origin."""

    position: int
    digest: str


class Reached(NamedTuple):
    """The last link that was proven of each issuer's chain, by issuer, and of the change log."""

    chains: Mapping[int, Link]
    log: Link

    def of(self, head: ChainHead) -> Link:
        """The link from which the walk along this chain goes on; its origin if it is new."""
        return self.chains.get(head.issuer_id) or Link(0, digest_of(head.origin))


def digest_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


#: Where a full proof begins.
ORIGIN = Reached(MappingProxyType({}), Link(0, digest_of(LOG_ORIGIN)))


def reached_by(proof: LedgerProof) -> Reached:
    """How far a proof on record got."""
    chains = {head["issuer"]: Link(head["position"], head["digest"]) for head in proof.heads}
    return Reached(chains, Link(proof.log_position, proof.log_digest))


def reached_at(heads: list[ChainHead], log: ChangeLog | None) -> Reached:
    """How far a proof gets that finds these heads."""
    chains = {head.issuer_id: Link(head.length, head.digest) for head in heads}
    return Reached(chains, Link(log.length, log.digest) if log else ORIGIN.log)
