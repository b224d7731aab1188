"""Programme files for tests: a small issuer with one agreement, and events built one by one."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

Content = dict[str, Any]

#: The day on which the files are loaded.
TODAY = date(2001, 12, 31)
AGENT = "Example Securities LLC"
FALLING = (("0.00", "0.04"), ("10000000.00", "0.035"), ("20000000.00", "0.03"))
FLAT = (("0.00", "0.04"),)
METHODS = ["negotiated", "nasdaq", "market_maker", "ecn", "other"]

WARRANTS: Mapping[str, Any] = {
    "warrant_coverage_rate": "0.10",
    "warrant_strike_rate": "1.30",
    "warrant_limit_rate": "0.10",
    "warrant_life_years": 5,
    "warrant_due_days": 7,
    "warrant_pooled": False,
    "warrant_cashless_years": 1,
    "warrant_transfer_years": 1,
    "warrant_nasd_transfer_years": 1,
    "warrant_registration_years": 1,
    "warrant_last_day_included": True,
    "offering_effective_on": date(2001, 6, 12),
}
HOLDERS = (
    {"slug": "agent", "name": AGENT, "category": "agent"},
    {"slug": "officer", "name": "An Officer", "category": "agent_officer"},
)


def programme(
    *events: Content, tiers: Iterable[tuple[str, str]] = FLAT, warrants: bool = False, **terms: Any
) -> Content:
    """A file of Example Bio, Inc. with these events; further `terms` of its one agreement."""
    stated = {
        "agent": AGENT,
        "shelf": "333-10001",
        "signed_on": date(2001, 6, 12),
        "capacity": "25000000.00",
        "settlement_days": 3,
        "methods": METHODS,
        **(WARRANTS if warrants else {}),
        **terms,
    }
    return {
        "issuer": {
            "slug": "example-bio",
            "name": "Example Bio, Inc.",
            "ticker": "EXBI",
            "market": "Nasdaq National Market",
        },
        "shelf": [{"file_number": "333-10001", "form": "Form S-3"}],
        "agreement": [
            {
                "slug": "facility",
                "name": "Facility",
                "terms": {name: {"value": value, "page": "p. 1"} for name, value in stated.items()},
                "fee_tier": [{"above": above, "rate": rate} for above, rate in tiers],
            }
        ],
        "holder": [dict(holder) for holder in HOLDERS] if warrants else [],
        "history": {"event": list(events)},
    }


def event(kind: str, **facts: Any) -> Content:
    """An event of the agreement with these keys."""
    return {"kind": kind, "agreement": "facility", **facts}


def opened(
    shares_offered: int = 10_000_000, expected_price: str | None = "2.00", **facts: Any
) -> list[Content]:
    """Placement 1, drafted, proposed and accepted on October 1, 2001."""
    prices = {"expected_price": expected_price} if expected_price else {}
    draft = event("placement", number=1, shares_offered=shares_offered, **prices, **facts)
    return [draft, *(moved(verb, date(2001, 10, 1)) for verb in ("propose", "accept"))]


def moved(verb: str, on: date, placement: int = 1) -> Content:
    """A move of a placement."""
    return event("move", placement=placement, verb=verb, on=on)


def sold(reference: str, on: date, shares: int, price: str, **facts: Any) -> Content:
    """A negotiated sale under placement 1."""
    return event(
        "sale",
        placement=1,
        trade_date=on,
        shares=shares,
        price=price,
        method="negotiated",
        agent_reference=reference,
        **facts,
    )


def delivered(reference: str, on: date, **facts: Any) -> Content:
    """The delivery of a sale."""
    return event("delivery", agent_reference=reference, on=on, **facts)


def reversal(reference: str, on: date) -> Content:
    """The reversal of a sale."""
    reason = "the agent's corrected notice"
    return event("reversal", agent_reference=reference, on=on, reason=reason)


def amended(effective_on: date, kind: str = "amendment", **changes: Any) -> Content:
    """A change of terms, or of fee tiers."""
    paper = {"document": "Amendment No. 1", "page": "p. 1", "reason": "as agreed"}
    return event(kind, effective_on=effective_on, **paper, **changes)


def split(on: date, new: int = 1, old: int = 25) -> Content:
    """A stock split of the issuer, which is of no agreement."""
    return {"kind": "split", "on": on, "new": new, "old": old, "source": "Form 8-K"}


#: A placement sold out, delivered and closed, so that its warrant can be issued; and is.
SOLD_OUT = [
    *opened(100_000, "4.00"),
    sold("N-1", date(2001, 11, 9), 100_000, "4.00"),
    moved("close", date(2001, 11, 12)),
    delivered("N-1", date(2001, 11, 15)),
]
ISSUED = [*SOLD_OUT, event("issue", placement=1, on=date(2001, 11, 16))]


def entry(kind: str, on: date, shares: int, **facts: Any) -> Content:
    """An entry of warrant 1, by its agent unless told otherwise."""
    return event(kind, warrant=1, on=on, **{"holder": "agent", "shares": shares, **facts})


def written(content: Mapping[str, Any], path: Path) -> Path:
    """The content as a TOML file."""
    path.write_text(
        "".join(f"{key} = {_toml(value)}\n" for key, value in content.items()), encoding="utf-8"
    )
    return path


def _toml(value: Any) -> str:
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False)
        case bool():
            return str(value).lower()
        case Mapping():
            return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case date() | Decimal() | int():
            return str(value)
    raise TypeError(f"TOML has no {type(value).__name__}.")
