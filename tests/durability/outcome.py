"""What a run of kills did, and how the books compare with what the clerks noted."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

import psycopg2

from neoequity.embedded.server import USER, Server
from tests.durability.clerks import PRICE, RECEIVED, SHARES, Act

_SALES = "SELECT agent_reference, shares, price, gross FROM placements_sale"
_DELIVERIES = """
    SELECT s.agent_reference FROM placements_delivery d JOIN placements_sale s ON s.id = d.sale_id
"""
_RECEIPTS = """
    SELECT r.bank_reference, r.amount, SUM(p.amount)
    FROM placements_receipt r LEFT JOIN placements_receiptpart p ON p.receipt_id = r.id
    GROUP BY r.id
"""


class Found(NamedTuple):
    """The references of what is there, and of what is there with the right figures."""

    there: set[str]
    right: set[str]


def look_up(server: Server) -> tuple[Found, Found, Found]:
    """The sales, the deliveries and the receipts that the books hold."""
    looker = psycopg2.connect(
        host=str(server.socket_directory), port=5432, user=USER, dbname="postgres"
    )
    with looker.cursor() as cursor:
        cursor.execute(_SALES)
        sold = {reference: tuple(figures) for reference, *figures in cursor.fetchall()}
        cursor.execute(_DELIVERIES)
        delivered = {reference for (reference,) in cursor.fetchall()}
        cursor.execute(_RECEIPTS)
        received = {reference: tuple(figures) for reference, *figures in cursor.fetchall()}
    looker.close()
    told = (SHARES, Decimal(PRICE), SHARES * Decimal(PRICE))
    right = {reference for reference, figures in sold.items() if figures == told}
    wired = (Decimal(RECEIVED), Decimal(RECEIVED))
    paid = {reference for reference, figures in received.items() if figures == wired}
    return Found(set(sold), right), Found(delivered, delivered), Found(set(received), paid)


@dataclass
class Outcome:
    """`lost` and `half_written` are acts, `unclean` what verify_ledger said; times in seconds.

    `missing` is what was acknowledged and not in an answer that was asked for later.
    """

    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    lost: list[Act] = field(default_factory=list)
    half_written: list[Act] = field(default_factory=list)
    whole: int = 0
    clean: int = 0
    unclean: list[str] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    longest: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def prolong(self, wait: str, seconds: float) -> None:
        """Keep the longest wait of its kind."""
        self.longest[wait] = max(self.longest[wait], seconds)

    def compare(self, acts: list[Act], sales: Found, deliveries: Found, receipts: Found) -> None:
        others = {"delivery": deliveries, "receipt": receipts}
        for act in acts:
            found = others.get(act.kind, sales)
            whole = found.right.issuperset(act.references)
            if not whole and not found.there.isdisjoint(act.references):
                self.half_written.append(act)
            if act.acknowledged:
                self.acknowledged[act.kind] += 1
                self.lost += [] if whole else [act]
            else:
                self.answers[f"{act.kind}: {act.answer}"] += 1
                self.whole += whole
            self.prolong(f"answer to {act.kind}", act.seconds)

    def lines(self) -> list[str]:
        waits = ", ".join(f"{kind} {most:.1f} s" for kind, most in sorted(self.longest.items()))
        return [
            f"seed {self.seed}; kills: {_told(self.kills)}",
            f"writes acknowledged: {_told(self.acknowledged)}",
            f"lost: {len(self.lost)}; half-written: {len(self.half_written)}",
            f"not acknowledged: {self.answers.total():,}, of which {self.whole:,} are there, whole",
            *(f"    {many:,} × {answer}" for answer, many in self.answers.most_common()),
            f"verify_ledger: {self.clean:,} runs clean, {len(self.unclean):,} not",
            f"longest waits: {waits}",
            *([f"read: {_told(self.read)}; lacking: {len(self.missing)}"] if self.read else []),
        ]


def _told(counts: Counter[str]) -> str:
    parts = ", ".join(f"{many:,} × {name}" for name, many in counts.most_common())
    return f"{counts.total():,} ({parts})"
