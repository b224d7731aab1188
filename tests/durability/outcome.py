"""What a run of kills did, and how the books compare with what the clerks noted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

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


# What is posted in several rows is right with all of them: its lines or parts, and its seal.
_INSTRUCTIONS = """
    SELECT i.remark, count(l.id) = 1
    FROM placements_deliveryinstruction i
    LEFT JOIN placements_deliveryinstructionline l ON l.instruction_id = i.id
    GROUP BY i.id
"""
_MATCHES = """
    SELECT replace(m.explanation, 'Chosen by hand: ', ''),
           count(p.id) = 2 AND SUM(p.amount) = 0 AND count(s.id) = 2
    FROM statements_match m LEFT JOIN statements_matchpart p ON p.match_id = m.id
    LEFT JOIN books_seal s ON s.kind = 'match' AND s.entry = m.id
    GROUP BY m.id
"""
_SIGN_OFFS = """
    SELECT o.note, s.id IS NOT NULL
    FROM statements_signoff o
    LEFT JOIN books_seal s ON s.kind = 'signoff' AND s.entry = o.id
"""


class Found(NamedTuple):
    """The references of what is there, and of what is there with the right figures."""

    there: set[str]
    right: set[str]


def look_up(server: Server) -> dict[str, Found]:
    """What the books hold, by the kind of act that writes it."""
    looker = psycopg2.connect(
        host=str(server.socket_directory), port=5432, user=USER, dbname="postgres"
    )
    with looker.cursor() as cursor:

        def rows(statement: str) -> list[tuple[Any, ...]]:
            cursor.execute(statement)
            return cursor.fetchall()

        told = (SHARES, Decimal(PRICE), SHARES * Decimal(PRICE))
        sales = _found((reference, tuple(own) == told) for reference, *own in rows(_SALES))
        wired = [Decimal(RECEIVED), Decimal(RECEIVED)]
        found = {
            "sale": sales,
            "import": sales,
            "delivery": _found((reference, True) for (reference,) in rows(_DELIVERIES)),
            "receipt": _found((reference, own == wired) for reference, *own in rows(_RECEIPTS)),
            "instruction": _found(rows(_INSTRUCTIONS)),
            "match": _found(rows(_MATCHES)),
            "sign-off": _found(rows(_SIGN_OFFS)),
        }
    looker.close()
    return found


def _found(rows: Iterable[tuple[Any, ...]]) -> Found:
    """References, each with whether all of it is right."""
    judged = list(rows)
    return Found(
        {reference for reference, _ in judged},
        {reference for reference, is_right in judged if is_right},
    )


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

    def compare(self, acts: list[Act], books: Mapping[str, Found]) -> None:
        for act in acts:
            found = books[act.kind]
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
