"""What `verify_ledger` says of all the books, for its output and for the file of a proof."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from neoequity.books.chain.heads import chain_heads
from neoequity.books.models import ChainHead
from neoequity.books.snapshot import one_snapshot
from neoequity.findings import findings
from neoequity.ledger import prove_books


class LedgerStatement(NamedTuple):
    """Differences and findings as sentences, the `verdict`, and the heads of the chains."""

    differences: list[str]
    findings: list[str]
    verdict: str
    heads: list[ChainHead]

    @property
    def agrees(self) -> bool:
        """Whether the books agree, whatever was found beside."""
        return not self.differences

    @property
    def lines(self) -> Iterator[str]:
        """All of it, in order; the heads only of books that agree."""
        yield from self.differences
        if self.findings:
            yield "Findings:"
        yield from self.findings
        yield self.verdict
        if self.agrees:
            yield from (f"{head.issuer}: the chain's head is {head}." for head in self.heads)


def ledger_statement(today: date) -> LedgerStatement:
    """Prove all the books, and say what was found on the day, from one state of them."""
    with one_snapshot():
        proof, heads = prove_books(), chain_heads()
        found = [finding.sentence for finding in findings(today)]
    many = len(proof.differences)
    verdict = f"The ledger agrees: {proof.looked_at}"
    if many:
        verdict = f"The ledger does not agree: {many:,} difference{'s'[: many > 1]}."
    return LedgerStatement(proof.differences, found, verdict, heads)
