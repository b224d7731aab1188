"""Published programs that were terminated, as programme files: what a filing says, and no more."""

from datetime import date
from typing import Any

from tests.programme.told import Content, programme

TERMINATED, REINSTATED = date(2020, 9, 9), date(2020, 11, 13)
#: The day on which the books are looked at.
TODAY = date(2024, 11, 29)


def event(kind: str, agreement: str = "facility", **facts: Any) -> Content:
    """An event of an agreement with these keys."""
    return {"kind": kind, "agreement": agreement, **facts}


def placed(agreement: str, number: int, on: date, shares: int = 10_000_000) -> list[Content]:
    """A placement that was proposed and accepted on a day."""
    return [
        event("placement", agreement, number=number, shares_offered=shares, expected_price="1.00"),
        *(
            event("move", agreement, placement=number, verb=verb, on=on)
            for verb in ("propose", "accept")
        ),
    ]


def sold(
    agreement: str, reference: str, on: date, shares: int, price: str, number: int = 1
) -> Content:
    """A sale under a placement."""
    return event(
        "sale",
        agreement,
        placement=number,
        trade_date=on,
        shares=shares,
        price=price,
        method="negotiated",
        agent_reference=reference,
    )


def paper(document: str) -> dict[str, str]:
    """What a change of terms rests on."""
    return {"document": document, "page": "p. 1", "reason": "as published"}


#: CIK 1701108: $50.0M with Cantor, $15.4M sold by September 9, 2020, when it was terminated with
#: $34.6M left; reinstated on November 13 with $34.0M, so the capacity became $49.4M.
SPRING_2020 = [
    *placed("facility", 1, date(2018, 12, 3)),
    sold("facility", "C-1", date(2020, 3, 2), 1_400_000, "11.00"),
]
NOTICE = event(
    "terminate",
    on=TERMINATED,
    by="issuer",
    **paper("Notice of termination"),
)
BACK = [
    event("reinstate", on=REINSTATED, **paper("Reinstatement letter")),
    event(
        "amendment",
        effective_on=REINSTATED,
        terms={"capacity": "49400000.00"},
        **paper("Prospectus supplement"),
    ),
]


def cantor(*events: Content) -> Content:
    """The program of CIK 1701108 with these events."""
    return programme(
        *events, signed_on=date(2018, 12, 3), capacity="50000000.00", settlement_days=2
    )


def raymond_james(*events: Content) -> Content:
    """CIK 1158114: $25M of March 13, 2024, raised to $60M on August 6; replaced on November 7."""
    content = programme(
        *events, signed_on=date(2024, 3, 13), capacity="25000000.00", settlement_days=1
    )
    [first] = content["agreement"]
    terms = {**first["terms"], "signed_on": {"value": date(2024, 11, 7), "page": "p. 1"}}
    second = {**first, "slug": "second", "name": "Second Facility", "terms": terms}
    return {**content, "agreement": [first, second]}


RAISED = event(
    "amendment",
    effective_on=date(2024, 8, 6),
    terms={"capacity": "60000000.00"},
    **paper("Prospectus supplement"),
)
ENDED = event("terminate", on=date(2024, 11, 6), by="both", **paper("Form 8-K"))
