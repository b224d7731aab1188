"""What `verify_ledger` says of all the books, for its output and for the file of a proof."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from neoequity.books.accounts import User
from neoequity.books.chain.heads import chain_heads, log_head
from neoequity.books.days import written
from neoequity.books.models import ChainHead, LedgerProof
from neoequity.books.proof.proving import Proof
from neoequity.books.proof.reached import Reached, reached_at
from neoequity.books.proof.recording import record_proof
from neoequity.books.snapshot import one_snapshot
from neoequity.clock import NEW_YORK
from neoequity.findings import findings
from neoequity.ledger import prove_books, prove_since


class LedgerStatement(NamedTuple):
    """Differences and findings as sentences, the `verdict`, and the heads of the chains.

    A statement that `continues` a full proof says in its `scope` what it leaves to the next one.
    """

    differences: list[str]
    findings: list[str]
    verdict: str
    heads: list[ChainHead]
    reached: Reached
    continues: LedgerProof | None = None

    @property
    def agrees(self) -> bool:
        """Whether the books agree, whatever was found beside."""
        return not self.differences

    @property
    def scope(self) -> str:
        """What a continued proof did not examine; empty for a full one."""
        if self.continues is None:
            return ""
        proven = self.continues.recorded_at.astimezone(NEW_YORK)
        return (
            f"Continued from the full proof of {written(proven.date())} at {proven:%H:%M} New York "
            "time. What stood before it was not examined, nor whether the totals follow from the "
            "entries; only a full proof finds what was changed there."
        )

    @property
    def lines(self) -> Iterator[str]:
        """All of it, in order; the heads only of books that agree."""
        yield from self.differences
        if self.findings:
            yield "Findings:"
        yield from self.findings
        yield self.verdict
        if self.scope:
            yield self.scope
        if self.agrees:
            yield from (f"{head.issuer}: the chain's head is {head}." for head in self.heads)


def ledger_statement(today: date) -> LedgerStatement:
    """Prove all the books, and say what was found on the day, from one state of them."""
    with one_snapshot():
        proof = prove_books()
        found = [finding.sentence for finding in findings(today)]
        return _stated(proof, "The ledger agrees", found, continues=None)


def statement_since(full: LedgerProof) -> LedgerStatement:
    """Prove what came after a full proof, from one state of the books; looks for no findings."""
    with one_snapshot():
        return _stated(prove_since(full), "What came since agrees", [], continues=full)


def keep(statement: LedgerStatement, *, by: User) -> LedgerProof | None:
    """Put the proof on record if the books agreed."""
    if not statement.agrees:
        return None
    sentence = " ".join(filter(None, (statement.verdict, statement.scope)))
    return record_proof(statement.reached, sentence, continues=statement.continues, by=by)


def _stated(
    proof: Proof, agrees: str, found: list[str], *, continues: LedgerProof | None
) -> LedgerStatement:
    heads, many = chain_heads(), len(proof.differences)
    verdict = f"{agrees}: {proof.looked_at}"
    if many:
        verdict = f"The ledger does not agree: {many:,} difference{'s'[: many > 1]}."
    reached = reached_at(heads, log_head())
    return LedgerStatement(proof.differences, found, verdict, heads, reached, continues)
