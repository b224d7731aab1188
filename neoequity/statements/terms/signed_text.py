"""A reconciliation as one line of JSON, which a sign-off keeps and its digest covers."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.reconciliation import Reconciliation, RollForward, Row, Status
from neoequity.statements.terms.share_count import ShareCount
from neoequity.statements.terms.signing import Prepared


def to_text(prepared: Prepared) -> str:
    """The same reconciliation always as the same text: sorted keys, dollars to the cent."""
    found = prepared.reconciliation
    told = {
        "side": prepared.side,
        "agreement": found.agreement,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "rows": _told(found.rows, prepared),
        "unassigned": _told(prepared.unassigned, prepared),
        "ours": _course(found.ours),
        "theirs": _course(found.theirs),
        "share_count": _count(prepared.share_count),
    }
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Prepared:
    """The reconciliation that `to_text` wrote."""
    told = json.loads(text)
    rows = [*told["rows"], *told["unassigned"]]
    return Prepared(
        told["side"],
        Reconciliation(
            agreement=told["agreement"],
            since=date.fromisoformat(told["since"]),
            until=date.fromisoformat(told["until"]),
            rows=tuple(map(_row, told["rows"])),
            ours=_roll_forward(told["ours"]),
            theirs=_roll_forward(told["theirs"]),
        ),
        tuple(map(_row, told["unassigned"])),
        {row["key"]: row["explained"] for row in rows if row["explained"]},
        _read_count(told["share_count"]),
    )


def digest_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _told(rows: Iterable[Row], prepared: Prepared) -> list[dict[str, object]]:
    return [
        {
            "key": row.key,
            "name": row.name,
            "day": row.day.isoformat(),
            "ours": _pair(row.ours),
            "theirs": _pair(row.theirs),
            "status": str(row.status),
            "explained": prepared.explained.get(row.key, ""),
        }
        for row in rows
    ]


def _row(told: dict[str, Any]) -> Row:
    return Row(
        told["key"],
        told["name"],
        date.fromisoformat(told["day"]),
        _quantity(told["ours"]),
        _quantity(told["theirs"]),
        Status(told["status"]),
    )


def _pair(quantity: Quantity) -> list[str | int]:
    return [f"{quantity.amount:.2f}", quantity.shares]


def _quantity(pair: list[Any]) -> Quantity:
    return Quantity(Decimal(pair[0]), pair[1])


def _course(course: RollForward) -> dict[str, list[str | int]]:
    return {each.name: _pair(getattr(course, each.name)) for each in fields(course)}


def _roll_forward(told: dict[str, list[Any]]) -> RollForward:
    return RollForward(**{name: _quantity(pair) for name, pair in told.items()})


def _count(count: ShareCount | None) -> dict[str, object] | None:
    return None if count is None else {**count._asdict(), "day": count.day.isoformat()}


def _read_count(told: dict[str, Any] | None) -> ShareCount | None:
    return None if told is None else ShareCount(**{**told, "day": date.fromisoformat(told["day"])})
